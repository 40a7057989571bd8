//! From a path and a method to an endpoint.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::Request,
    handler::Handler as _,
    response::Response,
    routing::{MethodRouter, any},
};
use http::{HeaderValue, Method, StatusCode, header::ALLOW};
use tracing::Instrument as _;

use super::{
    ApiError,
    answer::{fail, refuse},
    body::lend,
    cors::let_web_applications_in,
};
use crate::{ErrorCode, MatrixError, Metadata};

/// An endpoint with its layers.
#[derive(Clone)]
pub(super) struct RoutedEndpoint {
    pub(super) metadata: &'static Metadata,
    pub(super) route: MethodRouter,
}

/// What holds for every answer.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    pub(super) has_cors: bool,
    /// How long a client that was answered may go on sending.
    pub(super) body_timeout: Duration,
}

/// Endpoints of one path, or of paths that differ in the names of placeholders alone.
struct PathRoutes {
    /// The first of the paths.
    template: &'static str,
    endpoints: Vec<RoutedEndpoint>,
}

/// A router for endpoints, with an answer for everything else.
pub(super) fn build(
    endpoints: impl Iterator<Item = RoutedEndpoint>,
    policy: Policy,
) -> Result<Router, ApiError> {
    let mut paths = BTreeMap::<String, PathRoutes>::new();
    for endpoint in endpoints {
        for template in endpoint.metadata.path.templates().map(|template| template.as_str()) {
            let shape = shape(endpoint.metadata, template)?;
            paths
                .entry(shape)
                .or_insert_with(|| PathRoutes { template, endpoints: Vec::new() })
                .add(endpoint.clone(), template)?;
        }
    }
    // Colons and asterisks are what they are.
    let mut router = Router::new().without_v07_checks();
    for (_, path) in paths {
        let (template, path) = (path.template, Arc::new(path));
        router = router.route(template, any(move |request| answer(request, Some(path), policy)));
    }
    Ok(router.fallback(move |request| answer(request, None, policy)))
}

/// A template without the names of its placeholders.
fn shape(metadata: &Metadata, template: &'static str) -> Result<String, ApiError> {
    let error = ApiError::Path { endpoint: metadata.name, path: template };
    let Some(path) = template.strip_prefix('/').filter(|_| !template.contains("//")) else {
        return Err(error);
    };
    let mut shape = String::with_capacity(template.len());
    for segment in path.split('/') {
        shape.push('/');
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let literal = name.unwrap_or(segment);
        if literal.contains(['{', '}'])
            || name.is_some_and(|name| name.is_empty() || name.starts_with('*'))
        {
            return Err(error);
        }
        shape.push_str(if name.is_some() { "{}" } else { segment });
    }
    Ok(shape)
}

impl PathRoutes {
    fn add(&mut self, endpoint: RoutedEndpoint, path: &'static str) -> Result<(), ApiError> {
        let second = endpoint.metadata;
        if let Some(first) =
            self.endpoints.iter().map(|it| it.metadata).find(|first| first.method == second.method)
        {
            return Err(ApiError::Overlap {
                first: first.name,
                second: second.name,
                method: second.method.clone(),
                path,
            });
        }
        self.endpoints.push(endpoint);
        Ok(())
    }

    /// The endpoint of a method. HEAD is answered where GET is.
    fn find(&self, method: &Method) -> Option<&RoutedEndpoint> {
        let of = |method: &Method| self.endpoints.iter().find(|it| it.metadata.method == *method);
        of(method).or_else(|| of(&Method::GET).filter(|_| method == Method::HEAD))
    }

    /// What answers to another method: `GET, HEAD, OPTIONS`.
    fn allowed(&self) -> String {
        let mut methods = self.endpoints.iter().map(|it| &it.metadata.method).collect::<Vec<_>>();
        if self.find(&Method::HEAD).is_some() {
            methods.push(&Method::HEAD);
        }
        methods.push(&Method::OPTIONS);
        let mut names = Vec::new();
        for name in methods.into_iter().map(Method::as_str) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// The answer to any request, whether or not it has the path of endpoints.
async fn answer(request: Request, path: Option<Arc<PathRoutes>>, policy: Policy) -> Response {
    let (request, lender) = lend(request);
    // axum takes nothing at all for a placeholder; endpoints do not.
    let path = path.as_deref().filter(|_| !request.uri().path().contains("//"));
    let mut response = match path.and_then(|path| path.find(request.method())) {
        Some(endpoint) => call(endpoint, request).await,
        None => answer_without_endpoint(request, path),
    };
    lender.discard(policy.body_timeout);
    if policy.has_cors {
        let_web_applications_in(&mut response);
    }
    response
}

/// Calls an endpoint in a task of its own, so that a client that hangs up leaves nothing half done,
/// and a panic becomes an answer.
async fn call(endpoint: &RoutedEndpoint, mut request: Request) -> Response {
    request.extensions_mut().insert(endpoint.metadata);
    let span = tracing::error_span!("matrix_api::answer", endpoint = endpoint.metadata.name);
    let answer = endpoint.route.clone().call(request, ()).instrument(span.clone());
    match tokio::spawn(answer).await {
        Ok(response) => response,
        Err(ended) => span.in_scope(|| fail(if ended.is_panic() { &Panicked } else { &ended })),
    }
}

/// By value, since the body is discarded after the request.
#[allow(clippy::needless_pass_by_value)]
fn answer_without_endpoint(request: Request, path: Option<&PathRoutes>) -> Response {
    match path {
        _ if request.method() == Method::OPTIONS => no_content(),
        Some(path) => wrong_method(path),
        None => refuse(&MatrixError::unrecognized()),
    }
}

/// The answer to a browser that asks what it may do.
fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn wrong_method(path: &PathRoutes) -> Response {
    let allowed = path.allowed();
    let message = format!("this endpoint answers to {allowed} only");
    let error = MatrixError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Unrecognized, message);
    let mut response = refuse(&error);
    // Names of methods have no characters that a header cannot hold.
    if let Ok(allowed) = HeaderValue::try_from(allowed) {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}

/// A handler, a layer or an argument panicked. The panic hook has said more.
#[derive(Debug, thiserror::Error)]
#[error("panicked")]
struct Panicked;
