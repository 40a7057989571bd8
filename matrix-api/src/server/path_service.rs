//! The service of a path: selects an endpoint by its method, and completes the response.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{body::Body, extract::Request, response::Response};
use http::{
    HeaderValue, Method, StatusCode,
    header::{ALLOW, CONTENT_LENGTH},
};
use http_body::Body as _;
use tower_service::Service;

use super::{
    body::RequestBody,
    call::{BoxedResponse, Call, RunningCall},
    cors::Cors,
    error_response::{Refuse, catch},
    running_requests::RunningRequests,
    telemetry::{self, OnRequest, Recorder},
};
use crate::{
    matrix_error::{ErrorCode, MatrixError, Refusal, RefusalKind},
    metadata::Metadata,
};

/// An endpoint with its state and its layers.
#[derive(Clone)]
pub(super) struct RoutedEndpoint {
    pub(super) metadata: &'static Metadata,
    pub(super) credential_headers: &'static [&'static str],
    pub(super) respond: Respond,
    pub(super) refuses_head: bool,
    pub(super) running: RunningRequests,
    /// How it refuses requests.
    pub(super) refuse: Refuse,
}

/// Responds to the requests of an endpoint.
pub(super) type Respond = Arc<dyn Fn(Request) -> BoxedResponse + Send + Sync>;

/// An endpoint at one of its paths.
pub(super) struct EndpointRoute {
    pub(super) endpoint: RoutedEndpoint,
    pub(super) template: &'static str,
}

/// The endpoints of one path. The names of placeholders may differ.
pub(super) struct PathRoutes {
    /// The path of the first endpoint.
    pub(super) template: &'static str,
    pub(super) endpoints: Vec<EndpointRoute>,
}

/// Settings for all responses.
pub(super) struct Policy {
    pub(super) cors: Option<Cors>,
    /// How long a client may continue to send a body that nobody reads.
    pub(super) drain_time: Duration,
    /// How requests are refused that no endpoint responds to.
    pub(super) refuse: Refuse,
    pub(super) on_request: Option<OnRequest>,
}

impl EndpointRoute {
    #[inline]
    fn call(&self, request: Request, on_request: Option<&OnRequest>) -> Call {
        let Self { endpoint, template: route } = self;
        let name = endpoint.metadata.name;
        let recorder = on_request.map(|it| Recorder::start(it, Some(name), request.method()));
        let span = telemetry::span(name, request.method(), route);
        Call::from(RunningCall {
            response: (endpoint.respond)(request),
            span,
            refuse: endpoint.refuse,
            route,
            recorder,
            _running: endpoint.running.begin(),
        })
    }
}

impl PathRoutes {
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

/// The service of a path, or of all paths that no endpoint has.
#[derive(Clone)]
pub(super) struct PathService(Arc<Shared>);

struct Shared {
    /// `None` if no endpoint has the path.
    path: Option<PathRoutes>,
    has_placeholder: bool,
    policy: Arc<Policy>,
}

impl PathService {
    pub(super) fn new(path: Option<PathRoutes>, policy: &Arc<Policy>) -> Self {
        let has_placeholder = path.as_ref().is_some_and(|path| path.template.contains('{'));
        Self(Arc::new(Shared { path, has_placeholder, policy: Arc::clone(policy) }))
    }
}

impl Service<Request> for PathService {
    type Response = Response;
    type Error = Infallible;
    type Future = Responding;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Responding {
        let Shared { path, has_placeholder, policy } = &*self.0;
        let method = request.method().clone();
        // axum accepts an empty segment for a placeholder; endpoints do not.
        let is_path = |_: &_| !(*has_placeholder && has_empty_segment(request.uri().path()));
        let path = path.as_ref().filter(is_path);
        let work = match path.and_then(|path| path.find(&method)) {
            Some(route) => Work::Call(route.call(request, policy.on_request.as_ref())),
            None => {
                let respond = || policy.respond_without_endpoint(request, path);
                Work::Refused(ready(catch(respond, policy.refuse)))
            }
        };
        Responding { work, policy: Arc::clone(policy), method }
    }
}

fn has_empty_segment(path: &str) -> bool {
    path.as_bytes().windows(2).any(|bytes| bytes == b"//")
}

/// The response to a request.
pub(super) struct Responding {
    work: Work,
    policy: Arc<Policy>,
    /// The method of the request.
    method: Method,
}

enum Work {
    Call(Call),
    Refused(Ready<Response>),
}

impl Future for Responding {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = ready!(match &mut self.work {
            Work::Call(call) => Pin::new(call).poll(context),
            Work::Refused(response) => Pin::new(response).poll(context),
        });
        self.policy.complete(&mut response, &self.method);
        Poll::Ready(Ok(response))
    }
}

impl Policy {
    fn respond_without_endpoint(
        &self,
        mut request: Request,
        path: Option<&PathRoutes>,
    ) -> Response {
        let recorder =
            self.on_request.as_ref().map(|it| Recorder::start(it, None, request.method()));
        drop(RequestBody::take(&mut request, self.drain_time));
        let response = match path {
            _ if request.method() == Method::OPTIONS => no_content(),
            Some(path) => wrong_method(path.allowed(), self.refuse),
            None => {
                let error = MatrixError::unrecognized();
                (self.refuse)(&Refusal::new(RefusalKind::UnknownPath, error))
            }
        };
        if let Some(recorder) = recorder {
            recorder.finish(path.map(|path| path.template), response.status());
        }
        response
    }

    /// Adds CORS headers, and removes the body of a response to HEAD.
    pub(super) fn complete(&self, response: &mut Response, method: &Method) {
        if let Some(cors) = &self.cors {
            cors.add_headers(response, method);
        }
        if method == Method::HEAD {
            let body = mem::take(response.body_mut());
            if let Some(size) = body.size_hint().exact() {
                response.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| size.into());
            }
        }
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
