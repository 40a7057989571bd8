//! The mock for the tests of programs that call a homeserver.

mod authentication;
mod clock;
mod endpoints;
mod examples;
mod expectations;
mod failures;
mod guide;
mod over_tcp;
mod readme;
mod recording;
mod rules;
mod streams;

use matrix_api::{
    OutgoingRequest,
    client::{Client, TokenScheme},
    mock::MockServer,
    mock::MockTransport,
};

/// The text with which a request fails the test.
async fn failure_of<R>(client: &Client<MockTransport>, request: R) -> String
where
    R: OutgoingRequest<Authentication: TokenScheme, Response: Send, Error: Send>
        + Send
        + Sync
        + 'static,
{
    let client = client.clone();
    let call = tokio::spawn(async move { client.send(&request).await.is_ok() });
    let panic = call.await.expect_err("the request is answered").into_panic();
    let text = *panic.downcast::<String>().expect("a text");
    without_positions(&text)
}

/// The failures of a mock.
fn failures(mock: &MockServer) -> String {
    without_positions(&mock.check().expect_err("the mock fails").to_string())
}

/// Replaces positions such as `tests/mock/rules.rs:10:5` with `HERE`.
fn without_positions(text: &str) -> String {
    let mut pieces = text.split("tests/mock/");
    let mut replaced = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (_, after_file) = piece.split_once(".rs:").unwrap();
        replaced += "HERE";
        replaced += after_file.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    }
    replaced
}

/// A homeserver's user.
fn alice() -> matrix_api::identifiers::UserId {
    "@alice:example.org".parse().unwrap()
}
