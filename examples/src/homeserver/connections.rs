//! Accepts connections, and limits their number and time.
//!
//! `axum::serve` leaves this to a reverse proxy. This server also works without one.

mod open;

use std::{convert::Infallible, fs, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use matrix_api::server::RunningRequests;
use tokio::{
    net::{TcpListener, TcpStream},
    pin, select,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{Instant, sleep, timeout, timeout_at},
};
use tower_service::Service as _;

use self::open::{OpenConnection, OpenConnections};
use super::rate_limit::network;

/// The maximum size of a request's head in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;

/// The maximum number of headers of a request. Browsers send far fewer.
const MAX_HEADERS: usize = 100;

/// The delay after an error in accepting a connection, usually because too many files are open.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(200);

/// How often to look for an idle connection while a client waits for a place.
const IDLE_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// The time that a connection has to end when others need its place. It is idle, but a response may be on
/// its way, or half of a head.
const EVICTION_GRACE: Duration = Duration::from_millis(500);

/// The number of open files that are not connections: the database and emails, for example.
const OTHER_FILES: u32 = 64;

/// The limits of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// The maximum number of connections at once. For further clients, idle connections are closed; they
    /// wait while there are none.
    pub max_connections: u32,
    /// The maximum number of connections of one IP address. For further ones, its idle connections are
    /// closed; they are refused while there are none. With a reverse proxy, all clients share its address.
    pub max_connections_per_client: u32,
    /// The time that a client has to send the head of a request, counted from the start of the
    /// connection or the end of the previous response.
    pub head_timeout: Duration,
    /// The maximum lifetime of a connection. It ends connections of clients that never read their
    /// responses; other clients reconnect.
    pub lifetime: Duration,
    /// The grace period: the time that a request in progress has to get its response when its connection or
    /// the server is closed.
    pub grace: Duration,
    /// The time that handlers have to end when the server is closed, even if their clients have
    /// disconnected.
    pub handler_grace: Duration,
}

impl Default for ConnectionLimits {
    /// 4096 connections for ten minutes each, or fewer if the limit of open files is lower; half of them
    /// for one IP address; ten seconds for a head; a grace period of five seconds for responses, and of 30
    /// for handlers.
    fn default() -> Self {
        let files = open_file_limit().unwrap_or(u32::MAX);
        let max_connections = files.saturating_sub(OTHER_FILES).clamp(1, 4096);
        Self {
            max_connections,
            max_connections_per_client: max_connections.div_ceil(2),
            head_timeout: Duration::from_secs(10),
            lifetime: Duration::from_secs(10 * 60),
            grace: Duration::from_secs(5),
            handler_grace: Duration::from_secs(30),
        }
    }
}

/// The number of files that this process may open. Known on Linux only.
fn open_file_limit() -> Option<u32> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    limit.split_whitespace().next()?.parse().ok()
}

/// The client of a connection. Each request holds a copy, so that the connection counts until its
/// requests are done, even if the client has closed it.
#[derive(Clone)]
struct Client {
    address: SocketAddr,
    connection: Arc<OpenConnection>,
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Accepts connections and serves their requests, until `stop` changes or is dropped. Returns when all
/// connections and handlers have ended, or their grace period is over.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    running: RunningRequests,
    limits: ConnectionLimits,
    mut stop: watch::Receiver<()>,
) {
    let permits = Arc::new(Semaphore::new(limits.max_connections.try_into().unwrap_or(usize::MAX)));
    let open = OpenConnections::new(limits.max_connections_per_client);
    while let Some((stream, address, permit)) = select! {
        accepted = accept(&listener, &permits, &open) => accepted,
        _ = stop.changed() => None,
    } {
        // Dropping the stream closes it.
        let Some(connection) = open.add(network(address.ip())) else { continue };
        let connection = Arc::new(connection);
        let client = Client { address, connection, _permit: Arc::new(permit) };
        tokio::spawn(serve_connection(stream, client, router.clone(), limits, stop.clone()));
    }
    drop(listener);
    let deadline = Instant::now() + limits.handler_grace;
    // All permits are available when all connections have ended.
    let _ = timeout(limits.grace, permits.acquire_many(limits.max_connections)).await;
    if timeout_at(deadline, running.wait()).await.is_err() {
        tracing::warn!(requests = running.count(), "stopped before all requests were finished");
    }
}

/// Accepts a connection and waits for a permit. `None` if the semaphore is closed.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    open: &OpenConnections,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let (stream, client) = accept_stream(listener).await;
    loop {
        if let Ok(permit) = Arc::clone(permits).try_acquire_owned() {
            return Some((stream, client, permit));
        }
        open.close_idle();
        let permit = timeout(IDLE_CHECK_INTERVAL, Arc::clone(permits).acquire_owned()).await;
        if let Ok(permit) = permit {
            return Some((stream, client, permit.ok()?));
        }
    }
}

async fn accept_stream(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client has closed the connection already.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "could not accept a connection"
                );
                sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    client: Client,
    router: Router,
    limits: ConnectionLimits,
    mut stop: watch::Receiver<()>,
) {
    // Sends short responses without delay. If this fails, the connection still works.
    let _ = stream.set_nodelay(true);
    let open = Arc::clone(&client.connection);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        // A client may close its sending side and wait for the response.
        .half_close(true)
        .serve_connection(
            TokioIo::new(stream),
            service_fn(move |request| respond(router.clone(), client.clone(), request)),
        );
    pin!(connection);
    let grace = select! {
        // Errors are those of the client or its network.
        _ = &mut connection => return,
        _ = stop.changed() => limits.grace,
        () = sleep(limits.lifetime) => limits.grace,
        () = open.is_to_close() => EVICTION_GRACE,
    };
    connection.as_mut().graceful_shutdown();
    let _ = timeout(grace, connection).await;
}

async fn respond(
    mut router: Router,
    client: Client,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(client.address));
    let connection = Arc::clone(&client.connection);
    request.extensions_mut().insert(client);
    connection.begin_request();
    let response = router.call(request).await;
    connection.end_request();
    response
}
