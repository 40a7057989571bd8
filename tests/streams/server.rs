//! A server with all the endpoints, over TCP.

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::extract::State;
use matrix_api::{
    EventStream, JsonLines, MatrixError,
    authentication::{AccessToken, BearerToken},
    bytes::Bytes,
    client::{Client, RetryPolicy, Session},
    http::Request,
    identifiers::{DeviceId, UserId},
    server::{Api, Authenticate},
    wire::Event,
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    endpoints::{
        chat::{self, Delta, Piece},
        double, download, echo, part, store, ticks, upload, version,
    },
    pattern::{self, Pattern},
};

/// The size of the object that downloads get.
pub(crate) const SIZE: u64 = 1_000_000;

#[derive(Clone, Default)]
pub(crate) struct App {
    /// How many uploads are refused with 429 after their first chunk.
    pub(crate) refusals: Arc<AtomicUsize>,
    /// The number of uploads that a handler has seen.
    pub(crate) uploads: Arc<AtomicUsize>,
    /// The number of uploads that were complete.
    pub(crate) stored: Arc<AtomicUsize>,
    /// The number of event streams.
    pub(crate) streams: Arc<AtomicUsize>,
}

impl Authenticate<AccessToken> for App {
    type Identity = ();

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<(), MatrixError> {
        if token.as_str() == "good" { Ok(()) } else { Err(MatrixError::unknown_token()) }
    }
}

async fn upload(
    State(app): State<App>,
    request: upload::Request,
) -> Result<upload::Response, MatrixError> {
    app.uploads.fetch_add(1, Ordering::Relaxed);
    Ok(upload::Response::new(pattern::read(&request.content).await?))
}

async fn store(
    State(app): State<App>,
    request: store::Request,
) -> Result<store::Response, MatrixError> {
    app.uploads.fetch_add(1, Ordering::Relaxed);
    if app.refusals.load(Ordering::Relaxed) > 0 {
        app.refusals.fetch_sub(1, Ordering::Relaxed);
        request.content.open()?.chunk().await?;
        return Err(MatrixError::limit_exceeded(Duration::ZERO));
    }
    if request.key == "slow" {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let size = pattern::read(&request.content).await?;
    app.stored.fetch_add(1, Ordering::Relaxed);
    Ok(store::Response::new(size))
}

async fn download(request: download::Request) -> Result<download::Response, MatrixError> {
    let size = match &*request.key {
        "missing" => return Err(MatrixError::unrecognized()),
        key => key.parse().unwrap_or(SIZE),
    };
    Ok(download::Response::new("\"1\"".to_owned(), Pattern::body(size)))
}

async fn version(request: version::Request) -> Result<version::Response, MatrixError> {
    Ok(match &*request.key {
        "known" => version::NotModifiedResponse::new().into(),
        "busy" => version::AcceptedResponse::new(5).into(),
        _ => version::OkResponse::new(Pattern::body(SIZE)).into(),
    })
}

async fn part(request: part::Request) -> Result<part::Response, MatrixError> {
    let (first, last) = request.range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
    let (first, last) = (first.parse().unwrap(), last.parse::<u64>().unwrap());
    let content = Pattern::body(SIZE).slice(first..last + 1);
    Ok(part::Response::new(format!("bytes {first}-{last}/{SIZE}"), content))
}

async fn echo(request: echo::Request) -> Result<echo::Response, MatrixError> {
    Ok(echo::Response::new(request.content))
}

async fn chat(request: chat::Request) -> Result<chat::Response, MatrixError> {
    let words = request.prompt.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let pieces = words.into_iter().map(|content| Piece::Delta(Delta { content }));
    let pieces = pieces.chain([Piece::Done]).collect::<Vec<_>>().into_iter();
    let events = EventStream::unfold(pieces, |mut pieces| async move {
        tokio::task::yield_now().await;
        pieces.next().map(|piece| (Event::new(piece), pieces))
    });
    Ok(chat::Response::new(events))
}

/// Three events of a count, then the end of the connection. The count ends at 8.
async fn ticks(
    State(app): State<App>,
    request: ticks::Request,
) -> Result<ticks::Response, MatrixError> {
    app.streams.fetch_add(1, Ordering::Relaxed);
    let last = request.last_event_id.map_or(0, |id| id.parse::<u64>().unwrap());
    if last == 8 {
        return Err(MatrixError::unrecognized());
    }
    let counts = last + 1..=(last + 3).min(8);
    let events = EventStream::unfold(counts, |mut counts| async move {
        let count = counts.next()?;
        let event = Event::new(count).id(count.to_string()).retry(Duration::from_millis(1));
        Some((event, counts))
    });
    Ok(ticks::Response::new(events))
}

async fn double(request: double::Request) -> Result<double::Response, MatrixError> {
    let numbers = request.numbers.open()?;
    let doubled = JsonLines::unfold(numbers, |mut numbers| async move {
        let number = numbers.next().await.ok()??;
        Some((number * 2, numbers))
    });
    Ok(double::Response::new(doubled))
}

/// A server that ends when it is dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) app: App,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(|api| api.body_limit(usize::MAX)).await
    }

    pub(crate) async fn start_with(settings: impl FnOnce(Api<App>) -> Api<App>) -> Self {
        let app = App::default();
        let api = Api::new()
            .endpoint(upload)
            .endpoint(store)
            .endpoint(download)
            .endpoint(version)
            .endpoint(part)
            .endpoint(echo)
            .endpoint(chat)
            .endpoint(ticks)
            .endpoint(double);
        let router = settings(api).into_router(app.clone()).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, app, task }
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.url)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client that retries at once.
pub(crate) fn client(url: &str) -> Client {
    let user: UserId = "@ann:example.org".parse().unwrap();
    let device: DeviceId = "PHONE".parse().unwrap();
    let quick = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
    Client::builder()
        .retry_policy(quick)
        .session(Session::new(user, device, "good"))
        .build(url)
        .unwrap()
}

/// A folder of its own for a test.
pub(crate) fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("matrix-api-streams-{}", std::process::id()));
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Something that nobody should have to wait for.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it takes too long")
}
