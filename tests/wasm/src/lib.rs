//! A web page's program: it registers an account and uses the session, as a program on any other target does.

use std::time::Duration;

use matrix_api::{
    Body, ErrorCode,
    client::{CallError, Client, ClientBuilder, Error, ReqwestTransport, RetryPolicy, Session},
    platform::Instant,
};
use matrix_client_account::{
    UserIdentifier, register,
    session::{PasswordLogin, login, logout, sso_redirect},
    uiaa::Dummy,
    whoami,
};
use wasm_bindgen::prelude::wasm_bindgen;

mod slow {
    matrix_api::ruma_api! {
        metadata {
            description: "Respond late.",
            method: GET,
            name: "slow",
            path: "/slow",
            rate_limited: false,
            authentication: NoAuthentication,
        }
        request {}
        response {}
    }
}

mod unavailable {
    matrix_api::ruma_api! {
        metadata {
            description: "Respond with 503 twice.",
            method: GET,
            name: "unavailable",
            path: "/unavailable",
            rate_limited: false,
            authentication: NoAuthentication,
        }
        request {}
        response {}
    }
}

mod stream {
    matrix_api::ruma_api! {
        metadata {
            description: "Send the body back, in two parts.",
            method: POST,
            name: "stream",
            path: "/stream",
            rate_limited: false,
            authentication: NoAuthentication,
        }
        request {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs all steps, and returns a line for each: `passed name`, or `failed name: reason`.
///
/// `homeserver` is the URL of `account_server`, and `page` that of the server that this page comes from.
#[wasm_bindgen]
pub async fn walk(homeserver: String, page: String) -> String {
    let mut lines = String::new();
    let mut step = |name: &str, outcome: Outcome| {
        lines.push_str(&match outcome {
            Ok(()) => format!("passed  {name}\n"),
            Err(error) => format!("failed  {name}: {error}\n"),
        });
    };
    step("an account is registered in stages, and its session is used", session(&homeserver).await);
    step("an expired token is refreshed, once for all calls", refresh(&homeserver).await);
    step("an error response is typed", error_response(&homeserver).await);
    step("a followed redirect is refused", redirect(&homeserver).await);
    step("a refused connection is an error, after retries", refused().await);
    step("a timeout ends an attempt", timeout(&page).await);
    step("a request is sent again after a wait", retries(&page).await);
    step("a response body is read while it arrives", streams(&page).await);
    step("a response body has a limit", body_limit(&page).await);
    lines
}

fn ensure(condition: bool, expected: &str) -> Outcome {
    if condition { Ok(()) } else { Err(format!("expected {expected}").into()) }
}

async fn session(homeserver: &str) -> Outcome {
    let client = Client::new(homeserver)?;
    let ann = register::Request::new().username("ann".to_owned()).password("wonderland".to_owned());
    let account = client.send_interactive(&ann, |_| async { Some(Dummy::new().into()) }).await?;
    ensure(account.user_id.localpart() == "ann", "ann")?;
    let (device_id, token) = account.device_id.zip(account.access_token).ok_or("no session")?;
    client.set_session(Session::new(account.user_id, device_id.clone(), token));
    let me = client.send(&whoami::Request::new()).await?;
    ensure(me.user_id.localpart() == "ann", "ann")?;
    ensure(me.device_id == Some(device_id), "the device of the session")?;
    client.send(&logout::Request::new()).await?;
    let error = client.send(&whoami::Request::new()).await.err().ok_or("the session has ended")?;
    ensure(error.as_endpoint().is_some_and(|it| it.is(&ErrorCode::UnknownToken)), "M_UNKNOWN_TOKEN")
}

async fn refresh(homeserver: &str) -> Outcome {
    let client = Client::new(homeserver)?;
    let password = PasswordLogin::new(UserIdentifier::user("ann"), "wonderland");
    let login = client.send(&login::Request::new(password.into()).refresh_token(true)).await?;
    let old = login.access_token.clone();
    let session = Session::new(login.user_id, login.device_id, login.access_token)
        .with_refresh_token(login.refresh_token)
        .with_expires_in(Duration::ZERO);
    ensure(session.has_expired(), "an expired token")?;
    client.set_session(session);
    let request = whoami::Request::new();
    let (one, two) = (client.send(&request), client.send(&request));
    let (one, two) = join(one, two).await;
    ensure(one?.user_id == two?.user_id, "the same user")?;
    let new = client.session().ok_or("no session")?;
    ensure(new.access_token != old && !new.has_expired(), "a new token")
}

/// The outputs of two futures that run at the same time.
async fn join<A, B>(one: impl Future<Output = A>, two: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut two) = (Box::pin(one), Box::pin(two));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        use std::task::Poll;
        if first.is_none()
            && let Poll::Ready(output) = one.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = two.as_mut().poll(context)
        {
            second = Some(output);
        }
        match (first.take(), second.take()) {
            (Some(one), Some(two)) => Poll::Ready((one, two)),
            (one, two) => {
                (first, second) = (one, two);
                Poll::Pending
            }
        }
    })
    .await
}

