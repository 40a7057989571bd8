use std::time::Duration;

use matrix_api::{
    MatrixError,
    client::{Client, Error, Session, Transport},
    mock::MockServer,
};
use matrix_client_account::{ENDPOINTS, whoami};

/// The program under test.
async fn greeting<T: Transport>(client: &Client<T>) -> Result<String, Error<MatrixError>> {
    let me = client.send(&whoami::Request::new()).await?;
    Ok(format!("Hello, {}!", me.user_id))
}

#[tokio::test]
async fn a_user_is_greeted_after_a_rate_limit() {
    let mock = MockServer::new()
        .endpoints(&ENDPOINTS)
        .on(|_: whoami::Request| Ok(whoami::Response::new("@ann:example.org".parse().unwrap())))
        .sequence::<whoami::Request>([Err(MatrixError::limit_exceeded(Duration::from_secs(30)))]);
    let client = mock.client();
    client.set_session(Session::new("@ann:example.org".parse().unwrap(), None, "syt_1"));

    assert_eq!(greeting(&client).await.unwrap(), "Hello, @ann:example.org!");
    assert_eq!(mock.called(), ["whoami", "whoami"]);
    assert!(mock.elapsed() >= Duration::from_secs(30)); // in no time
}
