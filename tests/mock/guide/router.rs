use axum::body::{Body, to_bytes};
use matrix_api::{
    IncomingResponse, MatrixError, OutgoingRequest, SupportedVersions,
    http::Response,
    server::{Api, ApiError},
};
use matrix_client_account::get_username_availability as availability;
use tower::ServiceExt;

/// The server under test.
fn router() -> Result<axum::Router, ApiError> {
    async fn available(_: availability::Request) -> Result<availability::Response, MatrixError> {
        Ok(availability::Response::new().available(true))
    }
    Api::new().endpoint(available).into_router(())
}

#[tokio::test]
async fn a_username_is_available() {
    let request = availability::Request::new("ann".to_owned());
    let request = request
        .try_into_http_request("http://localhost", (), &SupportedVersions::unknown())
        .unwrap();

    let response = router().unwrap().oneshot(request.map(Body::from)).await.unwrap();

    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let response = Response::from_parts(head, body);
    let response = availability::Response::try_from_http_response(&response).unwrap();
    assert_eq!(response.available, Some(true));
}
