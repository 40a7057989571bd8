//! Answers that are no success.

use std::error::Error;

use axum::{
    body::{self, Body},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};

use crate::{EndpointError, ErrorCode, MatrixError};

/// How much is read of the refusal of an extractor, in bytes.
const LONGEST_REASON: usize = 4096;

/// The answer for an error; if the server is at fault, the log is told why.
pub(super) fn refuse(error: &(impl EndpointError + 'static)) -> Response {
    match error.try_into_http_response() {
        Ok(response) => {
            if response.status().is_server_error() {
                log(error);
            }
            response.map(Body::from)
        }
        Err(unwritten) => fail(&unwritten),
    }
}

/// The server failed: 500, and the log is told why. In words of its own, since it must not fail.
#[cold]
pub(super) fn fail(cause: &(dyn Error + 'static)) -> Response {
    log(cause);
    let body = r#"{"errcode":"M_UNKNOWN","error":"the server failed; its log says why"}"#;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cold]
fn log(error: &(dyn Error + 'static)) {
    tracing::error!(error, "a request failed");
}

/// The refusal of an extractor. What axum says as plain text is said as a Matrix error, or to the log
/// if the server is at fault.
pub(super) async fn refusal_of_an_extractor(refusal: Response) -> Response {
    let status = refusal.status();
    let is_text = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    let kind = refusal.headers().get(CONTENT_TYPE);
    if !(status.is_client_error() || status.is_server_error()) || !kind.is_none_or(is_text) {
        return refusal;
    }
    let (mut parts, body) = refusal.into_parts();
    let reason = body::to_bytes(body, LONGEST_REASON).await.unwrap_or_default();
    let reason = String::from_utf8_lossy(&reason).into_owned();
    let mut error = match status.is_server_error() {
        true => MatrixError::internal(reason),
        false => MatrixError::new(status, ErrorCode::Unknown, reason),
    };
    error.status = status;
    let mut response = refuse(&error);
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    response.headers_mut().extend(parts.headers);
    response
}

/// For extractors and layers; if the server is at fault, the log is told why.
impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        refuse(&self)
    }
}
