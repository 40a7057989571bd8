//! The mock that tests use.

use std::{fmt, panic::Location, sync::Arc, time::Duration};

use bytes::Bytes;
use http::Request;

use super::{
    calls::ReceivedRequest,
    clock::Clock,
    core::{Core, State},
    expectation::{Expectation, Expected, Order, Times},
    failure::{MockFailure, fail},
    reply::{IntoReply, Reply},
    rule::{Rule, RuleEndpoint, decode},
    transport::MockTransport,
};
use crate::{
    body::Body,
    client::{Client, ClientBuilder},
    endpoint::IncomingRequest,
    endpoints::Endpoints,
    versions::SupportedVersions,
};

/// A server for tests: typed requests in, typed responses out.
///
/// Each method that adds something returns a handle to the same mock, so that calls can be chained. Rules can be
/// added while a test runs. See [the module](super) for examples.
///
/// If the last handle is dropped and something [failed](Self::check) that nobody was told, it panics.
#[derive(Clone)]
pub struct MockServer {
    /// Shared by the handles alone: clients and servers keep the core.
    handle: Arc<Handle>,
}

/// Fails the test when the last handle is dropped.
struct Handle(Arc<Core>);

impl Drop for Handle {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if let Err(failure) = self.0.check() {
            fail(&failure.to_string());
        }
    }
}

impl Default for MockServer {
    fn default() -> Self {
        Self::new()
    }
}

impl MockServer {
    /// The base URL of [`client`](Self::client). A mock answers requests to other hosts as well.
    pub const BASE_URL: &'static str = "https://mock.example.org";

