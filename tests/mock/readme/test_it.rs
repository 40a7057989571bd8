use std::time::Duration;

use matrix_api::{MatrixError, mock::MockServer};
use matrix_client_account::{
    UserIdentifier,
    session::{PasswordLogin, login, refresh_token},
    whoami,
};

#[tokio::test]
async fn a_session_outlives_its_token_and_a_rate_limit() {
    let mock = MockServer::new()
        .on_example::<login::Request>("a password")
        .expire_token("syt_alice_1") // of that example
        .on_example::<refresh_token::Request>("new tokens")
        .on_example::<whoami::Request>("a user's device")
        .sequence::<whoami::Request>([Err(MatrixError::limit_exceeded(Duration::from_secs(30)))]);
    let (client, password) = (mock.client(), PasswordLogin::new(UserIdentifier::user("alice"), ""));
    client.log_in(&login::Request::new(password.into())).await.unwrap();
    assert_eq!(client.send(&whoami::Request::new()).await.unwrap().user_id, "@alice:example.org");
    assert_eq!(mock.called(), ["login", "whoami", "refresh_token", "whoami", "whoami"]);
    assert!(mock.elapsed() >= Duration::from_secs(30)); // it takes no time
}
