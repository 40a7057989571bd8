//! Answers a client from a recording.

use std::{
    error::Error,
    fmt, fs, io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use http::Request;

use super::{
    bindings::Bindings,
    definitions::{Definition, Definitions},
    exchange::{Exchange, Outcome, from_text},
    message::RecordedRequest,
    path::decoded,
    pattern::{canonical, differences, pattern},
};
use crate::{
    client::{Client, ClientBuilder},
    endpoints::Endpoints,
    mock::{
        failure::{MockFailure, fail},
        known::KnownEndpoint,
        reply::Reply,
        server::MockServer,
        transport::MockTransport,
        versions,
    },
};

/// A mock that answers from a recording of a [`Recorder`](super::Recorder).
///
/// A request gets the response of the first exchange that is left and has the same request: the same endpoint, and
/// the same fields after decoding. A placeholder is the same as any value, and the same value from then on.
/// Any other request fails the test, and the text says what differs from the nearest exchange.
///
/// A response has the values that were sent in place of its placeholders, and made-up ones for secrets of the
/// server. `/versions` is answered any number of times, also if it was not recorded.
///
/// ```
/// # pub mod login { matrix_api::ruma_api! {
/// #     metadata { description: "Log in.", method: POST, name: "login", path: "/_matrix/client/v3/login", rate_limited: true, authentication: NoAccessToken, }
/// #     request { pub user: String, pub password: String } response { pub access_token: String } } }
/// # matrix_api::endpoints! { pub const SESSIONS = [login]; }
/// use matrix_api::mock::Replay;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Usually `Replay::read("tests/recordings/session.json", &SESSIONS)`.
/// let replay = Replay::from_text(
///     r#"{
///         "recording": 1,
///         "exchanges": [{
///             "endpoint": "login",
///             "request": {
///                 "method": "POST",
///                 "path": "/_matrix/client/v3/login",
///                 "body": { "user": "ann", "password": "<password 1>" }
///             },
///             "response": { "status": 200, "body": { "access_token": "<access_token 1>" } }
///         }]
///     }"#,
///     &SESSIONS,
/// )?;
/// let request = login::Request::new("ann".to_owned(), "wonderland".to_owned());
/// assert_eq!(replay.client().send(&request).await?.access_token, "access_token_1");
/// replay.assert_finished();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Replay {
    mock: MockServer,
    tape: Arc<Tape>,
}

/// A text is not a recording of a collection's endpoints.
#[derive(Debug)]
pub struct InvalidRecording {
    problem: String,
}

impl fmt::Display for InvalidRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid recording: {}", self.problem)
    }
}

impl Error for InvalidRecording {}

impl Replay {
    /// Replays the text of a recording, which `include_str!` can read for example.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a recording, or if an endpoint in it is not in the collection.
    pub fn from_text(text: &str, endpoints: &Endpoints) -> Result<Self, InvalidRecording> {
        let tape = Tape::new(text, endpoints).map_err(|problem| InvalidRecording { problem })?;
        let tape = Arc::new(tape);
        let answering = Arc::clone(&tape);
        let mock = MockServer::new().endpoints(endpoints);
        let mock = mock.on_http(move |request| answering.answer(request));
        Ok(Self { mock, tape })
    }

    /// Replays a file. A relative path begins in the folder of the package that is tested.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read or is not a recording of the collection's endpoints.
    pub fn read(file: impl AsRef<Path>, endpoints: &Endpoints) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let replay = Self::from_text(&text, endpoints);
        replay.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// A client that gets the recorded responses, with the default settings. Waiting takes no time.
    #[must_use]
    pub fn client(&self) -> Client<MockTransport> {
        self.mock.client()
    }

    /// Configures a client that gets the recorded responses. Its base URL can be [`MockServer::BASE_URL`].
    #[must_use]
    pub fn client_builder(&self) -> ClientBuilder<MockTransport> {
        self.mock.client_builder()
    }

    /// A transport that gets the recorded responses.
    #[must_use]
    pub fn transport(&self) -> MockTransport {
        self.mock.transport()
    }

