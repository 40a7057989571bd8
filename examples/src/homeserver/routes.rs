//! From a request to the handler of its endpoint, and back.
//!
//! A handler is an asynchronous function over typed requests and responses. Its route comes from
//! the endpoint's metadata; authentication, decoding and encoding happen here, once for all.

use std::{pin::Pin, sync::Arc};

use bytes::Bytes;
use http::{Method, Request, Response};
use matrix_api::{
    IncomingRequest, Metadata, OutgoingResponse, authentication::AuthenticationScheme,
};

use super::{app::App, caller::Identify, rejection::Rejection};

/// What a handler is told about the caller, by the endpoint's authentication scheme.
type Caller<R> = <<R as matrix_api::Endpoint>::Authentication as Identify>::Caller;

type BoxedHandler = Box<dyn Fn(Arc<App>, Request<Bytes>) -> BoxedAnswer + Send + Sync>;
type BoxedAnswer = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Rejection>> + Send>>;

/// An endpoint and what answers it.
pub(super) struct Route {
    metadata: &'static Metadata,
    handler: BoxedHandler,
}

/// Every endpoint of a server.
pub(super) struct Routes(Vec<Route>);

impl Route {
    /// A route from the metadata of `R` to its handler.
    pub(super) fn new<R, F>(handler: fn(Arc<App>, R, Caller<R>) -> F) -> Self
    where
        R: IncomingRequest<Authentication: Identify> + 'static,
        F: Future<Output = Result<R::Response, Rejection>> + Send + 'static,
    {
        let answer = move |app, request| -> BoxedAnswer { Box::pin(answer(app, request, handler)) };
        Self { metadata: R::METADATA, handler: Box::new(answer) }
    }

    /// Whether the endpoint counts how often an address calls it.
    pub(super) fn is_rate_limited(&self) -> bool {
        self.metadata.rate_limited
    }

    /// Answers a request.
    pub(super) fn answer(
        &self,
        app: Arc<App>,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, Rejection>> + Send + use<> {
        (self.handler)(app, request)
    }

    fn has_path(&self, path: &str) -> bool {
        self.metadata.path.templates().any(|template| matches(template, path))
    }
}

/// First who is calling, then what is said: strangers learn nothing about what would be accepted.
async fn answer<R, F>(
    app: Arc<App>,
    request: Request<Bytes>,
    handler: fn(Arc<App>, R, Caller<R>) -> F,
) -> Result<Response<Bytes>, Rejection>
where
    R: IncomingRequest<Authentication: Identify>,
    F: Future<Output = Result<R::Response, Rejection>> + Send,
{
    let credentials = R::Authentication::extract(&request)?;
    let caller = R::Authentication::identify(credentials, &app).await?;
    let request = R::try_from_http_request(&request)?;
    let response = handler(app, request, caller).await?;
    Ok(response.try_into_http_response()?)
}

impl Routes {
    pub(super) fn new(routes: Vec<Route>) -> Self {
        Self(routes)
    }

    /// The route of a method and a path.
    pub(super) fn find(&self, method: &Method, path: &str) -> Result<&Route, Rejection> {
        let mut methods = Vec::new();
        for route in self.0.iter().filter(|route| route.has_path(path)) {
            if route.metadata.method == *method {
                return Ok(route);
            }
            methods.push(route.metadata.method.clone());
        }
        Err(if methods.is_empty() { Rejection::unknown_path() } else { Rejection::Method(methods) })
    }
}

/// Whether a path fits a template, in which a placeholder stands for one segment. Its argument is
/// decoded with the request.
fn matches(template: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    template.split('/').all(|expected| {
        segments.next().is_some_and(|segment| {
            if expected.starts_with('{') { !segment.is_empty() } else { segment == expected }
        })
    }) && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_stands_for_exactly_one_segment() {
        assert!(matches("/user/{userId}/openid", "/user/@alice:example.org/openid"));
        assert!(!matches("/user/{userId}/openid", "/user//openid"));
        assert!(!matches("/user/{userId}/openid", "/user/a/b/openid"));
        assert!(!matches("/user/{userId}", "/user/alice/"));
        assert!(!matches("/user/{userId}", "/user"));
    }
}