async fn error_response(homeserver: &str) -> Outcome {
    let password = PasswordLogin::new(UserIdentifier::user("ann"), "wrong");
    let login = login::Request::new(password.into());
    let error = Client::new(homeserver)?.send(&login).await.err().ok_or("a wrong password")?;
    ensure(error.to_string().starts_with("login: [403 M_FORBIDDEN]"), &format!("403, not {error}"))
}

async fn redirect(homeserver: &str) -> Outcome {
    let request = sso_redirect::Request::new(format!("{homeserver}/_matrix/client/versions"));
    let outcome = Client::new(homeserver)?.send(&request).await;
    let error = outcome.err().ok_or("a redirect cannot be read")?;
    ensure(
        error.to_string().contains("redirect") || error.to_string().contains("fetch"),
        "an error",
    )
}

async fn refused() -> Outcome {
    let retries = RetryPolicy::default().max_attempts(3);
    let client = Client::builder()
        .retry_policy(retries.backoff(Duration::from_millis(40), Duration::from_millis(80)))
        .build("http://127.0.0.1:9")?;
    let start = Instant::now();
    let error = client.send(&slow::Request::new()).await.err().ok_or("nobody listens")?;
    ensure(matches!(error, Error::Call(CallError::Transport { .. })), "no response")?;
    ensure(!error.to_string().contains("127.0.0.1"), "a message without the URL")?;
    // The waits are at least half of 40 ms and of 80 ms.
    ensure(start.elapsed() >= Duration::from_millis(60), "two waits")
}

async fn timeout(page: &str) -> Outcome {
    let client = Client::builder()
        .retry_policy(RetryPolicy::none())
        .timeout(Duration::from_millis(200))
        .build(page)?;
    let start = Instant::now();
    let error = client.send(&slow::Request::new()).await.err().ok_or("a late response")?;
    ensure(matches!(error, Error::Call(CallError::TimedOut { .. })), &format!("not {error}"))?;
    ensure(start.elapsed() >= Duration::from_millis(200), "a wait")?;
    ensure(start.elapsed() < Duration::from_secs(3), "an end")
}

async fn retries(page: &str) -> Outcome {
    let retries = RetryPolicy::default();
    let client = Client::builder()
        .retry_policy(retries.backoff(Duration::from_millis(40), Duration::from_millis(80)))
        .build(page)?;
    client.send(&unavailable::Request::new()).await?;
    Ok(())
}

async fn streams(page: &str) -> Outcome {
    let client = Client::new(page)?;
    let content = Body::from("0123456789".repeat(20_000));
    let response = client.send(&stream::Request::new(content.clone())).await?;
    let mut reader = response.content.open()?;
    let (mut size, mut chunks) = (0, 0);
    while let Some(chunk) = reader.chunk().await? {
        size += chunk.len();
        chunks += 1;
    }
    ensure(size == 200_000, &format!("200000 bytes, not {size}"))?;
    ensure(chunks > 1, "several chunks")
}

async fn body_limit(page: &str) -> Outcome {
    let transport = ReqwestTransport::new()?;
    let client = ClientBuilder::new(transport).body_limit(10).build(page)?;
    let error = client.send(&unavailable::Request::new()).await.err().ok_or("a long response")?;
    ensure(error.to_string().contains("exceeds 10 bytes"), &format!("a limit, not {error}"))
}