    /// The mock that answers: its clock, and what it received. Rules that are added come before the recording.
    #[must_use]
    pub fn mock(&self) -> &MockServer {
        &self.mock
    }

    /// What failed, and the exchanges that are left.
    ///
    /// # Errors
    ///
    /// Fails if a request failed, or if not all of the recording was requested.
    pub fn check(&self) -> Result<(), MockFailure> {
        let mut failures = self.mock.check().err().map_or(Vec::new(), |it| it.failures);
        failures.extend(self.tape.left());
        if failures.is_empty() { Ok(()) } else { Err(MockFailure { failures }) }
    }

    /// [Checks](Self::check) that all of the recording was requested.
    ///
    /// # Panics
    ///
    /// Panics with the text of the failures.
    #[track_caller]
    pub fn assert_finished(&self) {
        if let Err(failure) = self.check() {
            fail(&failure.to_string());
        }
    }
}

/// A recording and how far it was replayed.
struct Tape {
    definitions: Definitions,
    exchanges: Vec<Recorded>,
    state: Mutex<State>,
}

struct Recorded {
    exchange: Exchange,
    /// The request as the definition understands it.
    pattern: RecordedRequest,
}

struct State {
    bindings: Bindings,
    /// Whether each exchange was replayed.
    is_done: Vec<bool>,
}

/// An exchange with its place.
type Candidate<'a> = (usize, &'a Recorded);

impl Tape {
    fn new(text: &str, endpoints: &Endpoints) -> Result<Self, String> {
        let definitions = Definitions::new(endpoints);
        let mut exchanges = Vec::new();
        for (index, exchange) in from_text(text)?.into_iter().enumerate() {
            let definition = exchange.definition(&definitions);
            let pattern = match (&exchange.endpoint, definition) {
                (Some(name), None) => {
                    let (method, path) = (&exchange.request.method, &exchange.request.path);
                    return Err(format!(
                        "exchange {} (`{name}`): `{}` has no endpoint for {method} {path}",
                        index + 1,
                        endpoints.name(),
                    ));
                }
                (_, Some(definition)) => pattern(&exchange.request, definition, &definitions),
                (None, None) => exchange.request.clone(),
            };
            exchanges.push(Recorded { exchange, pattern });
        }
        let is_done = vec![false; exchanges.len()];
        let state = Mutex::new(State { bindings: Bindings::default(), is_done });
        Ok(Self { definitions, exchanges, state })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request<Bytes>) -> Reply<()> {
        let mut state = self.state();
        match self.definitions.find(request.method(), request.uri().path()) {
            Some(definition) => self.answer_endpoint(request, definition, &mut state),
            None => self.answer_unlisted(request, &mut state),
        }
    }

    fn answer_endpoint(
        &self,
        request: &Request<Bytes>,
        definition: &Definition,
        state: &mut State,
    ) -> Reply<()> {
        let name = definition.metadata().name;
        let of_endpoint = self.exchanges.iter().enumerate();
        let of_endpoint =
            of_endpoint.filter(|(_, it)| it.exchange.endpoint.as_deref() == Some(name));
        let of_endpoint: Vec<Candidate<'_>> = of_endpoint.collect();
        let is_versions = request.uri().path() == versions::PATH;
        if of_endpoint.is_empty() && is_versions {
            return Reply::pass();
        }
        let sent = canonical(request, definition, &self.definitions);
        // The differences from the nearest one that is left.
        let mut nearest: Option<(usize, Vec<String>)> = None;
        let is_left = |(place, _): &Candidate<'_>| state.is_done.get(*place) == Some(&false);
        let (left, done): (Vec<_>, Vec<_>) = of_endpoint.iter().copied().partition(is_left);
        for (place, recorded) in &left {
            let mut bindings = state.bindings.clone();
            let found =
                differences(&recorded.pattern, &sent, definition, &self.definitions, &mut bindings);
            if found.is_empty() {
                state.bindings = bindings;
                return self.replay((*place, recorded), state);
            }
            if nearest.as_ref().is_none_or(|(_, least)| found.len() < least.len()) {
                nearest = Some((*place, found));
            }
        }
        if is_versions && let Some(last) = done.last() {
            return self.replay(*last, state);
        }
        Reply::unexpected(self.failure(definition, nearest, done.len()))
    }

