//! Mocks with a script for all requests, and a paused clock.

use std::sync::{Mutex, PoisonError};

use matrix_api::{
    Body,
    bytes::Bytes,
    client::{Client, ClientBuilder, RetryPolicy, Session},
    http::Request,
    identifiers::DeviceId,
    mock::{MockServer, MockTransport, Reply},
};

/// A session of Alice.
pub(crate) fn alice(access_token: &str) -> Session {
    let device_id: DeviceId = "PHONE".parse().unwrap();
    Session::new("@alice:example.org".parse().unwrap(), device_id, access_token)
}

pub(crate) fn json<R>(status: u16, body: impl Into<Body>) -> Reply<R> {
    Reply::raw(status, body).header("content-type", "application/json")
}

/// A mock that replies by a script.
pub(crate) fn scripted(
    script: impl FnMut(&Request<Bytes>) -> Reply<()> + Send + 'static,
) -> MockServer {
    let script = Mutex::new(script);
    MockServer::with_tokio_clock().on_http(move |request| {
        // A script may panic.
        script.lock().unwrap_or_else(PoisonError::into_inner)(request)
    })
}

/// A mock that replies in order; more requests fail the test.
pub(crate) fn replies(replies: impl IntoIterator<Item = Reply<()>>) -> MockServer {
    let mut replies: std::collections::VecDeque<_> = replies.into_iter().collect();
    scripted(move |_| replies.pop_front().unwrap_or_else(Reply::pass))
}

pub(crate) trait TestMock {
    /// A builder without retries.
    fn builder(&self) -> ClientBuilder<MockTransport>;
    /// The method and the target of each request: `GET /_matrix/client/versions`.
    fn lines(&self) -> Vec<String>;
    /// The token of each request: `-` for none.
    fn tokens(&self) -> Vec<String>;

    fn client_without_retries(&self) -> Client<MockTransport> {
        self.builder().build("https://example.org").unwrap()
    }
}

impl TestMock for MockServer {
    fn builder(&self) -> ClientBuilder<MockTransport> {
        self.client_builder().retry_policy(RetryPolicy::none())
    }

    fn lines(&self) -> Vec<String> {
        let requests = self.requests();
        let lines = requests.iter().map(|it| {
            format!("{} {}", it.http().method(), it.http().uri().path_and_query().unwrap())
        });
        lines.collect()
    }

    fn tokens(&self) -> Vec<String> {
        let token = |it: &matrix_api::mock::ReceivedRequest| it.token().unwrap_or("-".to_owned());
        self.requests().iter().map(token).collect()
    }
}
