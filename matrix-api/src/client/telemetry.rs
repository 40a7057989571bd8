//! Traces and records of requests, by the
//! [conventions of OpenTelemetry for HTTP](https://opentelemetry.io/docs/specs/semconv/http/).
//!
//! Paths, queries, headers and bodies may be secrets, so there is no `url.full`.

use std::time::Duration;

use http::{Method, StatusCode, Uri, uri::Scheme};
use tracing::{Span, field::Empty};

use super::{
    attempt::{Attempt, AttemptFailure, Received},
    deadline::Deadline,
    transport::{Transport, TransportError},
};
use crate::{metadata::Metadata, platform::Instant};

/// A request that has ended, with its retries, for metrics.
///
/// A call may send several requests: for the supported versions, for new tokens, and once more with the new
/// tokens. The names in parentheses are those of the
/// [attributes of OpenTelemetry](https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallRecord<'a> {
    /// The endpoint's name.
    pub endpoint: &'static str,
    /// The method (`http.request.method`).
    pub method: &'static Method,
    /// The path with the names of placeholders instead of their values (`url.template`).
    pub path_template: &'static str,
    /// The host of the homeserver URL (`server.address`).
    pub server_address: &'a str,
    /// The port of the homeserver URL (`server.port`).
    pub server_port: u16,
    /// The status of the last response (`http.response.status_code`).
    pub status: Option<StatusCode>,
    /// Why there is no response, or the status if it is 4xx or 5xx (`error.type`): `timeout`, `connect`,
    /// `interrupted`, `certificate`, `unsupported`, `body`, `followed_redirect`, `too_large`; `deadline` for that of the
    /// call, and `cancelled` if the application dropped the call.
    pub error_type: Option<&'a str>,
    /// How many times the request was sent.
    pub attempts: u32,
    /// The time until the response, or its head if its body is a [stream](crate::Body), including all attempts and
    /// the waits between them.
    pub duration: Duration,
}

/// Called with each record.
pub(super) type OnCall = dyn_maybe_send_sync!(Fn(&CallRecord<'_>));

/// A request that is recorded when it ends.
pub(super) struct Recorder<'a, T: Transport> {
    pub(super) on_call: &'a OnCall,
    pub(super) metadata: &'static Metadata,
    pub(super) path_template: &'static str,
    pub(super) uri: Uri,
    pub(super) transport: &'a T,
    pub(super) deadline: &'a Deadline,
    pub(super) start: Instant,
    pub(super) attempts: u32,
    pub(super) has_ended: bool,
}

impl<T: Transport> Recorder<'_, T> {
    /// Records the outcome of the last attempt.
    pub(super) fn finish(&mut self, attempt: &Attempt) {
        match attempt {
            Ok(Received { response, .. }) => {
                let status = response.status();
                self.record(Some(status), error_of_status(&status));
            }
            Err(failure) => self.record(None, Some(error_type(failure))),
        }
    }

    fn record(&mut self, status: Option<StatusCode>, error_type: Option<&str>) {
        self.has_ended = true;
        (self.on_call)(&CallRecord {
            endpoint: self.metadata.name,
            method: &self.metadata.method,
            path_template: self.path_template,
            server_address: self.uri.host().unwrap_or_default(),
            server_port: port(&self.uri),
            status,
            error_type,
            attempts: self.attempts,
            duration: self.transport.now().saturating_duration_since(self.start),
        });
    }
}

impl<T: Transport> Drop for Recorder<'_, T> {
    /// A call that reaches its deadline is dropped as well.
    fn drop(&mut self) {
        if !self.has_ended {
            let has_time = self.deadline.allows(self.transport.now(), Duration::ZERO);
            self.record(None, Some(if has_time { "cancelled" } else { "deadline" }));
        }
    }
}

/// The span of an attempt. `resends` is how many came before it.
pub(super) fn span(
    metadata: &'static Metadata,
    path_template: &'static str,
    uri: &Uri,
    resends: u32,
) -> Span {
    tracing::debug_span!(
        "matrix_api::attempt",
        otel.kind = "client",
        otel.name = %format_args!("{} {path_template}", metadata.method),
        endpoint = metadata.name,
        http.request.method = metadata.method.as_str(),
        url.template = path_template,
        server.address = uri.host(),
        server.port = port(uri),
        http.request.resend_count = (resends > 0).then_some(resends),
        http.response.status_code = Empty,
        "error.type" = Empty,
        otel.status_code = Empty,
    )
}

/// Adds the outcome of an attempt to its span, and as an event.
pub(super) fn trace(span: &Span, attempt: &Attempt) {
    let event = || match attempt {
        Ok(Received { response, .. }) => {
            let status = response.status().as_u16();
            tracing::debug!(http.response.status_code = status, "response");
        }
        Err(failure) => tracing::debug!(error = %failure, "no response"),
    };
    if span.is_disabled() {
        return event();
    }
    span.in_scope(event);
    let status;
    let error = match attempt {
        Ok(Received { response, .. }) => {
            span.record("http.response.status_code", response.status().as_u16());
            status = response.status();
            error_of_status(&status)
        }
        Err(failure) => Some(error_type(failure)),
    };
    if let Some(error) = error {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }
}

/// The status as text, if a client counts it as an error.
fn error_of_status(status: &StatusCode) -> Option<&str> {
    (status.is_client_error() || status.is_server_error()).then(|| status.as_str())
}

fn error_type(failure: &AttemptFailure) -> &'static str {
    let error = match failure {
        AttemptFailure::TimedOut(_) => return "timeout",
        AttemptFailure::DeadlineExceeded(_) => return "deadline",
        AttemptFailure::Transport(error) => error,
    };
    match error {
        TransportError::Connect(_) => "connect",
        TransportError::Interrupted(_) => "interrupted",
        TransportError::Certificate(_) => "certificate",
        TransportError::Unsupported(_) => "unsupported",
        TransportError::Body(_) => "body",
        TransportError::FollowedRedirect => "followed_redirect",
        TransportError::TooLarge { .. } => "too_large",
    }
}

fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    uri.port_u16().unwrap_or(default)
}
