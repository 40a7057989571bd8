//! Requests written by hand, and their responses.

use axum::{Router, body::Body};
use matrix_api::{
    bytes::Bytes,
    http::{Request, Response, StatusCode, header::HeaderMap},
    server::Api,
};
use matrix_api_tests::status_and_code;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::endpoints::App;

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The status, and the error code if there is one: `403 M_FORBIDDEN`.
    pub(crate) fn code(&self) -> String {
        status_and_code(self.status, &self.json())
    }

    /// The body as JSON, or `null`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self { status: parts.status, headers: parts.headers, body }
    }
}

/// The API's router with the default state.
pub(crate) fn router(api: Api<App>) -> Router {
    api.into_router(App::default()).unwrap()
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    Answer::read(router.clone().oneshot(request).await.unwrap()).await
}

/// A request without headers.
pub(crate) fn request(method: &str, path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder().method(method).uri(path).body(body.into()).unwrap()
}

/// A request with an access token.
pub(crate) fn with_token(token: &str, mut request: Request<Body>) -> Request<Body> {
    let value = format!("Bearer {token}").parse().unwrap();
    request.headers_mut().insert("authorization", value);
    request
}
