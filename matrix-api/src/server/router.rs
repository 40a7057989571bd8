//! Routes a request to the endpoint with its path and method.

use std::{collections::BTreeMap, pin::pin, sync::Arc, time::Duration};

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
    api_error::ApiError,
    body::drain_later,
    cors::Cors,
    error_response::{Refuse, server_failure},
    running_requests::RunningRequests,
    telemetry::{self, OnRequest, Recorder, TaskRecorder},
};
use crate::{
    matrix_error::{ErrorCode, MatrixError, Refusal, RefusalKind},
    metadata::Metadata,
};

/// An endpoint with its layers.
#[derive(Clone)]
pub(super) struct RoutedEndpoint {
    pub(super) metadata: &'static Metadata,
    pub(super) credential_headers: &'static [&'static str],
    pub(super) route: MethodRouter,
    pub(super) refuses_head: bool,
    pub(super) running: RunningRequests,
    /// How it refuses requests.
    pub(super) refuse: Refuse,
}

/// An endpoint at one of its paths.
struct EndpointRoute {
    endpoint: RoutedEndpoint,
    template: &'static str,
}

/// Settings for all responses.
#[derive(Clone)]
pub(super) struct Policy {
    pub(super) cors: Option<Arc<Cors>>,
    /// How long a client may continue to send its body after the response.
    pub(super) body_timeout: Duration,
    /// How requests are refused that no endpoint responds to.
    pub(super) refuse: Refuse,
    pub(super) on_request: Option<OnRequest>,
}

/// The endpoints of one path. The names of placeholders may differ.
struct PathRoutes {
    /// The path of the first endpoint.
    template: &'static str,
    endpoints: Vec<EndpointRoute>,
}

/// The paths, by their [shapes](shape).
type PathsByShape = BTreeMap<String, PathRoutes>;

/// Builds a router that also responds to all other requests.
pub(super) fn build(endpoints: Vec<RoutedEndpoint>, policy: Policy) -> Result<Router, ApiError> {
    let mut paths = PathsByShape::new();
    for endpoint in endpoints {
        for template in endpoint.metadata.path.templates().flat_map(|template| template.forms()) {
            let shape = shape(endpoint.metadata, template)?;
            paths
                .entry(shape)
                .or_insert_with(|| PathRoutes { template, endpoints: Vec::new() })
                .add(endpoint.clone(), template)?;
        }
    }
    check_rests(&paths)?;
    // Colons and asterisks have no special meaning in templates.
    let mut router = Router::new().without_v07_checks();
    for (_, path) in paths {
        let (route, path, policy) = (route(path.template), Arc::new(path), policy.clone());
        router = router.route(&route, any(move |request| respond(request, Some(path), policy)));
    }
    Ok(router.fallback(move |request| respond(request, None, policy)))
}

/// A placeholder for the rest of a path, in a shape.
const REST: &str = "{..}";

/// Where the rest of a path can begin, no other path has a placeholder: axum cannot try one and then the other.
fn check_rests(paths: &PathsByShape) -> Result<(), ApiError> {
    for (shape, path) in paths {
        let Some(prefix) = shape.strip_suffix(REST) else { continue };
        let other = paths.iter().find(|(other, _)| {
            other.strip_prefix(prefix).is_some_and(|after| after.starts_with("{}"))
        });
        if let (Some(first), Some((_, other))) = (path.endpoints.first(), other)
            && let Some(second) = other.endpoints.first()
        {
            return Err(ApiError::Rest {
                endpoint: first.endpoint.metadata.name,
                path: path.template,
                other: second.endpoint.metadata.name,
                other_path: other.template,
            });
        }
    }
    Ok(())
}

/// A template as axum writes it.
fn route(template: &str) -> String {
    match template.strip_suffix("..}").and_then(|template| template.rsplit_once('{')) {
        Some((prefix, name)) => format!("{prefix}{{*{name}}}"),
        None => template.to_owned(),
    }
}

/// Removes the names of placeholders from a template: `/objects/{}/{..}`.
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
        shape.push_str(match name {
            Some(name) if name.ends_with("..") => REST,
            Some(_) => "{}",
            None => segment,
        });
    }
    Ok(shape)
}

impl PathRoutes {
    fn add(&mut self, endpoint: RoutedEndpoint, path: &'static str) -> Result<(), ApiError> {
        let second = endpoint.metadata;
        if let Some(first) = self.metadata().find(|first| first.method == second.method) {
            return Err(ApiError::Overlap {
                first: first.name,
                second: second.name,
                method: second.method.clone(),
                path,
            });
        }
        self.endpoints.push(EndpointRoute { endpoint, template: path });
        Ok(())
    }

