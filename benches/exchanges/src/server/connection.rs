//! A connection in memory: the whole cost of a request without the kernel.

use std::{error::Error, pin::Pin};

use axum::Router;
use bytes::Bytes;
use hyper::{
    Request, Response,
    body::{Body, Incoming},
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tower::ServiceExt as _;

use super::{cases::is_complete, raw_hyper};

/// More than any request, so that a client writes it at once.
const CAPACITY: usize = 4 * 1024 * 1024;

/// Both ends of a connection.
pub struct Connection {
    server: Pin<Box<dyn Future<Output = ()>>>,
    client: DuplexStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to a service, through hyper with its default settings.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Incoming>, Response = Response<B>> + 'static,
        S::Error: Into<Box<dyn Error + Send + Sync>>,
        B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + 'static,
    {
        let (client, server) = tokio::io::duplex(CAPACITY);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        let server = Box::pin(async move { connection.await.expect("the client follows HTTP") });
        Self { server, client, buffer: Vec::with_capacity(CAPACITY) }
    }

    /// Connects to a router as `axum::serve` does.
    #[must_use]
    pub fn to_router(router: Router) -> Self {
        let service = router.map_request(|request: Request<_>| request.map(axum::body::Body::new));
        Self::new(TowerToHyperService::new(service))
    }

    /// Connects to the server by hand on hyper.
    #[must_use]
    pub fn to_hyper(server: raw_hyper::Server) -> Self {
        Self::new(service_fn(move |request| server.clone().respond(request)))
    }

    /// Sends a request, and returns its response when it has `length` bytes.
    pub async fn exchange(&mut self, request: &[u8], length: usize) -> &[u8] {
        let Self { server, client, buffer } = self;
        buffer.clear();
        let client = async {
            client.write_all(request).await.expect("the server is there");
            while buffer.len() < length {
                let read = client.read_buf(buffer).await.expect("the server is there");
                assert_ne!(read, 0, "the server closed the connection");
            }
        };
        // In this order, so that the server finds a request when it is polled for the first time.
        tokio::select! {
            biased;
            () = client => &self.buffer,
            () = server => panic!("the server closed the connection"),
        }
    }

    /// Sends a request, and returns its response, which may have any length.
    pub async fn first_exchange(&mut self, request: &[u8]) -> Vec<u8> {
        let mut response = self.exchange(request, 1).await.to_vec();
        while !is_complete(&response) {
            let more = self.exchange(&[], 1).await.to_vec();
            response.extend(more);
        }
        response
    }
}
