//! Bodies: limits of size and time, and draining of unread bodies.

use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, HttpBody};
use http_body::{Frame, SizeHint};
use matrix_api::{bytes::Bytes, server::Api};
use tokio::time::{self, Instant};

use crate::{
    endpoints::{App, greet, sign, upload, whoami},
    exchange::{request, router, send, with_token},
};

/// Sends a number of chunks of 1,000 bytes, and then ends or stalls.
struct Chunks {
    left: usize,
    stalls: bool,
    announced: Option<u64>,
    sent: Arc<AtomicUsize>,
}

impl Chunks {
    fn new(number: usize) -> Self {
        Self { left: number, stalls: false, announced: None, sent: Arc::default() }
    }
}

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left > 0 {
            self.left -= 1;
            self.sent.fetch_add(1, Ordering::Relaxed);
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 1000])))));
        }
        if self.stalls { Poll::Pending } else { Poll::Ready(None) }
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

async fn upload_code(api: Api<App>, body: impl Into<Body>) -> String {
    send(&router(api), request("PUT", "/upload", body)).await.code()
}

#[tokio::test]
async fn a_body_at_the_limit_is_read_and_a_longer_one_is_refused() {
    let api = || Api::new().endpoint(upload).body_limit(3000);
    let chunks = |number| Body::new(Chunks::new(number));
    assert_eq!(upload_code(api(), chunks(3)).await, "200");
    assert_eq!(upload_code(api(), chunks(4)).await, "413 M_TOO_LARGE");
    assert_eq!(upload_code(api(), vec![0; 3000]).await, "200");
    assert_eq!(upload_code(api(), vec![0; 3001]).await, "413 M_TOO_LARGE");
    assert_eq!(upload_code(api(), "").await, "200");
}

#[tokio::test]
async fn the_default_limit_applies_without_a_setting() {
    let api = || Api::new().endpoint(upload);
    assert_eq!(upload_code(api(), vec![0; 2 * 1024 * 1024]).await, "200");
    assert_eq!(upload_code(api(), vec![0; 2 * 1024 * 1024 + 1]).await, "413 M_TOO_LARGE");
}