    fn metadata(&self) -> impl Iterator<Item = &'static Metadata> {
        self.endpoints.iter().map(|it| it.endpoint.metadata)
    }

    /// The endpoint of a method. GET endpoints also handle HEAD, unless they refuse it.
    fn find(&self, method: &Method) -> Option<&EndpointRoute> {
        let of = |method: &Method| {
            self.endpoints.iter().find(|it| it.endpoint.metadata.method == *method)
        };
        let handles_head = |get: &&EndpointRoute| !get.endpoint.refuses_head;
        of(method)
            .or_else(|| of(&Method::GET).filter(|get| method == Method::HEAD && handles_head(get)))
    }

    /// The allowed methods: `GET, HEAD, OPTIONS`.
    fn allowed(&self) -> String {
        let mut methods = self.metadata().map(|it| &it.method).collect::<Vec<_>>();
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

/// Responds to a request. `path` is `None` if no endpoint has the path.
async fn respond(request: Request, path: Option<Arc<PathRoutes>>, policy: Policy) -> Response {
    let (request, unread_body) = drain_later(request);
    let method = request.method().clone();
    // axum accepts an empty segment for a placeholder; endpoints do not.
    let path = path.as_deref().filter(|_| !request.uri().path().contains("//"));
    let mut response = match path.and_then(|path| path.find(request.method())) {
        Some(route) => call(route, request, policy.on_request.as_ref()).await,
        None => {
            let recorder = policy.on_request.map(|it| Recorder::start(&it, None, &method));
            let response = respond_without_endpoint(request, path, policy.refuse);
            if let Some(recorder) = recorder {
                recorder.finish(path.map(|path| path.template), response.status());
            }
            response
        }
    };
    unread_body.drain(policy.body_timeout);
    if let Some(cors) = policy.cors {
        cors.add_headers(&mut response, &method);
    }
    response
}

/// Calls an endpoint in its own task, so that it completes if the client disconnects, and a panic
/// becomes an error response.
async fn call(
    route: &EndpointRoute,
    mut request: Request,
    on_request: Option<&OnRequest>,
) -> Response {
    let EndpointRoute { endpoint, template } = route;
    let name = endpoint.metadata.name;
    let recorder = on_request.map(|on_request| {
        TaskRecorder::new(Recorder::start(on_request, Some(name), request.method()), template)
    });
    let span = telemetry::span(name, request.method(), template);
    request.extensions_mut().insert(endpoint.metadata);
    let response = endpoint.route.clone().call(request, ()).instrument(span.clone());
    // Counted before the task begins, so that a shutdown in between waits for it.
    let running = endpoint.running.begin();
    let task = tokio::spawn(async move {
        let mut response = pin!(response);
        let answer = response.as_mut().await;
        telemetry::trace(response.span(), answer.status());
        if let Some(recorder) = recorder {
            recorder.finish(answer.status());
        }
        drop(running);
        answer
    });
    match task.await {
        Ok(response) => response,
        Err(error) => {
            let refusal = match error.is_panic() {
                true => server_failure(Panicked),
                false => server_failure(error),
            };
            let response = span.in_scope(|| (endpoint.refuse)(&refusal));
            telemetry::trace(&span, response.status());
            response
        }
    }
}

/// Takes the request by value, because dropping it makes its unread body available.
#[allow(clippy::needless_pass_by_value)]
fn respond_without_endpoint(
    request: Request,
    path: Option<&PathRoutes>,
    refuse: Refuse,
) -> Response {
    match path {
        _ if request.method() == Method::OPTIONS => no_content(),
        Some(path) => wrong_method(path.allowed(), refuse),
        None => refuse(&Refusal::new(RefusalKind::UnknownPath, MatrixError::unrecognized())),
    }
}

/// The response to a CORS preflight request.
pub(super) fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// Refuses a method. `allowed` lists the others, as in `Allow`.
pub(super) fn wrong_method(allowed: String, refuse: Refuse) -> Response {
    let message = format!("method not allowed; use {allowed}");
    let error = MatrixError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Unrecognized, message);
    let mut response = refuse(&Refusal::new(RefusalKind::WrongMethod, error));
    // Method names are valid header values.
    if let Ok(allowed) = HeaderValue::try_from(allowed) {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}

/// A handler, a layer or an extractor panicked. The panic hook has reported the message.
#[derive(Debug, thiserror::Error)]
#[error("panicked")]
struct Panicked;
