//! Bodies that are streams.

use std::task::{Context, Poll};

use matrix_api::{
    Body,
    body::{BodyReader, PolledChunk},
    bytes::Bytes,
    client::RetryPolicy,
    mock::{MockServer, Reply},
};

use crate::endpoints::{echo, greet};

/// Four chunks, with a pause of the scheduler before each.
struct Chunks {
    left: u8,
    is_ready: bool,
}

impl BodyReader for Chunks {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Bytes::from_static(b"chunk "))))
    }
}

fn chunks() -> Body {
    Body::once(Chunks { left: 4, is_ready: false })
}

#[tokio::test]
async fn a_stream_goes_in_and_out() {
    let mock =
        MockServer::new().on(|request: echo::Request| Ok(echo::Response::new(request.content)));
    let response = mock.client().send(&echo::Request::new(chunks())).await.unwrap();
    assert_eq!(response.content.collect(100).await.unwrap(), "chunk chunk chunk chunk ");
    // It was read once, and can be looked at all the same.
    let [request] = &mock.calls::<echo::Request>()[..] else { panic!("one call") };
    assert_eq!(request.content.collect(100).await.unwrap(), "chunk chunk chunk chunk ");
    let client = mock.client();
    mock.on(|_: echo::Request| Ok(echo::Response::new(chunks())));
    let response = client.send(&echo::Request::new("text".into())).await.unwrap();
    assert_eq!(response.content.collect(100).await.unwrap(), "chunk chunk chunk chunk ");
}

/// A source that never has anything.
struct Silent;

impl BodyReader for Silent {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_stream_that_falls_silent_times_out() {
    let mock = MockServer::new().on(|_: echo::Request| Ok(echo::Response::new(Body::once(Silent))));
    let response = mock.client().send(&echo::Request::new("text".into())).await.unwrap();
    let error = response.content.collect(100).await.unwrap_err();
    assert_eq!(error.to_string(), "no byte of the body arrived within 60s");
    assert_eq!(mock.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn an_error_response_to_a_stream_is_the_endpoints_error() {
    let mock = MockServer::new().sequence::<echo::Request>([Reply::raw(413, "too large")]);
    let builder = mock.client_builder().retry_policy(RetryPolicy::none());
    let client = builder.build(MockServer::BASE_URL).unwrap();
    let error = client.send(&echo::Request::new("text".into())).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413);
}

#[tokio::test]
async fn a_response_that_is_too_large_is_refused() {
    let mock = MockServer::new().raw::<greet::Request>(200, vec![b' '; 101]);
    let client = mock.client_builder().body_limit(100).build(MockServer::BASE_URL).unwrap();
    let error = client.send(&greet("ann")).await.unwrap_err();
    assert!(error.to_string().contains("exceeds 100 bytes"), "{error}");
}
