//! A recording that a test replays, or makes anew.

use std::{
    env, fmt, io,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};

use super::{recorder::Recorder, replay::Replay};
use crate::{
    body::Body,
    client::{Transport, TransportError},
    endpoints::Endpoints,
    mock::transport::MockTransport,
    platform::Instant,
};

/// The variable that makes a recording anew.
const RECORD: &str = "MOCK_RECORD";
/// The variable that continuous integration sets.
const CI: &str = "CI";

/// A recording that a test replays, or makes anew if the variable `MOCK_RECORD` is `1`.
///
/// ```no_run
/// # pub mod login { matrix_api::ruma_api! {
/// #     metadata { description: "Log in.", method: POST, name: "login", path: "/_matrix/client/v3/login", rate_limited: true, authentication: NoAccessToken, }
/// #     request { pub user: String, pub password: String } response { pub access_token: String } } }
/// # matrix_api::endpoints! { pub const SESSIONS = [login]; }
/// # fn transport() -> matrix_api::mock::MockTransport { matrix_api::mock::MockServer::new().transport() }
/// use matrix_api::{client::ClientBuilder, mock::Recording};
///
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// // `MOCK_RECORD=1 cargo test` asks the server; `transport()` is a `ReqwestTransport` for example.
/// let recording = Recording::open("tests/recordings/session.json", &SESSIONS, transport)?;
/// let client = ClientBuilder::new(recording.transport()).build("http://127.0.0.1:8008")?;
/// client.send(&login::Request::new("ann".to_owned(), "wonderland".to_owned())).await?;
/// // Writes the file, or checks that all of it was requested.
/// recording.finish()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Recording<T> {
    file: PathBuf,
    source: RecordingTransport<T>,
    replay: Option<Replay>,
}

/// The transport of a [`Recording`].
pub struct RecordingTransport<T>(Source<T>);

enum Source<T> {
    Server(Recorder<T>),
    Recording(MockTransport),
}

impl<T: Transport> Recording<T> {
    /// Opens the recording in a file. A relative path begins in the folder of the package that is tested. The
    /// transport is made only to record.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read or is not a recording of the collection's endpoints, and if a recording
    /// should be made in continuous integration, where the variable `CI` is set.
    pub fn open(
        file: impl AsRef<Path>,
        endpoints: &Endpoints,
        transport: impl FnOnce() -> T,
    ) -> io::Result<Self> {
        let file = file.as_ref().to_owned();
        let is_set = |name| env::var(name).ok();
        let records = is_recorded(is_set(RECORD).as_deref(), is_set(CI).as_deref())?;
        Self::new(file, endpoints, records.then(transport))
    }

    /// Records with a transport, or replays without one.
    fn new(file: PathBuf, endpoints: &Endpoints, transport: Option<T>) -> io::Result<Self> {
        if let Some(transport) = transport {
            let recorder = Recorder::new(transport, endpoints);
            let source = RecordingTransport(Source::Server(recorder));
            return Ok(Self { file, source, replay: None });
        }
        let replay = Replay::read(&file, endpoints).map_err(|error| {
            let file = file.display();
            let text = match error.kind() {
                io::ErrorKind::NotFound => {
                    format!("there is no recording {file}; set {RECORD}=1 to make it")
                }
                _ => format!("{file}: {error}"),
            };
            io::Error::new(error.kind(), text)
        })?;
        let source = RecordingTransport(Source::Recording(replay.transport()));
        Ok(Self { file, source, replay: Some(replay) })
    }

    /// Whether a recording is made.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        self.replay.is_none()
    }

    /// The transport for the client that is tested.
    #[must_use]
    pub fn transport(&self) -> RecordingTransport<T> {
        self.source.clone()
    }

    /// Writes the file, or checks that all of it was requested.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written, and as [`Replay::check`].
    pub fn finish(&self) -> io::Result<()> {
        if let RecordingTransport(Source::Server(recorder)) = &self.source {
            return recorder.write(&self.file);
        }
        let checked = self.replay.as_ref().map_or(Ok(()), Replay::check);
        checked.map_err(io::Error::other)
    }
}

/// Whether a recording is made, by the values of the variables.
fn is_recorded(record: Option<&str>, ci: Option<&str>) -> io::Result<bool> {
    let is_on = |value: Option<&str>| !matches!(value, None | Some("" | "0" | "false"));
    if is_on(record) && is_on(ci) {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("no recording is made where {CI} is set; unset {RECORD}"),
        ));
    }
    Ok(is_on(record))
}

impl<T: Transport> Transport for RecordingTransport<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        match &self.0 {
            Source::Server(recorder) => recorder.send(request, body_limit).await,
            Source::Recording(mock) => mock.send(request, body_limit).await,
        }
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        body_limit: usize,
    ) -> Result<Response<Body>, TransportError> {
        match &self.0 {
            Source::Server(recorder) => recorder.send_streaming(request, body_limit).await,
            Source::Recording(mock) => mock.send_streaming(request, body_limit).await,
        }
    }

    async fn sleep(&self, duration: Duration) {
        match &self.0 {
            Source::Server(recorder) => recorder.sleep(duration).await,
            Source::Recording(mock) => mock.sleep(duration).await,
        }
    }

    fn now(&self) -> Instant {
        match &self.0 {
            Source::Server(recorder) => recorder.now(),
            Source::Recording(mock) => mock.now(),
        }
    }
}

impl<T> Clone for RecordingTransport<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Source::Server(recorder) => Source::Server(recorder.clone()),
            Source::Recording(mock) => Source::Recording(mock.clone()),
        })
    }
}

impl<T> fmt::Debug for RecordingTransport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Server(recorder) => recorder.fmt(f),
            Source::Recording(mock) => mock.fmt(f),
        }
    }
}
