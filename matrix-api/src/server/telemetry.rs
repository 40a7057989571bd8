//! Traces and records of requests, by the
//! [conventions of OpenTelemetry for HTTP](https://opentelemetry.io/docs/specs/semconv/http/).
//!
//! Paths, queries, headers and bodies may be secrets, so there are no `url.path` and `url.query`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use http::{Method, StatusCode};
use tracing::{Span, field::Empty};

/// A request that a server has responded to, for metrics.
///
/// The names in parentheses are those of the
/// [attributes of OpenTelemetry](https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestRecord<'a> {
    /// The endpoint's name. `None` if no endpoint has the path and the method.
    pub endpoint: Option<&'static str>,
    /// The method, or `_OTHER` if it is not one of HTTP (`http.request.method`).
    pub method: &'static str,
    /// The path with the names of placeholders instead of their values (`http.route`). `None` if the path is
    /// unknown.
    pub route: Option<&'a str>,
    /// The status of the response (`http.response.status_code`).
    pub status: StatusCode,
    /// `panic`, or the status if it is 5xx (`error.type`).
    pub error_type: Option<&'a str>,
    /// The time until the response, or its head if its body is a [stream](crate::Body).
    pub duration: Duration,
}

/// Called with each record.
pub(super) type OnRequest = Arc<dyn Fn(&RequestRecord<'_>) + Send + Sync>;

/// A request that is recorded when its response is known.
pub(super) struct Recorder {
    on_request: OnRequest,
    endpoint: Option<&'static str>,
    method: &'static str,
    start: Instant,
}

impl Recorder {
    pub(super) fn start(
        on_request: &OnRequest,
        endpoint: Option<&'static str>,
        method: &Method,
    ) -> Self {
        let (on_request, method) = (Arc::clone(on_request), known_method(method));
        Self { on_request, endpoint, method, start: Instant::now() }
    }

    pub(super) fn finish(&self, route: Option<&str>, status: StatusCode) {
        self.record(route, status, error_of_status(&status));
    }

    pub(super) fn panicked(&self, route: &str) {
        self.record(Some(route), StatusCode::INTERNAL_SERVER_ERROR, Some("panic"));
    }

    fn record(&self, route: Option<&str>, status: StatusCode, error_type: Option<&str>) {
        (self.on_request)(&RequestRecord {
            endpoint: self.endpoint,
            method: self.method,
            route,
            status,
            error_type,
            duration: self.start.elapsed(),
        });
    }
}

/// The span of a request.
pub(super) fn span(endpoint: &'static str, method: &Method, route: &'static str) -> Span {
    tracing::error_span!(
        "matrix_api::request",
        endpoint,
        otel.kind = "server",
        otel.name = %format_args!("{method} {route}"),
        http.request.method = method.as_str(),
        http.route = route,
        http.response.status_code = Empty,
        "error.type" = Empty,
        otel.status_code = Empty,
    )
}

/// Adds the status of the response to the span of the request.
pub(super) fn trace(span: &Span, status: StatusCode) {
    if span.is_disabled() {
        return;
    }
    span.record("http.response.status_code", status.as_u16());
    if let Some(error) = error_of_status(&status) {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }
}

/// The status as text, if a server counts it as an error.
fn error_of_status(status: &StatusCode) -> Option<&str> {
    status.is_server_error().then(|| status.as_str())
}

/// Any text can be a method, and metrics must not have any number of them.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| method.as_str() == *known).unwrap_or("_OTHER")
}
