//! HTTP: from axum's requests to complete ones for the routes, with limits on the way in and CORS
//! headers on the way out.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::{ConnectInfo, State},
};
use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header,
    request::Parts,
};
use http_body_util::BodyExt as _;
use matrix_api::{ErrorCode, identifiers::ServerName};
use tokio::{
    task,
    time::{self, timeout_at},
};

use super::{
    config::Config,
    interactive_auth::AuthSessions,
    mail::Mailer,
    passwords::Passwords,
    rate_limit::RateLimiter,
    rejection::Rejection,
    routes::{Route, Routes},
    store::Store,
    temporary_folder::TemporaryFolder,
};

/// What is read of a body that is not wanted, before the connection is given up: a client that is
/// still sending would otherwise not see the answer.
const MAXIMUM_DISCARDED: usize = 16 * 1024 * 1024;

/// The headers that [let web applications in](https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients).
const CORS_HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS"),
    ),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("X-Requested-With, Content-Type, Authorization"),
    ),
];

/// What the handlers share.
pub(super) struct App {
    pub(super) config: Config,
    pub(super) server_name: ServerName,
    pub(super) public_url: String,
    pub(super) store: Store,
    pub(super) passwords: Passwords,
    pub(super) auth_sessions: AuthSessions,
    pub(super) mailer: Mailer,
    pub(super) rate_limiter: RateLimiter,
    pub(super) routes: Routes,
    /// Removed after the store, which is declared above, has let go of its file.
    pub(super) _temporary_folder: Option<TemporaryFolder>,
}

/// An axum router that leaves every request to the application's own routes.
pub(super) fn router(app: Arc<App>) -> Router {
    Router::new().fallback(answer).with_state(app)
}

async fn answer(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response<Body> {
    let mut response = if request.method() == Method::OPTIONS {
        no_content()
    } else {
        dispatch(&app, client, request).await
    };
    response.headers_mut().extend(CORS_HEADERS);
    response.map(Body::from)
}

/// The answer to a browser that asks what it may do.
fn no_content() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

async fn dispatch(app: &Arc<App>, client: SocketAddr, request: Request<Body>) -> Response<Bytes> {
    let (parts, mut body) = request.into_parts();
    let deadline = time::Instant::now() + app.config.body_timeout;
    let admitted = match admit(app, client, &parts) {
        Ok(route) => {
            let bytes = read(&mut body, app.config.body_limit, deadline).await;
            bytes.map(|bytes| (route, bytes))
        }
        Err(rejection) => Err(rejection),
    };
    let (route, bytes) = match admitted {
        Ok(admitted) => admitted,
        Err(rejection) => {
            discard(body, &parts.headers, deadline).await;
            return rejection.into_http_response();
        }
    };
    let answer = route.answer(Arc::clone(app), Request::from_parts(parts, bytes));
    // A task of its own, so that a client that hangs up leaves nothing half done.
    match task::spawn(answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(rejection)) => rejection.into_http_response(),
        Err(panic) => Rejection::Internal(Box::new(panic)).into_http_response(),
    }
}

/// What can be judged ahead of the body: where the request goes, and whether it comes too often.
fn admit<'app>(
    app: &'app App,
    client: SocketAddr,
    parts: &Parts,
) -> Result<&'app Route, Rejection> {
    let route = app.routes.find(&parts.method, parts.uri.path())?;
    if route.is_rate_limited() {
        app.rate_limiter.check(client.ip(), Instant::now()).map_err(Rejection::limit_exceeded)?;
    }
    Ok(route)
}

/// Reads a body of at most `limit` bytes, and never keeps more.
async fn read(body: &mut Body, limit: usize, deadline: time::Instant) -> Result<Bytes, Rejection> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Rejection::too_large(limit));
    }
    timeout_at(deadline, collect(body, limit)).await.unwrap_or_else(|_| {
        let message = "the body did not arrive in time";
        Err(Rejection::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Unknown, message))
    })
}

async fn collect(body: &mut Body, limit: usize) -> Result<Bytes, Rejection> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            let message = format!("the body could not be read: {error}");
            Rejection::bad_request(ErrorCode::Unknown, message)
        })?;
        // Trailers are of no interest.
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Rejection::too_large(limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// Reads and forgets a body that nobody wants.
async fn discard(mut body: Body, headers: &HeaderMap, deadline: time::Instant) {
    // This client waits to be asked for its body.
    if headers.contains_key(header::EXPECT) {
        return;
    }
    let discard = async {
        let mut discarded = 0;
        while let Some(Ok(frame)) = body.frame().await {
            discarded += frame.data_ref().map_or(0, Bytes::len);
            if discarded > MAXIMUM_DISCARDED {
                break;
            }
        }
    };
    // The answer is ready: whether the rest came in time does not matter.
    let _ = timeout_at(deadline, discard).await;
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        task::{Context, Poll},
        time::Duration,
    };

    use http_body::Frame;

    use super::*;

    /// When a test gives up on a body.
    fn deadline() -> time::Instant {
        time::Instant::now() + Duration::from_millis(50)
    }

    /// Sends this chunk again and again, or nothing at all, and never ends.
    struct Endless(Option<Bytes>);

    impl axum::body::HttpBody for Endless {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            match &self.0 {
                Some(chunk) => Poll::Ready(Some(Ok(Frame::data(chunk.clone())))),
                None => Poll::Pending,
            }
        }
    }

    fn status(rejection: Rejection) -> StatusCode {
        rejection.into_http_response().status()
    }

    #[tokio::test]
    async fn a_body_of_the_limit_is_read_and_a_longer_one_refused() {
        let mut body = Body::from("0123456789");
        assert_eq!(read(&mut body, 10, deadline()).await.unwrap(), "0123456789");
        let mut body = Body::from("0123456789");
        let rejection = read(&mut body, 9, deadline()).await.unwrap_err();
        assert_eq!(status(rejection), StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn an_endless_body_is_refused_at_the_limit() {
        let mut body = Body::new(Endless(Some(Bytes::from_static(b"0123"))));
        let rejection = read(&mut body, 10, deadline()).await.unwrap_err();
        assert_eq!(status(rejection), StatusCode::PAYLOAD_TOO_LARGE);
        let headers = HeaderMap::new();
        let far = time::Instant::now() + Duration::from_secs(60);
        discard(body, &headers, far).await;
        assert!(time::Instant::now() < far);
    }

    #[tokio::test]
    async fn a_client_that_falls_silent_is_not_waited_for() {
        let mut body = Body::new(Endless(None));
        let rejection = read(&mut body, 10, deadline()).await.unwrap_err();
        assert_eq!(status(rejection), StatusCode::REQUEST_TIMEOUT);
    }
}
