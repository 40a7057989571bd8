//! Credentials are checked as the scheme of the endpoint says.

use matrix_api::{
    ErrorCode, IncomingResponse as _, OutgoingRequest as _, SupportedVersions, client::Session,
    client::Transport as _, identifiers::DeviceId, mock::MockServer,
};
use matrix_client_account::{register, whoami};

use crate::{
    alice,
    endpoints::{greet, hello, order},
};

fn mock() -> MockServer {
    MockServer::new()
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())))
        .on(|_: register::Request| Ok(register::Response::new(alice())))
        .on(|_: order::Request| Ok(order::Response::new()))
        .on(|request: greet::Request| Ok(hello(&request.name)))
}

#[tokio::test]
async fn without_tokens_every_token_is_accepted() {
    mock().client().send_with(&whoami::Request::new(), "any").await.unwrap();
}

#[tokio::test]
async fn other_tokens_are_refused_in_the_error_of_the_endpoint() {
    let mock = mock().token("syt_1").token("syt_2");
    let client = mock.client();
    client.send_with(&whoami::Request::new(), "syt_1").await.unwrap();
    client.send_with(&whoami::Request::new(), "syt_2").await.unwrap();
    let error = client.send_with(&whoami::Request::new(), "syt_3").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert!(error.is(&ErrorCode::UnknownToken));

    mock.revoke_token("syt_1");
    client.send_with(&whoami::Request::new(), "syt_1").await.unwrap_err();

    client.send_with(&order::Request::new(), "syt_2").await.unwrap();
    let problem = client.send_with(&order::Request::new(), "syt_1").await.unwrap_err();
    let problem = problem.into_endpoint().unwrap();
    assert_eq!(problem.detail.as_deref(), Some("unknown or expired token"));
}

#[tokio::test]
async fn a_token_that_has_expired_can_be_refreshed() {
    let mock = mock().expire_token("syt_1");
    let client = mock.client();
    let error = client.send_with(&whoami::Request::new(), "syt_1").await.unwrap_err();
    assert!(error.as_matrix_error().unwrap().soft_logout());
    client.send_with(&whoami::Request::new(), "syt_2").await.unwrap();
    // After a logout, there is nothing to refresh.
    mock.revoke_token("syt_1");
    let error = client.send_with(&whoami::Request::new(), "syt_1").await.unwrap_err();
    assert!(!error.as_matrix_error().unwrap().soft_logout());
}

#[tokio::test]
async fn a_request_without_a_required_token_is_refused() {
    let request = whoami::Request::new().try_into_http_request(
        MockServer::BASE_URL,
        "removed",
        &SupportedVersions::unknown(),
    );
    let mut request = request.unwrap();
    request.headers_mut().clear();
    let response = mock().transport().send(request, 1000).await.unwrap();
    let error = whoami::Response::try_from_http_response(&response).unwrap_err();
    assert_eq!(
        error.to_string(),
        "[401 M_MISSING_TOKEN] missing access token; send `Authorization: Bearer <token>`"
    );
}

#[tokio::test]
async fn the_scheme_decides_whether_a_token_is_needed() {
    let client = mock().token("syt_1").client();
    client.send(&greet("ann")).await.unwrap();
    // Optional: without one it is answered, with a wrong one it is not.
    client.send(&register::Request::new()).await.unwrap();
    let wrong = matrix_api::authentication::AppserviceCredentials::new("wrong");
    let error = client.send_with(&register::Request::new(), Some(wrong)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
}

#[tokio::test]
async fn a_refused_request_is_recorded_with_its_token() {
    let mock = mock().token("syt_1");
    let client = mock.client();
    let device_id: DeviceId = "PHONE".parse().unwrap();
    client.set_session(Session::new(alice(), device_id, "syt_old"));
    client.send(&whoami::Request::new()).await.unwrap_err();
    assert_eq!(mock.called(), ["whoami"]);
    let sent = mock.requests().pop().unwrap();
    assert_eq!(sent.token().as_deref(), Some("syt_old"));
    assert!(!format!("{sent:?} {mock:?}").contains("syt_old"));
}
