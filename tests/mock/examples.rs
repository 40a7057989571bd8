//! Replies from the examples of definitions.

use std::panic::{AssertUnwindSafe, catch_unwind};

use matrix_api::{ErrorCode, IncomingRequest, mock::MockServer};
use matrix_client_account::{session::logout, whoami};

use crate::endpoints::greet;

#[tokio::test]
async fn a_reply_is_an_example() {
    let mock = MockServer::new().on_example::<whoami::Request>("a user's device");
    let response = mock.client().send_with(&whoami::Request::new(), "t").await.unwrap();
    assert_eq!(response.user_id.as_str(), "@alice:example.org");
    assert_eq!(response.device_id.unwrap().as_str(), "TEAPOT");

    mock.on_example::<whoami::Request>("a token that has expired");
    let error = mock.client().send_with(&whoami::Request::new(), "t").await.unwrap_err();
    assert!(error.is(&ErrorCode::UnknownToken));
}

fn failure<R: IncomingRequest + 'static>(name: &str) -> String {
    let mock = MockServer::new();
    let panic = catch_unwind(AssertUnwindSafe(|| mock.on_example::<R>(name))).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[test]
fn an_unknown_example_is_a_failure() {
    assert_eq!(
        failure::<logout::Request>("a phone"),
        "`logout` has no example \"a phone\"; write one of \"a device\", \"a token that has expired\""
    );
    assert_eq!(
        failure::<greet::Request>("a friend"),
        "`greet` has no example \"a friend\"; none of its examples has a response"
    );
}
