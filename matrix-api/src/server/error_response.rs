//! Error responses.

use std::{
    error::Error,
    panic::{AssertUnwindSafe, catch_unwind},
};

use axum::{
    body::{self, Body},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};

use crate::{
    matrix_error::{EndpointError, ErrorCode, MatrixError, Refusal, RefusalKind},
    problem::Problem,
};

/// Maximum number of bytes that are read of the body of an extractor's rejection.
const MAX_REJECTION: usize = 4096;

/// Encodes an error. Logs it if the status is 5xx.
pub(super) fn error_response(error: &(impl EndpointError + 'static)) -> Response {
    match error.try_into_http_response() {
        Ok(response) => {
            if response.status().is_server_error() {
                log(error);
            }
            response.map(Body::from)
        }
        Err(error) => internal_error(&error),
    }
}

/// Encodes a refusal as the error `E` of an endpoint, or else as the Matrix error. Logs it if the status
/// is 5xx.
pub(super) fn refuse<E: EndpointError>(refusal: &Refusal) -> Response {
    let Some(error) = E::from_refusal(refusal) else {
        return error_response(refusal.matrix_error());
    };
    match error.try_into_http_response() {
        Ok(response) => {
            // The refusal knows the cause; the error is what is shown of it.
            if response.status().is_server_error() {
                log(refusal.matrix_error());
            }
            response.map(Body::from)
        }
        Err(error) => internal_error(&error),
    }
}

/// [`refuse`] for one type of error.
pub(super) type Refuse = fn(&Refusal) -> Response;

/// The refusal of a request whose handler failed.
#[cold]
pub(super) fn server_failure(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Refusal {
    Refusal::new(RefusalKind::ServerFailure, MatrixError::internal(cause))
}

/// The result of `respond`, or an error response if it panics.
pub(super) fn catch(respond: impl FnOnce() -> Response, refuse: Refuse) -> Response {
    catch_unwind(AssertUnwindSafe(respond)).unwrap_or_else(|_| after_panic(refuse))
}

/// The response to a request whose handler, layer or extractor panicked.
#[cold]
pub(super) fn after_panic(refuse: Refuse) -> Response {
    let refused = AssertUnwindSafe(|| refuse(&server_failure(Panicked)));
    // The error of the endpoint may panic again.
    catch_unwind(refused).unwrap_or_else(|_| internal_error(&Panicked))
}

/// Something panicked. The panic hook has reported the message.
#[derive(Debug, thiserror::Error)]
#[error("panicked")]
struct Panicked;

/// Logs the cause and returns a response with status 500. The body is a constant, so that this cannot
/// fail.
#[cold]
fn internal_error(cause: &(dyn Error + 'static)) -> Response {
    log(cause);
    let body = r#"{"errcode":"M_UNKNOWN","error":"internal server error"}"#;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cold]
fn log(error: &(dyn Error + 'static)) {
    tracing::error!(error, "request failed");
}

/// Converts an extractor's rejection with a plain text body into an error with that message. If the status
/// is 5xx, the text is logged and not sent.
pub(super) async fn rejection_response(rejection: Response, refuse: Refuse) -> Response {
    let status = rejection.status();
    let is_text = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    let kind = rejection.headers().get(CONTENT_TYPE);
    if !(status.is_client_error() || status.is_server_error()) || !kind.is_none_or(is_text) {
        return rejection;
    }
    let (mut parts, body) = rejection.into_parts();
    let text = body::to_bytes(body, MAX_REJECTION).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut error = match status.is_server_error() {
        true => MatrixError::internal(text),
        false => MatrixError::new(status, ErrorCode::Unknown, text),
    };
    error.status = status;
    let mut response = refuse(&Refusal::new(RefusalKind::RejectedArgument, error));
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    response.headers_mut().extend(parts.headers);
    response
}

/// For extractors and layers. Logs the error if the status is 5xx.
impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        error_response(&self)
    }
}

/// For extractors and layers. Logs the problem if the status is 5xx.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        error_response(&self)
    }
}