#[tokio::test]
async fn an_endpoint_can_have_its_own_limit() {
    // In either order.
    for api in [
        Api::new().body_limit(10).body_limit_of::<upload::Request>(20),
        Api::new().body_limit_of::<upload::Request>(20).body_limit(10),
    ] {
        let router = router(api.endpoint(upload).endpoint(greet));
        for (method, path, length, expected) in [
            ("PUT", "/upload", 20, "200"),
            ("PUT", "/upload", 21, "413 M_TOO_LARGE"),
            ("POST", "/v3/greet/ann", 10, "400 M_NOT_JSON"),
            ("POST", "/v3/greet/ann", 11, "413 M_TOO_LARGE"),
        ] {
            let answer = send(&router, request(method, path, vec![b'x'; length])).await;
            assert_eq!(answer.code(), expected, "{path} {length}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_content_length_above_the_limit_is_refused_before_reading() {
    let mut body = Chunks { announced: Some(5000), stalls: true, ..Chunks::new(0) };
    body.announced = Some(5000);
    let start = Instant::now();
    let api = Api::new().endpoint(upload).body_limit(4999);
    assert_eq!(upload_code(api, Body::new(body)).await, "413 M_TOO_LARGE");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_stalled_body_times_out() {
    let silent = || Body::new(Chunks { stalls: true, ..Chunks::new(1) });
    let api = || Api::new().endpoint(upload);
    for (api, seconds) in [
        (api(), 30),
        (api().body_timeout(Duration::from_secs(5)), 5),
        (api().body_timeout_of::<upload::Request>(Duration::from_secs(90)), 90),
    ] {
        let start = Instant::now();
        assert_eq!(upload_code(api, silent()).await, "408 M_UNKNOWN");
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unauthenticated_body_is_not_read_unless_the_scheme_needs_it() {
    let silent =
        |method, path| request(method, path, Body::new(Chunks { stalls: true, ..Chunks::new(1) }));
    let router = router(Api::new().endpoint(whoami).endpoint(sign));
    for (request, expected, seconds) in [
        (silent("GET", "/whoami"), "401 M_MISSING_TOKEN", 0),
        (with_token("nobody", silent("GET", "/whoami")), "401 M_UNKNOWN_TOKEN", 0),
        (with_token("ann-token", silent("GET", "/whoami")), "408 M_UNKNOWN", 30),
        (silent("POST", "/sign"), "408 M_UNKNOWN", 30),
    ] {
        let start = Instant::now();
        assert_eq!(send(&router, request).await.code(), expected);
        assert_eq!(start.elapsed().as_secs(), seconds, "{expected}");
    }
}

/// Otherwise a lost connection would look like the end of the body.
#[tokio::test]
async fn a_body_that_is_shorter_than_announced_is_refused() {
    let api = || Api::new().endpoint(upload);
    let body = |announced| Body::new(Chunks { announced: Some(announced), ..Chunks::new(2) });
    assert_eq!(upload_code(api(), body(2001)).await, "400 M_UNKNOWN");
    assert_eq!(upload_code(api(), Body::new(Chunks::new(2))).await, "200");
}

/// With `Expect: 100-continue`, a client sends its body when the server reads it, and must get the response then.
#[tokio::test]
async fn an_expected_body_is_drained_once_someone_has_read_of_it() {
    for (method, path, expected, is_drained) in [
        ("GET", "/whoami", "401 M_MISSING_TOKEN", false),
        ("PUT", "/upload", "413 M_TOO_LARGE", true),
    ] {
        let body = Chunks::new(1000);
        let sent = Arc::clone(&body.sent);
        let mut request = request(method, path, Body::new(body));
        request.headers_mut().insert("expect", "100-continue".parse().unwrap());
        let router = router(Api::new().endpoint(upload).endpoint(whoami).body_limit(3000));
        assert_eq!(send(&router, request).await.code(), expected);
        tokio::task::yield_now().await;
        let all = if is_drained { 1000 } else { 0 };
        assert_eq!(sent.load(Ordering::Relaxed), all, "{path}");
    }
}

#[tokio::test]
async fn an_endless_body_is_refused_and_dropped() {
    let body = Chunks::new(usize::MAX);
    let sent = Arc::clone(&body.sent);
    let api = Api::new().endpoint(upload).body_limit(3000);
    assert_eq!(upload_code(api, Body::new(body)).await, "413 M_TOO_LARGE");
    let most = 16 * 1024 * 1024 / 1000 + 10;
    let mut before = 0;
    loop {
        time::sleep(Duration::from_millis(20)).await;
        let now = sent.load(Ordering::Relaxed);
        assert!(now < most, "{now} chunks");
        if now == before && now > most - 20 {
            break;
        }
        before = now;
    }
}

/// A buffer that is counted as long as a piece of it is alive.
struct Buffer {
    content: [u8; 4096],
    alive: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.content
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Chunks of one byte, each in its own buffer, as from a slow sender.
struct SingleBytes {
    left: usize,
    alive: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl HttpBody for SingleBytes {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        let alive = self.alive.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(alive, Ordering::Relaxed);
        let buffer = Buffer { content: [b'x'; 4096], alive: Arc::clone(&self.alive) };
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_owner(buffer).slice(..1)))))
    }
}

#[tokio::test]
async fn buffers_of_received_chunks_are_freed() {
    let most = Arc::new(AtomicUsize::new(0));
    let body = SingleBytes { left: 1000, alive: Arc::default(), most: Arc::clone(&most) };
    let router = router(Api::new().endpoint(upload));
    let answer = send(&router, request("PUT", "/upload", Body::new(body))).await;
    assert_eq!(answer.body, r#"{"size":1000}"#);
    assert!(most.load(Ordering::Relaxed) <= 2, "{most:?} buffers at once");
}

/// A text, in frames of the sizes that are given.
struct Pieces(VecDeque<Bytes>);

impl Pieces {
    fn new(text: &str, sizes: &[usize]) -> Self {
        let mut rest = Bytes::copy_from_slice(text.as_bytes());
        let mut pieces: VecDeque<Bytes> = sizes.iter().map(|&size| rest.split_to(size)).collect();
        pieces.push_back(rest);
        Self(pieces)
    }
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}

#[tokio::test]
async fn frames_of_all_sizes_are_joined_in_order() {
    let word: String = (0..50_000).map(|number| format!("{number} ")).collect();
    let body = format!(r#"{{"word":"{word}"}}"#);
    let router = router(Api::new().endpoint(greet));
    for sizes in [
        &[1, 2, 20_000, 16_384, 5, 16_383, 100_000, 3, 0, 7][..],
        &[20_000, 30_000],
        &[10, 20],
        &[0, 40_000, 10],
        &[],
    ] {
        let pieces = Body::new(Pieces::new(&body, sizes));
        let mut request = request("POST", "/v3/greet/ann?times=1", pieces);
        request.headers_mut().insert("x-tone", "1".parse().unwrap());
        let answer = send(&router, request).await;
        assert!(answer.body == format!(r#"{{"text":"{word} ann"}}"#), "{sizes:?}");
    }
}

/// Closing the connection while a client sends would lose the response.
#[tokio::test]
async fn the_rest_of_a_refused_body_is_drained() {
    let api = || Api::new().endpoint(upload).body_limit(3000);
    for (method, path, expected) in [
        ("PUT", "/upload", "413 M_TOO_LARGE"),
        ("POST", "/upload", "405 M_UNRECOGNIZED"),
        ("PUT", "/nowhere", "404 M_UNRECOGNIZED"),
        ("OPTIONS", "/upload", "204"),
    ] {
        let body = Chunks::new(50);
        let sent = Arc::clone(&body.sent);
        let answer = send(&router(api()), request(method, path, Body::new(body))).await;
        assert_eq!(answer.code(), expected);
        tokio::task::yield_now().await;
        assert_eq!(sent.load(Ordering::Relaxed), 50, "{method} {path}");
    }
}

#[tokio::test]
async fn expect_100_continue_is_not_confirmed_for_a_refused_body() {
    let body = Chunks::new(50);
    let sent = Arc::clone(&body.sent);
    let mut request = request("PUT", "/nowhere", Body::new(body));
    request.headers_mut().insert("expect", "100-continue".parse().unwrap());
    let router = router(Api::new().endpoint(upload));
    assert_eq!(send(&router, request).await.code(), "404 M_UNRECOGNIZED");
    tokio::task::yield_now().await;
    assert_eq!(sent.load(Ordering::Relaxed), 0);
}
