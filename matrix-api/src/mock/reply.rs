//! What a rule answers.

use std::{marker::PhantomData, time::Duration};

use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::{
    body::Body,
    client::TransportError,
    endpoint::{Endpoint, OutgoingResponse, encode_response},
    error::IntoHttpError,
    matrix_error::EndpointError,
};

/// The answer of a rule to a request of the type `R`.
///
/// A handler that returns a `Result` needs it for delays, lost connections and responses that are not the
/// endpoint's.
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response { pub text: String } } }
/// use std::time::Duration;
/// use matrix_api::mock::{MockServer, Reply};
///
/// let mock = MockServer::new().on(|_: greet::Request| {
///     Reply::new(Ok(greet::Response::new("hello".to_owned()))).delay(Duration::from_secs(3))
/// });
/// mock.sequence::<greet::Request>([Reply::connection_lost(), Reply::raw(502, "<h1>Bad gateway</h1>")]);
/// ```
#[derive(Debug)]
#[must_use = "a reply does nothing unless a rule returns it"]
pub struct Reply<R> {
    pub(super) delay: Duration,
    pub(super) outcome: Outcome,
    request: PhantomData<fn() -> R>,
}

/// A reply without its type.
#[derive(Debug)]
pub(super) enum Outcome {
    Response(Response<Body>),
    /// No response arrives.
    Failure(TransportError),
    /// The next rule answers.
    Pass,
    /// The reply cannot be sent, for this reason.
    Invalid(String),
    /// The request fails the test, with this text.
    #[cfg(feature = "record")]
    Unexpected(String),
}

impl<R> Reply<R> {
    fn of(outcome: Outcome) -> Self {
        Self { delay: Duration::ZERO, outcome, request: PhantomData }
    }

    pub(super) fn invalid(reason: String) -> Self {
        Self::of(Outcome::Invalid(reason))
    }

    #[cfg(feature = "record")]
    pub(super) fn unexpected(failure: String) -> Self {
        Self::of(Outcome::Unexpected(failure))
    }

    pub(super) fn without_type(self) -> Reply<()> {
        Reply { delay: self.delay, outcome: self.outcome, request: PhantomData }
    }

    /// The endpoint's response or its error.
    pub fn new(result: Result<R::Response, R::Error>) -> Self
    where
        R: Endpoint<Response: OutgoingResponse<Endpoint = R>>,
    {
        Self::of(match encode(result) {
            Ok(response) => Outcome::Response(response),
            Err(error) => Outcome::Invalid(format!("the reply cannot be encoded: {error}")),
        })
    }

    /// A response of any content, such as the error page of a proxy.
    pub fn raw(status: u16, body: impl Into<Body>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            return Self::invalid(format!("{status} is not an HTTP status"));
        };
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        Self::http(response)
    }

    /// A complete HTTP response.
    pub fn http(response: Response<impl Into<Body>>) -> Self {
        Self::of(Outcome::Response(response.map(Into::into)))
    }

    /// The client cannot connect: the request does not reach the server.
    ///
    /// Over TCP, the connection is closed without a response.
    pub fn connection_refused() -> Self {
        Self::failure(TransportError::connect("the mock refused the connection"))
    }

    /// The connection is lost before the response: the server may have processed the request.
    pub fn connection_lost() -> Self {
        Self::failure(TransportError::interrupted("the mock dropped the connection"))
    }

    /// The transport fails with this error. Over TCP, the connection is closed without a response.
    pub fn failure(error: TransportError) -> Self {
        Self::of(Outcome::Failure(error))
    }

    /// The rule does not answer this request: the next older rule does.
    pub fn pass() -> Self {
        Self::of(Outcome::Pass)
    }

    /// Sends the reply later. In process the time passes on the clock of the mock, so that it takes no time. Over
    /// TCP it is real.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets a header of the response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Outcome::Response(response) = &mut self.outcome else { return self };
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => _ = response.headers_mut().insert(name, value),
            (Err(_), _) => self.outcome = Outcome::Invalid(format!("{name:?} is not a header")),
            (_, Err(_)) => {
                let reason = format!("the value of the header `{name}` is not a header value");
                self.outcome = Outcome::Invalid(reason);
            }
        }
        self
    }
}

/// What a handler returns: a `Result` with the endpoint's types, or a [`Reply`].
#[diagnostic::on_unimplemented(
    message = "a handler of `{R}` cannot return `{Self}`",
    label = "not a reply to `{R}`",
    note = "return a `Result` of the endpoint's `Response` and its error, or a `matrix_api::mock::Reply`"
)]
pub trait IntoReply<R> {
    /// Converts it.
    fn into_reply(self) -> Reply<R>;
}

impl<R> IntoReply<R> for Reply<R> {
    fn into_reply(self) -> Self {
        self
    }
}

impl<R> IntoReply<R> for Result<<R as Endpoint>::Response, <R as Endpoint>::Error>
where
    R: Endpoint<Response: OutgoingResponse<Endpoint = R>>,
{
    fn into_reply(self) -> Reply<R> {
        Reply::new(self)
    }
}

fn encode<R, E>(result: Result<R, E>) -> Result<Response<Body>, IntoHttpError>
where
    R: OutgoingResponse,
    E: EndpointError,
{
    match result {
        Ok(response) => encode_response(&response),
        Err(error) => Ok(error.try_into_http_response()?.map(Body::from)),
    }
}