    /// A mock without rules. It has a clock of its own on which waiting takes no time.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(Clock::new())
    }

    /// A mock on the clock of tokio, for tests that pause it or use timeouts of tokio:
    /// `#[tokio::test(start_paused = true)]`.
    #[must_use]
    pub fn with_tokio_clock() -> Self {
        Self::with_clock(Clock::tokio())
    }

    fn with_clock(clock: Clock) -> Self {
        Self { handle: Arc::new(Handle(Arc::new(Core::new(clock)))) }
    }

    pub(super) fn core(&self) -> &Arc<Core> {
        &self.handle.0
    }

    fn change(&self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.core().state());
        self.clone()
    }

    fn rule(&self, rule: Rule) -> Self {
        self.change(|state| state.rules.push(Arc::new(rule)))
    }

    /// Adds a rule: requests of the endpoint are answered by a function. It returns the endpoint's response or its
    /// error, or a [`Reply`]. The newest rule answers first.
    ///
    /// A request that cannot be decoded fails the test.
    #[track_caller]
    pub fn on<R, A>(&self, handler: impl Fn(R) -> A + Send + Sync + 'static) -> Self
    where
        R: IncomingRequest + 'static,
        A: IntoReply<R>,
    {
        self.rule(Rule::typed(Location::caller(), handler))
    }

    /// Adds a rule: each request of the endpoint is answered by the next reply. Then older rules answer. Replies
    /// that are left do not fail the test; [`expect`](Self::expect) does.
    #[track_caller]
    pub fn sequence<R>(&self, replies: impl IntoIterator<Item = impl IntoReply<R>>) -> Self
    where
        R: IncomingRequest + 'static,
    {
        let replies = replies.into_iter().map(IntoReply::into_reply).collect();
        self.rule(Rule::sequence::<R>(Location::caller(), replies))
    }

    /// Adds a rule: requests of the endpoint are answered by the response of an
    /// [`example`](crate::Endpoint::EXAMPLES).
    ///
    /// # Panics
    ///
    /// Panics if the endpoint has no example of that name, or the example has no response.
    #[cfg(feature = "examples")]
    #[track_caller]
    pub fn on_example<R: IncomingRequest + 'static>(&self, name: &str) -> Self {
        match super::example::response::<R>(name) {
            Ok(response) => self
                .rule(Rule::typed(Location::caller(), move |_: R| Reply::http(response.clone()))),
            Err(failure) => fail(&failure),
        }
    }

    /// Adds a rule: requests of the endpoint are answered with any status and body, whatever their credentials
    /// and fields are. This is what a proxy does.
    #[track_caller]
    pub fn raw<R: IncomingRequest + 'static>(&self, status: u16, body: impl Into<Body>) -> Self {
        self.rule(Rule::raw::<R>(Location::caller(), status, body.into()))
    }

    /// Adds a rule for any request, also of no endpoint. If the function returns [`Reply::pass`], older rules
    /// answer.
    #[track_caller]
    pub fn on_http(
        &self,
        handler: impl Fn(&Request<Bytes>) -> Reply<()> + Send + Sync + 'static,
    ) -> Self {
        self.rule(Rule::http(Location::caller(), handler))
    }

    /// Accepts an access token. Without it, the mock accepts every token. With it, requests with another token
    /// are answered with 401 `M_UNKNOWN_TOKEN`, in the error of their endpoint.
    ///
    /// Requests without the credentials that the endpoint's scheme requires are refused in either case.
    pub fn token(&self, token: impl Into<String>) -> Self {
        self.change(|state| state.tokens.accept(token.into()))
    }

    /// Refuses a token that has expired: with 401 `M_UNKNOWN_TOKEN` and `soft_logout`, so that clients refresh it.
    pub fn expire_token(&self, token: impl Into<String>) -> Self {
        self.change(|state| state.tokens.expire(token.into()))
    }

    /// Accepts a token no longer, as after a logout. From then on, only tokens that [are accepted](Self::token) are.
    pub fn revoke_token(&self, token: &str) -> Self {
        self.change(|state| state.tokens.revoke(token))
    }

    /// Sets the versions and features that `/versions` lists, unless a rule answers it. Default: all versions
    /// that this crate knows.
    pub fn supported_versions(&self, supported: impl Into<SupportedVersions>) -> Self {
        self.change(|state| state.supported = supported.into())
    }

    /// Names a collection, whose endpoints failures then name.
    pub fn endpoints(&self, collection: &Endpoints) -> Self {
        self.change(|state| state.collections.push(*collection))
    }

    /// Expects so many requests of an endpoint until the mock is [checked](Self::check). Those count that were
    /// refused or sent again.
    ///
    /// ```should_panic
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response { pub text: String } } }
    /// # use matrix_api::mock::MockServer;
    /// let mock = MockServer::new().expect::<greet::Request>(1..);
    /// mock.assert();
    /// ```
    #[track_caller]
    pub fn expect<R: IncomingRequest>(&self, times: impl Into<Times>) -> Self {
        let expected = Expected::Times(RuleEndpoint::of::<R>(), times.into());
        self.expectation(Location::caller(), expected)
    }

    /// Expects requests of some endpoints in this order, and no more of them.
    #[track_caller]
    pub fn expect_order(&self, order: Order) -> Self {
        self.expectation(Location::caller(), Expected::Order(order))
    }

    fn expectation(&self, location: &'static Location<'static>, expected: Expected) -> Self {
        self.change(|state| state.expectations.push(Expectation { location, expected }))
    }

    /// Fails if a request was not expected or could not be decoded, if a handler panicked, or if an expectation is
    /// not met.
    ///
    /// It reports each failure once.
    ///
    /// # Errors
    ///
    /// The failures, each with a text that says what to do.
    pub fn check(&self) -> Result<(), MockFailure> {
        self.core().check()
    }

    /// [Checks](Self::check) the mock.
    ///
    /// # Panics
    ///
    /// Panics with the text of the failures.
    #[track_caller]
    pub fn assert(&self) {
        if let Err(failure) = self.check() {
            fail(&failure.to_string());
        }
    }

    /// The requests of an endpoint, in the order of their arrival.
    ///
    /// # Panics
    ///
    /// Panics if one cannot be decoded.
    #[must_use]
    #[track_caller]
    pub fn calls<R: IncomingRequest>(&self) -> Vec<R> {
        let endpoint = RuleEndpoint::of::<R>();
        let mut calls = Vec::new();
        for received in self.requests() {
            if endpoint.is_called_by(received.http()) {
                match decode(received.http()) {
                    Ok(call) => calls.push(call),
                    Err(error) => fail(&format!(
                        "cannot decode a request that was received\n  {error}\n  use \
                         `MockServer::requests` for requests of any content"
                    )),
                }
            }
        }
        calls
    }

    /// All requests that were received, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.core().state().received.clone()
    }

    /// The names of the endpoints that were called, in order. It leaves out a `/versions` that the mock answered
    /// by itself.
    #[must_use]
    pub fn called(&self) -> Vec<&'static str> {
        let state = self.core().state();
        let received = state.received.iter().filter(|it| !it.is_automatic);
        received.map(|it| it.endpoint.unwrap_or("(unknown)")).collect()
    }

    /// The time that clients spent waiting, on the clock of the mock: for retries, timeouts and delays.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.core().clock.elapsed()
    }

    /// A transport that sends requests to the mock.
    #[must_use]
    pub fn transport(&self) -> MockTransport {
        MockTransport { core: Arc::clone(self.core()) }
    }

    /// Configures a client of the mock. Its base URL can be [`BASE_URL`](Self::BASE_URL).
    #[must_use]
    pub fn client_builder(&self) -> ClientBuilder<MockTransport> {
        ClientBuilder::new(self.transport())
    }

    /// A client of the mock, with the default settings.
    #[must_use]
    pub fn client(&self) -> Client<MockTransport> {
        match self.client_builder().build(Self::BASE_URL) {
            Ok(client) => client,
            Err(error) => fail(&error.to_string()),
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.core().state();
        f.debug_struct("MockServer")
            .field("rules", &state.rules.len())
            .field("received", &state.received)
            .finish_non_exhaustive()
    }
}
