//! The four directions without client and server, and transports that do not stream.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use matrix_api::{
    Body, Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
    bytes::Bytes,
    client::{ClientBuilder, RetryPolicy, Transport, TransportError},
    http::{Request, Response, StatusCode},
    metadata::FieldPlace,
};

use crate::{
    endpoints::{chat, double, download, echo, plain, store},
    pattern::{self, Pattern},
    server::soon,
};

const URL: &str = "https://example.org";

fn unknown() -> SupportedVersions {
    SupportedVersions::unknown()
}

#[test]
fn metadata_say_which_directions_stream() {
    for (metadata, streams_request, streams_response) in [
        (plain::Request::METADATA, false, false),
        (store::Request::METADATA, true, false),
        (download::Request::METADATA, false, true),
        (echo::Request::METADATA, true, true),
        (chat::Request::METADATA, false, true),
        (double::Request::METADATA, true, true),
    ] {
        assert_eq!(metadata.streams_request(), streams_request, "{}", metadata.name);
        assert_eq!(metadata.streams_response(), streams_response, "{}", metadata.name);
    }
    let place = |metadata: &matrix_api::Metadata| metadata.responses[0].fields[0].place;
    assert_eq!(place(echo::Request::METADATA), FieldPlace::StreamedBody);
    assert_eq!(place(chat::Request::METADATA), FieldPlace::EventStream);
    assert_eq!(place(double::Request::METADATA), FieldPlace::JsonLines);
}

#[tokio::test]
async fn streams_pass_through_the_four_directions() {
    let request = store::Request::new("a b".to_owned(), Pattern::body(70_000));
    let sent = request.try_into_streaming_request(URL, (), &unknown()).unwrap();
    assert_eq!(sent.uri(), "https://example.org/objects/a%20b");
    assert_eq!(sent.headers()["content-type"], "application/octet-stream");
    let received = store::Request::try_from_streaming_request(sent).unwrap();
    assert_eq!(received.key, "a b");
    assert_eq!(pattern::read(&received.content).await.unwrap(), 70_000);

    let response = download::Response::new("\"1\"".to_owned(), Pattern::body(70_000));
    let sent = response.try_into_streaming_response().unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
    let received = download::Response::try_from_streaming_response(sent, 10).await.unwrap();
    assert_eq!(received.etag, "\"1\"");
    assert_eq!(pattern::read(&received.content).await.unwrap(), 70_000);
}

#[tokio::test]
async fn an_error_response_is_collected_within_a_limit() {
    let answer = || {
        let body = Body::from(r#"{"errcode":"M_FORBIDDEN","error":"no"}"#);
        Response::builder().status(403).body(body).unwrap()
    };
    let receive = |limit| download::Response::try_from_streaming_response(answer(), limit);
    let error = receive(100).await.unwrap_err();
    assert_eq!(error.to_string(), "[403 M_FORBIDDEN] no");
    let error = receive(10).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read the response: the body exceeds 10 bytes");
}

#[tokio::test]
async fn each_function_refuses_the_other_kind() {
    let stream = store::Request::new("key".to_owned(), Body::from("a"));
    let error = stream.try_into_http_request(URL, (), &unknown()).unwrap_err();
    let expected = "store: request body: the body is a stream; call `try_into_streaming_request`";
    assert_eq!(error.to_string(), expected);
    let plain = plain::Request::new();
    let error = plain.try_into_streaming_request(URL, (), &unknown()).unwrap_err();
    let expected = "plain: request body: the body is not a stream; call `try_into_http_request`";
    assert_eq!(error.to_string(), expected);

    let request = Request::put("/objects/key").body(Bytes::from("a")).unwrap();
    let error = store::Request::try_from_http_request(&request).unwrap_err();
    let expected = "store: request body: the body is a stream; call `try_from_streaming_request`";
    assert_eq!(error.to_string(), expected);
    let request = Request::post("/plain").body(Body::empty()).unwrap();
    let error = plain::Request::try_from_streaming_request(request).unwrap_err();
    let expected = "plain: request body: the body is not a stream; call `try_from_http_request`";
    assert_eq!(error.to_string(), expected);

    let stream = download::Response::new("\"1\"".to_owned(), Body::from("a"));
    let error = stream.try_into_http_response().unwrap_err();
    let expected =
        "download: response body: the body is a stream; call `try_into_streaming_response`";
    assert_eq!(error.to_string(), expected);
    let error = plain::Response::new().try_into_streaming_response().unwrap_err();
    let expected = "plain: response body: the body is not a stream; call `try_into_http_response`";
    assert_eq!(error.to_string(), expected);

    let mut response = Response::new(Bytes::from("a"));
    response.headers_mut().insert("etag", "\"1\"".parse().unwrap());
    let error = download::Response::try_from_http_response(&response).unwrap_err();
    let expected =
        "download: response body: the body is a stream; call `try_from_streaming_response`";
    assert_eq!(error.to_string(), expected);
    let response = Response::new(Body::empty());
    let error = plain::Response::try_from_streaming_response(response, 10).await.unwrap_err();
    let expected = "plain: response body: the body is not a stream; call `try_from_http_response`";
    assert_eq!(error.to_string(), expected);
}

/// A transport that knows nothing of streams: it sends back what it gets.
#[derive(Default)]
struct Buffering {
    sent: Mutex<Vec<Request<Bytes>>>,
}

impl Transport for Buffering {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        assert_eq!(body_limit, 1000);
        let body = request.body().clone();
        self.sent.lock().unwrap().push(request);
        Ok(Response::new(body))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[tokio::test]
async fn a_transport_without_streams_collects_bodies_within_the_limit() {
    let transport = Arc::new(Buffering::default());
    let client = ClientBuilder::new(Arc::clone(&transport))
        .retry_policy(RetryPolicy::none())
        .body_limit(1000)
        .build(URL)
        .unwrap();
    for body in [Pattern::body(1000), Pattern::once(1000), Body::from(pattern::bytes(0, 1000))] {
        let response = soon(client.send(&echo::Request::new(body))).await.unwrap();
        assert_eq!(pattern::read(&response.content).await.unwrap(), 1000);
    }
    assert_eq!(transport.sent.lock().unwrap().len(), 3);
    let error = client.send(&echo::Request::new(Pattern::body(1001))).await.unwrap_err();
    let expected = "echo: cannot send the request body: the body exceeds 1000 bytes";
    assert_eq!(error.to_string(), expected);
}

/// An `Arc` forwards streams to the transport within.
#[tokio::test]
async fn a_shared_transport_streams() {
    let server = crate::server::Server::start().await;
    let transport = Arc::new(matrix_api::client::ReqwestTransport::new().unwrap());
    let client = ClientBuilder::new(transport).body_limit(1000).build(&server.url).unwrap();
    let response = soon(client.send(&echo::Request::new(Pattern::body(100_000)))).await.unwrap();
    assert_eq!(soon(pattern::read(&response.content)).await.unwrap(), 100_000);
}
