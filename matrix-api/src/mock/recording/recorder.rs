//! Records what a client sends and receives.

use std::{
    fmt, fs, io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response, Uri};

use super::{
    definitions::{Definition, Definitions},
    exchange::{Exchange, Failure, Outcome, to_text},
    message::{RecordedRequest, RecordedResponse},
    redact::redact,
};
use crate::{
    body::Body,
    client::{Transport, TransportError},
    endpoints::Endpoints,
    platform::Instant,
};

/// A transport that records what another one sends and receives, without secrets.
///
/// Its clones record into the same recording. A [`Replay`](super::Replay) answers from it. See
/// [the module](crate::mock#recordings) for what is recorded.
///
/// ```
/// # pub mod login { matrix_api::ruma_api! {
/// #     metadata { description: "Log in.", method: POST, name: "login", path: "/_matrix/client/v3/login", rate_limited: true, authentication: NoAccessToken, }
/// #     request { pub user: String, pub password: String } response { pub access_token: String } } }
/// # matrix_api::endpoints! { pub const SESSIONS = [login]; }
/// use matrix_api::{client::ClientBuilder, mock::{MockServer, Recorder}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // In place of a server and its `ReqwestTransport`.
/// let server = MockServer::new().on(|_: login::Request| Ok(login::Response::new("syt_1".to_owned())));
///
/// let recorder = Recorder::new(server.transport(), &SESSIONS);
/// let client = ClientBuilder::new(recorder.clone()).build("https://example.org")?;
/// client.send(&login::Request::new("ann".to_owned(), "wonderland".to_owned())).await?;
///
/// let text = recorder.to_text()?;
/// assert!(text.contains(r#""password": "<password 1>""#));
/// assert!(text.contains(r#""access_token": "<access_token 1>""#));
/// assert!(!text.contains("wonderland") && !text.contains("syt_1"));
/// # Ok(())
/// # }
/// ```
pub struct Recorder<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    transport: T,
    definitions: Definitions,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    records_unlisted: bool,
    /// What was sent, in its order.
    exchanges: Vec<Exchange>,
}

impl<T: Transport> Recorder<T> {
    /// Records the requests of the collection's endpoints, and those with which a client asks for versions, for
    /// a homeserver and for new tokens. Other requests fail.
    pub fn new(transport: T, endpoints: &Endpoints) -> Self {
        let definitions = Definitions::new(endpoints);
        Self { shared: Arc::new(Shared { transport, definitions, state: Mutex::default() }) }
    }

    /// Records requests that are not of the collection as well: method, path and status, without queries, headers
    /// and bodies. Of a path, known secrets are hidden and nothing else.
    #[must_use]
    pub fn record_unlisted(self) -> Self {
        self.shared.state().records_unlisted = true;
        self
    }

    /// The recording so far, as JSON.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written as JSON.
    pub fn to_text(&self) -> io::Result<String> {
        let exchanges = self.shared.state().exchanges.clone();
        Ok(to_text(redact(exchanges, &self.shared.definitions))?)
    }

    /// Writes the recording so far into a file, whose folder is created.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn write(&self, file: impl AsRef<Path>) -> io::Result<()> {
        let (file, text) = (file.as_ref(), self.to_text()?);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)
    }
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The endpoint of a request, or `None` if requests of no endpoint are recorded.
    fn find(&self, method: &Method, uri: &Uri) -> Result<Option<&Definition>, TransportError> {
        match self.definitions.find(method, uri.path()) {
            Some(definition) if definition.has_stream() => Err(TransportError::unsupported(
                "a recorder does not record streams; test them with `MockServer`",
            )),
            None if !self.state().records_unlisted => {
                let name = self.definitions.collection.name();
                Err(TransportError::unsupported(format!(
                    "it is not a request of an endpoint in `{name}`, so its secrets are not known; add \
                     its endpoint to the collection, or call `Recorder::record_unlisted`"
                )))
            }
            found => Ok(found),
        }
    }

    /// Notes a request, and returns its place. If no response arrives, the connection was lost.
    fn begin(&self, request: RecordedRequest, definition: Option<&Definition>) -> usize {
        let endpoint = definition.map(|it| it.metadata().name.to_owned());
        let outcome = Outcome::Failure(Failure::ConnectionLost);
        let mut state = self.state();
        state.exchanges.push(Exchange { endpoint, request, outcome });
        state.exchanges.len() - 1
    }

    fn end(&self, place: usize, outcome: Outcome) {
        if let Some(exchange) = self.state().exchanges.get_mut(place) {
            exchange.outcome = outcome;
        }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let shared = &self.shared;
        let definition = shared.find(request.method(), request.uri())?;
        let recorded = match definition {
            Some(it) => RecordedRequest::of(&request, it, shared.definitions.request(it)),
            None => RecordedRequest::unlisted(request.method(), request.uri()),
        };
        let place = shared.begin(recorded, definition);
        let result = shared.transport.send(request, body_limit).await;
        shared.end(
            place,
            match (&result, definition) {
                (Ok(response), Some(it)) => {
                    let message = shared.definitions.response(it, response.status());
                    Outcome::Response(RecordedResponse::of(response, message))
                }
                (Ok(response), None) => {
                    Outcome::Response(RecordedResponse::unlisted(response.status()))
                }
                (Err(error), _) => Outcome::Failure(Failure::of(error)),
            },
        );
        result
    }

    /// Refuses the requests of endpoints with a stream.
    async fn send_streaming(
        &self,
        request: Request<Body>,
        body_limit: usize,
    ) -> Result<Response<Body>, TransportError> {
        let shared = &self.shared;
        if shared.find(request.method(), request.uri())?.is_some() {
            return Err(TransportError::unsupported("the endpoint has no stream"));
        }
        let recorded = RecordedRequest::unlisted(request.method(), request.uri());
        let place = shared.begin(recorded, None);
        let result = shared.transport.send_streaming(request, body_limit).await;
        shared.end(
            place,
            match &result {
                Ok(response) => Outcome::Response(RecordedResponse::unlisted(response.status())),
                Err(error) => Outcome::Failure(Failure::of(error)),
            },
        );
        result
    }

    async fn sleep(&self, duration: Duration) {
        self.shared.transport.sleep(duration).await;
    }

    fn now(&self) -> Instant {
        self.shared.transport.now()
    }
}

impl<T> Clone for Recorder<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges = self.shared.state().exchanges.len();
        f.debug_struct("Recorder").field("exchanges", &exchanges).finish_non_exhaustive()
    }
}
