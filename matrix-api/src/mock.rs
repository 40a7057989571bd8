//! A mock server for the tests of programs that call an API.
//!
//! Its rules have the types of the endpoints: a function gets the decoded request and returns the response or the
//! error of the endpoint. A wrong request fails the test, with the endpoint and the field.
//!
//! ```
//! # macro_rules! endpoint { ($module:ident, $method:ident, $name:literal, $path:literal, $authentication:ident, $request:tt, $response:tt) => {
//! #     pub mod $module { matrix_api::ruma_api! {
//! #         metadata { description: "An endpoint.", method: $method, name: $name, path: $path, rate_limited: true, authentication: $authentication, }
//! #         request $request response $response
//! #     } } } }
//! # endpoint!(login, POST, "login", "/_matrix/client/v3/login", NoAccessToken, { pub user: String, pub password: String }, { pub access_token: String, pub refresh_token: String });
//! # endpoint!(refresh_token, POST, "refresh_token", "/_matrix/client/v3/refresh", NoAccessToken, { pub refresh_token: String }, { pub access_token: String });
//! # endpoint!(whoami, GET, "whoami", "/_matrix/client/v3/account/whoami", AccessToken, {}, { pub user_id: String });
//! use std::time::Duration;
//! use matrix_api::{MatrixError, client::Session, mock::MockServer};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockServer::new()
//!     .expire_token("syt_1")
//!     .on(|_: login::Request| Ok(login::Response::new("syt_1".to_owned(), "syr_1".to_owned())))
//!     .on(|_: refresh_token::Request| Ok(refresh_token::Response::new("syt_2".to_owned())))
//!     .on(|_: whoami::Request| Ok(whoami::Response::new("@ann:example.org".to_owned())))
//!     .sequence::<whoami::Request>([Err(MatrixError::limit_exceeded(Duration::from_secs(30)))]);
//!
//! let client = mock.client();
//! let new = client.send(&login::Request::new("ann".to_owned(), "wonderland".to_owned())).await?;
//! let session = Session::new("@ann:example.org".parse()?, None, new.access_token);
//! client.set_session(session.with_refresh_token(new.refresh_token));
//! client.send(&whoami::Request::new()).await?;
//!
//! assert_eq!(mock.calls::<login::Request>()[0].user, "ann");
//! assert_eq!(mock.called(), ["login", "whoami", "refresh_token", "whoami", "whoami"]);
//! assert!(mock.elapsed() >= Duration::from_secs(30)); // in no time
//! # Ok(())
//! # }
//! ```
//!
//! * **Rules.** [`on`](MockServer::on) takes a function, [`sequence`](MockServer::sequence) a list of replies,
//!   `on_example` the name of an example (feature `examples`), [`raw`](MockServer::raw) what a proxy sends, and
//!   [`on_http`](MockServer::on_http) a function for any request. The newest rule answers first. Without a rule,
//!   the mock answers `/_matrix/client/versions`, and nothing else.
//! * **Replies.** A [`Reply`] can be late, lose the connection, or be of any content.
//! * **Credentials.** The endpoint's scheme decides which requests need credentials. With
//!   [`token`](MockServer::token), others are refused with 401 `M_UNKNOWN_TOKEN` in the endpoint's error;
//!   [`expire_token`](MockServer::expire_token) asks the client to refresh one.
//! * **Failures.** A request that no rule answers, or that cannot be decoded, panics in the client's call. If that
//!   panic is lost, in a task for example, the mock panics when it is [checked](MockServer::check) or dropped.
//!   Name your [collection](MockServer::endpoints), so that failures name the endpoint and the rule to write.
//!   They show no query, header or body.
//! * **Calls** are recorded: [`calls`](MockServer::calls) are decoded, [`called`](MockServer::called) has the
//!   names of the endpoints, [`requests`](MockServer::requests) has everything. [`expect`](MockServer::expect) and
//!   [`expect_order`](MockServer::expect_order) say beforehand what must come.
//! * **Time.** The mock is the clock of its clients: retries, timeouts and delays take no time, and
//!   [`elapsed`](MockServer::elapsed) says how much they waited. The clock moves when all else is quiet. While a
//!   body waits for its source, that takes half a second. Sessions expire by the clock of the system.
//! * **Streams.** A [`Body`](crate::Body) of a request is read before the rule is asked, and one of a response
//!   while the client reads it.
//! * **Over TCP.** With the feature `axum`, `MockServer::serve` serves the mock for programs in other languages.
//!   There, delays are real.
//!
//! # Recordings
//!
//! With the feature `record`, a `Recorder` wraps the transport of a client and writes down what a server says.
//! A `Replay` is a mock that answers from that file, and a `Recording` does either.
//!
//! * **Text.** A recording is JSON for people to review: one member a line, in the order of names. It has the
//!   method, the path, the query and the body, and the headers that are fields. It has no times.
//! * **Secrets** are placeholders such as `<access_token 1>`, the same one for the same value wherever it occurs,
//!   also percent-encoded, in Base64 and within other texts. Secret are: credentials of the endpoint's scheme;
//!   fields that are [secret](crate::metadata::Field#structfield.secret); texts of the format `password` in a description; members,
//!   parameters of queries and of URLs with the [name of a secret](crate::ruma_api#secrets), in types and in texts
//!   as well; the members of a variant that a type does not know. A secret of less than 8 bytes is found within
//!   other texts only as a word, and one of less than 4 only as a whole value. Endpoint crates have a feature for
//!   the descriptions of their types: turn it on.
//! * **What the definition does not have** is not shown: members become `<unknown>`, headers are left out.
//! * **Requests of other endpoints** are refused, or recorded without query, headers and body. Endpoints with a
//!   [stream](crate::Body) are refused.
//! * **Replaying** compares decoded requests, so the order of members, aliases and defaults do not matter. What
//!   differs is shown member by member.

mod calls;
mod clock;
mod core;
#[cfg(feature = "examples")]
mod example;
mod expectation;
mod failure;
mod known;
mod nearest;
#[cfg(feature = "record")]
mod recording;
mod reply;
mod rule;
mod server;
#[cfg(feature = "axum")]
mod tcp;
mod tokens;
mod transport;
mod versions;

#[cfg(feature = "record")]
pub use self::recording::{InvalidRecording, Recorder, Recording, RecordingTransport, Replay};
#[cfg(feature = "axum")]
pub use self::tcp::ServedMock;
pub use self::{
    calls::ReceivedRequest,
    expectation::{Order, Times},
    failure::MockFailure,
    reply::{IntoReply, Reply},
    server::MockServer,
    transport::MockTransport,
};
