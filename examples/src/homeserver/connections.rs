//! Connections: how many there are, and how long they may take.
//!
//! `axum::serve` leaves that to a proxy ahead of it. This server is to stand in the open.

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

/// What a connection may keep of a request's head, in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;

/// What browsers send is far less.
const MAX_HEADERS: usize = 100;

/// How long to wait after the system has refused to accept a connection, mostly since there are too
/// many open files.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(200);

/// What connections may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How many there are at once. Further ones wait until one ends.
    pub max_connections: u32,
    /// How long a client may take for the head of a request, which begins when the connection, or the
    /// answer before it, is complete.
    pub head_timeout: Duration,
    /// How long one lasts, whatever it is used for: clients that never read their answers are closed
    /// then, and others connect anew.
    pub lifetime: Duration,
    /// How long requests that are under way may take when the connection, or the server, is to end.
    pub grace: Duration,
}

impl Default for ConnectionLimits {
    /// 4096 connections of ten minutes, ten seconds for a head, and five of grace.
    fn default() -> Self {
        Self {
            max_connections: 4096,
            head_timeout: Duration::from_secs(10),
            lifetime: Duration::from_secs(10 * 60),
            grace: Duration::from_secs(5),
        }
    }
}

/// Who is at the other end of a connection. A request has a copy, so that the place of a connection is
/// taken until what it has asked for is done, whether or not the client waits for it.
#[derive(Clone)]
struct Client {
    address: SocketAddr,
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Accepts connections and answers their requests, until `stop` changes or is dropped; ends when all
/// that was asked for is done, or its time of grace is over.
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
    // Every permit is back when there is nothing left to do.
    let _ = timeout(limits.grace, permits.acquire_many(limits.max_connections)).await;
}

/// The next connection, as soon as there may be one more. `None` if there never may.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return Some((stream, client, permit)),
            // The client was gone before it was accepted.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "no connection accepted");
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
    // Answers are short; without this they might wait for more to send. A connection that refuses
    // works nevertheless.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        // A client that has nothing more to say may wait for its answer.
        .half_close(true)
        .serve_connection(
            TokioIo::new(stream),
            service_fn(move |request| answer(router.clone(), client.clone(), request)),
        );
    pin!(connection);
    select! {
        // What went wrong is between the client and its network.
        _ = &mut connection => return,
        _ = stop.changed() => {}
        () = sleep(limits.lifetime) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(limits.grace, connection).await;
}

async fn answer(
    mut router: Router,
    client: Client,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(client.address));
    request.extensions_mut().insert(client);
    router.call(request).await
}
