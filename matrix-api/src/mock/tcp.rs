//! The mock over TCP, for programs in other languages.

use std::{
    fmt, io,
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{Router, body::Body as AxumBody, extract::Request, response::Response};
use http::StatusCode;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    core::{Answer, Core},
    server::MockServer,
};
use crate::{
    body::{Body, BodyError, BodyReader, PolledChunk, http_body::SentBody},
    matrix_error::{EndpointError as _, ErrorCode, MatrixError},
};

impl MockServer {
    /// Serves the mock over TCP, on a free port of 127.0.0.1, until the result is dropped.
    ///
    /// A request that the mock does not expect is answered with a 500 that says why, and fails the test when the
    /// mock is [checked](Self::check). Delays are real.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response { pub text: String } } }
    /// use matrix_api::mock::MockServer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let mock = MockServer::new().on(|_: greet::Request| Ok(greet::Response::new("hello".to_owned())));
    /// let served = mock.serve().await?;
    /// // Call it here: `curl $URL/greet`.
    /// println!("URL={}", served.url());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if it cannot listen.
    pub async fn serve(&self) -> io::Result<ServedMock> {
        let core = Arc::clone(self.core());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(move |request: Request| {
            let core = Arc::clone(&core);
            async move { respond(&core, request).await }
        });
        let task = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(ServedMock { address, url: format!("http://{address}"), task })
    }
}

/// A [`MockServer`] over TCP. It ends when this is dropped.
pub struct ServedMock {
    address: SocketAddr,
    url: String,
    task: JoinHandle<()>,
}

impl ServedMock {
    /// The base URL, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for ServedMock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for ServedMock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServedMock").field("url", &self.url).finish_non_exhaustive()
    }
}

async fn respond(core: &Core, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return failure("the body of the request did not arrive");
    };
    match core.answer(&http::Request::from_parts(head, body)) {
        Answer::Reply { delay, result } => {
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            match result {
                Ok(response) => send(response),
                Err(_) => close(),
            }
        }
        Answer::Failure(text) => failure(&text),
        Answer::Panic(_) => failure("a handler of the mock panicked"),
    }
}

fn send(response: http::Response<Body>) -> Response {
    let (head, body) = response.into_parts();
    let body = match body.as_bytes() {
        Some(bytes) => AxumBody::from(bytes.clone()),
        None => match body.open() {
            Ok(reader) => AxumBody::new(SentBody::new(reader)),
            Err(error) => {
                return failure(&format!("the body of the reply cannot be read: {error}"));
            }
        },
    };
    Response::from_parts(head, body)
}

/// Closes the connection without a response: HTTP writes nothing before the beginning of the body is there.
fn close() -> Response {
    let error = BodyError::interrupted("the mock dropped the connection");
    let body = Body::once(Failing(Some(error)));
    send(Response::new(body))
}

/// A body that fails.
struct Failing(Option<BodyError>);

impl BodyReader for Failing {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        Poll::Ready(self.0.take().map(Err))
    }
}

fn failure(text: &str) -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    let error = MatrixError::new(status, ErrorCode::Unknown, text);
    match error.try_into_http_response() {
        Ok(response) => response.map(AxumBody::from),
        Err(_) => {
            let mut response = Response::new(AxumBody::empty());
            *response.status_mut() = status;
            response
        }
    }
}
