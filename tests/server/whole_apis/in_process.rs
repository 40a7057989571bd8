//! A client that calls a router without a network.

use std::time::Duration;

use axum::{Router, body::Body};
use matrix_api::{
    ErrorCode, MatrixError,
    bytes::Bytes,
    client::{Client, ClientBuilder, Error, RetryPolicy, Transport, TransportError},
    http::{Request, Response, StatusCode},
};
use tower::ServiceExt as _;

pub(super) struct InProcess(Router);

impl Transport for InProcess {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let Ok(response) = self.0.clone().oneshot(request.map(Body::from)).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, body_limit).await;
        let body = body.map_err(TransportError::interrupted)?;
        Ok(Response::from_parts(parts, body))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

pub(super) fn client(router: Router) -> Client<InProcess> {
    let builder = ClientBuilder::new(InProcess(router)).retry_policy(RetryPolicy::none());
    builder.build("https://example.org/").unwrap()
}

pub(super) fn not_found() -> MatrixError {
    MatrixError::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, "not found")
}

/// The status and the code of an error response: `404 M_NOT_FOUND`.
pub(super) fn code<T>(result: Result<T, Error<MatrixError>>) -> String {
    match result {
        Err(Error::Endpoint { status, error, .. }) => {
            let errcode = error.errcode.as_ref().map_or("", ErrorCode::as_str);
            format!("{} {errcode}", status.as_u16())
        }
        Err(other) => other.to_string(),
        Ok(_) => "success".to_owned(),
    }
}
