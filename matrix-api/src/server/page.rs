//! Responses to GET and HEAD that are not an endpoint's: files.

use std::{fmt, sync::Arc};

use axum::{Router, extract::Request, response::Response, routing::any};
use http::{HeaderMap, Method};

use super::{
    body::RequestBody,
    error_response::catch,
    path_service::{Policy, no_content, wrong_method},
    telemetry::Recorder,
};

/// What a path responds to GET and HEAD.
#[derive(Clone)]
pub(super) struct Page {
    path: String,
    respond: Arc<dyn Fn(&HeaderMap) -> Response + Send + Sync>,
}

impl Page {
    /// The response depends on the headers of the request. Its body is left out for HEAD.
    pub(super) fn new(
        path: String,
        respond: impl Fn(&HeaderMap) -> Response + Send + Sync + 'static,
    ) -> Self {
        Self { path, respond: Arc::new(respond) }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Page").field(&self.path).finish()
    }
}

/// Adds pages to a router.
pub(super) fn add(router: Router, pages: Vec<Page>, policy: &Arc<Policy>) -> Router {
    pages.into_iter().fold(router, |router, page| {
        let (path, policy) = (page.path.clone(), Arc::clone(policy));
        let respond =
            async move |request| catch(|| respond(request, &page, &policy), policy.refuse);
        router.route(&path, any(respond))
    })
}

fn respond(mut request: Request, page: &Page, policy: &Policy) -> Response {
    drop(RequestBody::take(&mut request, policy.drain_time));
    let method = request.method().clone();
    let recorder = policy.on_request.as_ref().map(|it| Recorder::start(it, None, &method));
    let mut response = match method {
        Method::GET | Method::HEAD => (page.respond)(request.headers()),
        Method::OPTIONS => no_content(),
        _ => wrong_method("GET, HEAD, OPTIONS".to_owned(), policy.refuse),
    };
    if let Some(recorder) = recorder {
        recorder.finish(Some(&page.path), response.status());
    }
    policy.complete(&mut response, &method);
    response
}
