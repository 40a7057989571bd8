//! Error responses.

use std::borrow::Cow;

use axum::{
    Json,
    extract::rejection::BytesRejection,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::error::Category;

/// An error response of Matrix.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: ErrorBody,
}

#[derive(Debug, Serialize)]
struct ErrorBody {
    errcode: &'static str,
    error: Cow<'static, str>,
}

impl ApiError {
    pub fn new(
        status: StatusCode,
        errcode: &'static str,
        error: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, body: ErrorBody { errcode, error: error.into() } }
    }

    pub fn unrecognized() -> Self {
        Self::new(StatusCode::NOT_FOUND, "M_UNRECOGNIZED", "unknown endpoint")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        match rejection.status() {
            status @ StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(status, "M_TOO_LARGE", "the body is too large")
            }
            status => Self::new(status, "M_UNKNOWN", "cannot read the whole body"),
        }
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        let (errcode, message) = match error.classify() {
            Category::Data => ("M_BAD_JSON", "the body is not what the endpoint expects"),
            Category::Io | Category::Syntax | Category::Eof => {
                ("M_NOT_JSON", "the body is not JSON")
            }
        };
        Self::new(StatusCode::BAD_REQUEST, errcode, message)
    }
}