    /// Why no exchange is replayed: the differences from the nearest one that is left, if one is.
    fn failure(
        &self,
        definition: &Definition,
        nearest: Option<(usize, Vec<String>)>,
        done: usize,
    ) -> String {
        let reason = match nearest {
            Some((place, found)) => {
                let found: String = found.iter().map(|line| format!("\n    {line}")).collect();
                format!("it differs from exchange {} of the recording:{found}", place + 1)
            }
            None if done == 0 => format!("the recording has no request of it{}", self.names()),
            None => format!("the recording has {}, which all were sent", count(done)),
        };
        let metadata = definition.metadata();
        let known = KnownEndpoint { metadata, request_type: String::new(), rule: None };
        format!("unexpected request: {known}\n  {reason}")
    }

    fn answer_unlisted(&self, request: &Request<Bytes>, state: &mut State) -> Reply<()> {
        let (method, path) = (request.method().as_str(), request.uri().path());
        for (place, recorded) in self.exchanges.iter().enumerate() {
            let is_candidate = recorded.exchange.endpoint.is_none()
                && recorded.exchange.request.method == method
                && state.is_done.get(place) == Some(&false);
            let mut bindings = state.bindings.clone();
            let recorded_path = decoded(&recorded.exchange.request.path);
            if is_candidate && bindings.unify(&recorded_path, &decoded(path)).is_ok() {
                state.bindings = bindings;
                return self.replay((place, recorded), state);
            }
        }
        let collection = self.definitions.collection.name();
        Reply::unexpected(format!(
            "unexpected request: {method} {path}\n  neither `{collection}` nor the recording has this \
             path{}",
            self.names()
        ))
    }

    fn replay(&self, (place, recorded): Candidate<'_>, state: &mut State) -> Reply<()> {
        if let Some(is_done) = state.is_done.get_mut(place) {
            *is_done = true;
        }
        match &recorded.exchange.outcome {
            Outcome::Failure(failure) => Reply::failure(failure.to_error()),
            Outcome::Response(response) => {
                let mut response = response.clone();
                response.content.fill(&mut |placeholder| state.bindings.value_of(placeholder));
                response.to_http().map_or_else(
                    || Reply::invalid(format!("exchange {} is not HTTP", place + 1)),
                    Reply::http,
                )
            }
        }
    }

    /// The exchanges that were not requested.
    fn left(&self) -> Option<String> {
        let state = self.state();
        let left = self
            .exchanges
            .iter()
            .zip(&state.is_done)
            .enumerate()
            .filter(|(_, (it, done))| !**done && it.exchange.request.path != versions::PATH);
        let lines: Vec<_> = left
            .map(|(place, (recorded, _))| {
                let Exchange { endpoint, request, .. } = &recorded.exchange;
                let name = endpoint.as_ref().map(|name| format!("`{name}`: ")).unwrap_or_default();
                format!("\n  exchange {}: {name}{} {}", place + 1, request.method, request.path)
            })
            .collect();
        (!lines.is_empty()).then(|| format!("not requested:{}", lines.concat()))
    }

    /// The endpoints of the recording, as the end of a sentence.
    fn names(&self) -> String {
        let names = self.exchanges.iter().filter_map(|it| it.exchange.endpoint.as_deref());
        let mut names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() { String::new() } else { format!("; it has {}", names.join(", ")) }
    }
}

fn count(requests: usize) -> String {
    if requests == 1 { "1 request of it".to_owned() } else { format!("{requests} requests of it") }
}

impl fmt::Debug for Tape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tape").field("exchanges", &self.exchanges.len()).finish_non_exhaustive()
    }
}
