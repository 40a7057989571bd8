//! Accepts connections, and limits their number and time.
//!
//! `axum::serve` leaves this to a reverse proxy. This server also works without one.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    pin, select,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};
use tower_service::Service as _;

/// The maximum size of a request's head in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;

/// The maximum number of headers of a request. Browsers send far fewer.
const MAX_HEADERS: usize = 100;

/// The delay after an error in accepting a connection, usually because too many files are open.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(200);

/// The limits of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// The maximum number of connections at once. Further clients wait until one is closed.
    pub max_connections: u32,
    /// The time that a client has to send the head of a request, counted from the start of the
    /// connection or the end of the previous response.
    pub head_timeout: Duration,
    /// The maximum lifetime of a connection. It ends connections of clients that never read their
    /// responses; other clients reconnect.
    pub lifetime: Duration,
    /// The grace period: the time that requests in progress have when their connection or the server
    /// is closed.
    pub grace: Duration,
}

impl Default for ConnectionLimits {
    /// 4096 connections for ten minutes each, ten seconds for a head, and a grace period of five.
    fn default() -> Self {
        Self {
            max_connections: 4096,
            head_timeout: Duration::from_secs(10),
            lifetime: Duration::from_secs(10 * 60),
            grace: Duration::from_secs(5),
        }
    }
}

/// The client of a connection. Each request holds a copy, so that the connection counts until its
/// requests are done, even if the client has closed it.
#[derive(Clone)]
struct Client {
    address: SocketAddr,
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Accepts connections and serves their requests, until `stop` changes or is dropped. Returns when all
/// requests are done, or the grace period is over.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    mut stop: watch::Receiver<()>,
) {
    let permits = Arc::new(Semaphore::new(limits.max_connections.try_into().unwrap_or(usize::MAX)));
    while let Some((stream, client, permit)) = select! {
        accepted = accept(&listener, &permits) => accepted,
        _ = stop.changed() => None,
    } {
        let client = Client { address: client, _permit: Arc::new(permit) };
        tokio::spawn(serve_connection(stream, client, router.clone(), limits, stop.clone()));
    }
    drop(listener);
    // All permits are available when all requests are done.
    let _ = timeout(limits.grace, permits.acquire_many(limits.max_connections)).await;
}

/// Waits for a permit and accepts a connection. `None` if the semaphore is closed.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return Some((stream, client, permit)),
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
    select! {
        // Errors are those of the client or its network.
        _ = &mut connection => return,
        _ = stop.changed() => {}
        () = sleep(limits.lifetime) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(limits.grace, connection).await;
}

async fn respond(
    mut router: Router,
    client: Client,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(client.address));
    request.extensions_mut().insert(client);
    router.call(request).await
}
