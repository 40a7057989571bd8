//! Access tokens: which requests have them, and how they are refreshed.

use std::{
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use matrix_api::{
    client::{CallError, Client, Error, Session, TransportError},
    identifiers::DeviceId,
    mock::{MockServer, MockTransport, Reply},
};
use matrix_client_account::{session::refresh_token, whoami};

use crate::{
    endpoints::{
        appservice_token, get, no_token, optional_appservice_token, optional_token, token,
    },
    scripted::{TestMock as _, alice, json, replies, scripted},
};

pub(crate) const REFRESH: &str = "POST /_matrix/client/v3/refresh";
const EXPIRED: &str = r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Expired", "soft_logout": true}"#;

pub(crate) fn session() -> Session {
    alice("old").with_refresh_token("refresh-1".to_owned())
}

/// A server that accepts only the token `new`.
pub(crate) fn accepts_new() -> MockServer {
    let mock = MockServer::with_tokio_clock().token("new").expire_token("old");
    mock.on(|_: token::Request| Ok(token::Response::new()))
}

/// The reply to a refresh.
pub(crate) type Refreshed = fn() -> Reply<refresh_token::Request>;

/// A server that accepts only the token `new`, which `refresh-1` is exchanged for.
pub(crate) fn server(refreshed: Refreshed) -> MockServer {
    accepts_new().on(move |request: refresh_token::Request| {
        assert_eq!(request.refresh_token, "refresh-1");
        refreshed().delay(Duration::from_millis(30))
    })
}

pub(crate) fn new_tokens() -> Reply<refresh_token::Request> {
    let tokens = refresh_token::Response::new("new".to_owned());
    let tokens = tokens.refresh_token("refresh-2".to_owned());
    Reply::new(Ok(tokens.expires_in_ms(Duration::from_secs(60))))
}

pub(crate) fn refreshes(server: &MockServer) -> usize {
    server.calls::<refresh_token::Request>().len()
}

pub(crate) fn client(server: &MockServer) -> Client<MockTransport> {
    server.builder().session(session()).build("https://example.org").unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_scheme_decides_whether_the_token_is_sent() {
    let server = scripted(|_| json(200, "{}"));
    let client = server.client_without_retries();
    client.set_session(alice("t"));
    client.send(&get::Request::new()).await.unwrap();
    client.send(&no_token::Request::new()).await.unwrap();
    client.send(&token::Request::new()).await.unwrap();
    client.send(&optional_token::Request::new()).await.unwrap();
    client.send(&appservice_token::Request::new()).await.unwrap();
    client.send(&optional_appservice_token::Request::new()).await.unwrap();
    client.send_with(&token::Request::new(), "another").await.unwrap();
    client.set_session(None);
    client.send(&optional_token::Request::new()).await.unwrap();
    assert_eq!(server.tokens(), ["-", "-", "t", "t", "t", "-", "another", "-"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_needs_a_token_is_not_sent_without_one() {
    let server = replies([]);
    let error = server.client_without_retries().send(&whoami::Request::new()).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::MissingToken { .. })), "{error}");
    for error in [
        server.client_without_retries().send(&token::Request::new()).await.unwrap_err(),
        server.client_without_retries().send(&appservice_token::Request::new()).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Call(CallError::MissingToken { .. })), "{error}");
        assert_eq!(error.to_string(), "test: missing access token; log in and call `set_session`");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_refreshed_and_the_request_retried() {
    let server = server(new_tokens);
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let client = server
        .builder()
        .session(session())
        .on_refresh(move |session| keep.lock().unwrap().push(session.clone()))
        .build("https://example.org")
        .unwrap();
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(server.lines(), ["GET /test", "GET /_matrix/client/versions", REFRESH, "GET /test"]);
    assert_eq!(server.tokens(), ["old", "-", "-", "new"]);
    let session = client.session().unwrap();
    assert_eq!(session.access_token, "new");
    assert_eq!(session.refresh_token.as_deref(), Some("refresh-2"));
    assert!(session.expires_at.is_some() && !session.has_expired());
    assert_eq!(*kept.lock().unwrap(), [session]);
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_stored_before_a_request_uses_them() {
    let server = server(new_tokens);
    let client = Arc::new(OnceLock::<Client<MockTransport>>::new());
    let in_use = Arc::new(Mutex::new(None));
    let (seen, held) = (Arc::clone(&in_use), Arc::clone(&client));
    let built = server
        .builder()
        .session(session())
        .on_refresh(move |_| *seen.lock().unwrap() = held.get().and_then(Client::session))
        .build("https://example.org")
        .unwrap();
    let client = client.get_or_init(|| built);
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(*in_use.lock().unwrap(), Some(session()));
}

#[tokio::test(start_paused = true)]
async fn the_refresh_token_stays_unless_there_is_a_new_one() {
    let server = server(|| json(200, r#"{"access_token": "new"}"#));
    let client = client(&server);
    client.send(&token::Request::new()).await.unwrap();
    let session = client.session().unwrap();
    assert_eq!(session.refresh_token.as_deref(), Some("refresh-1"));
    assert_eq!(session.expires_at, None);
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_a_refresh() {
    let server = server(new_tokens);
    let client = client(&server);
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&token::Request::new()).await.is_ok() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap());
    }
    assert_eq!((refreshes(&server), server.calls::<token::Request>().len()), (1, 40));
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_refreshed_before_sending() {
    let server = server(new_tokens);
    let client = client(&server);
    client.set_session(session().with_expires_in(Duration::ZERO));
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(server.lines(), ["GET /_matrix/client/versions", REFRESH, "GET /test"]);
    // A request without a token is not affected.
    client.set_session(session().with_expires_in(Duration::ZERO));
    client.send(&no_token::Request::new()).await.unwrap_err();
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_ends_the_session_for_all_clones() {
    let server = server(|| json(401, EXPIRED));
    let client = client(&server);
    let requests = [token::Request::new(), token::Request::new()];
    let (one, two) = tokio::join!(client.send(&requests[0]), client.send(&requests[1]));
    let three = client.send(&token::Request::new()).await;
    for outcome in [one, two, three] {
        let error = outcome.unwrap_err();
        assert_eq!(
            error.to_string(),
            "test: cannot refresh the access token: refresh_token: [401 M_UNKNOWN_TOKEN] Expired"
        );
        assert!(error.is_logged_out());
        let error = error.as_call().unwrap();
        assert!(error.server_error().unwrap().soft_logout());
    }
    assert_eq!(refreshes(&server), 1, "a dead token is not tried again");
    // A new login works.
    client.set_session(alice("new"));
    client.send(&token::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forbidden_refresh_ends_the_session() {
    let server = server(|| json(403, r#"{"errcode": "M_FORBIDDEN"}"#));
    let client = client(&server);
    for _ in 0..2 {
        assert!(client.send(&token::Request::new()).await.unwrap_err().is_logged_out());
    }
    assert_eq!(refreshes(&server), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_without_a_word_about_the_token_keeps_the_session() {
    let replies: [(u16, Refreshed); 9] = [
        (500, || json(500, "{}")),
        (401, || json(401, "<h1>Authorization Required</h1>")),
        (403, || json(403, "<h1>Blocked by the firewall</h1>")),
        (401, || json(401, "{}")),
        (403, || json(403, r#"{"errcode": "M_USER_SUSPENDED"}"#)),
        (401, || json(401, r#"{"errcode": "M_USER_LOCKED", "soft_logout": true}"#)),
        (401, || json(401, r#"{"errcode": "M_FORBIDDEN"}"#)),
        (401, || json(401, r#"{"errcode": "M_MISSING_TOKEN"}"#)),
        (403, || json(403, r#"{"errcode": "M_RESOURCE_LIMIT_EXCEEDED"}"#)),
    ];
    for (status, reply) in replies {
        let server = server(reply);
        let client = client(&server);
        for _ in 0..2 {
            let error = client.send(&token::Request::new()).await.unwrap_err();
            let error = error.as_call().unwrap();
            assert!(!error.is_logged_out(), "{error}");
            assert_eq!(error.server_error().unwrap().status, status);
        }
        assert_eq!(refreshes(&server), 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_a_failed_refresh() {
    let server = server(|| Reply::failure(TransportError::connect("refused")));
    let client = client(&server);
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&token::Request::new()).await.unwrap_err() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(
            call.await.unwrap().to_string(),
            "test: cannot refresh the access token: \
             refresh_token: cannot connect to the server: refused"
        );
    }
    assert_eq!(refreshes(&server), 1);
    client.send(&token::Request::new()).await.unwrap_err();
    assert_eq!(refreshes(&server), 2, "the next request tries again");
}

#[tokio::test(start_paused = true)]
async fn a_refused_new_token_is_not_refreshed_again() {
    let server = server(|| json(200, r#"{"access_token": "worthless"}"#));
    let error = client(&server).send(&token::Request::new()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(refreshes(&server), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_refresh_token_the_error_is_returned() {
    let server = server(new_tokens);
    let client = client(&server);
    client.set_session(alice("old"));
    let error = client.send(&token::Request::new()).await.unwrap_err();
    assert!(error.is_logged_out());
    assert!(error.as_matrix_error().unwrap().soft_logout());
    assert_eq!(server.lines(), ["GET /test"]);
    let forbidden =
        scripted(|_| json(403, r#"{"errcode": "M_FORBIDDEN"}"#)).client_without_retries();
    assert!(!forbidden.send(&get::Request::new()).await.unwrap_err().is_logged_out());
}

#[tokio::test(start_paused = true)]
async fn a_login_during_a_refresh_wins() {
    let server = server(new_tokens);
    let client = client(&server);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(&token::Request::new()).await }
    });
    tokio::time::sleep(Duration::from_millis(10)).await;
    client.set_session(alice("another"));
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Call(CallError::SessionReplaced { .. })), "{error}");
    assert!(!error.is_logged_out());
    assert_eq!(client.session().unwrap().access_token, "another");
    let tokens: Vec<_> = server.tokens().into_iter().filter(|it| it != "-").collect();
    assert_eq!(tokens, ["old"], "nothing is sent for another user");
}

/// All clients and sessions share a function that saves them, which must know whose they are.
#[tokio::test(start_paused = true)]
async fn new_tokens_are_saved_for_their_user_and_device() {
    let server = accepts_new()
        .on(|_: refresh_token::Request| Ok(refresh_token::Response::new("new".to_owned())));
    let saved = Arc::new(Mutex::new(Vec::new()));
    let save = Arc::clone(&saved);
    let builder = server.builder().session(session()).on_refresh(move |session| {
        let device_id = session.device_id.as_ref().map(ToString::to_string);
        save.lock().unwrap().push((session.user_id.to_string(), device_id));
    });
    let alice = builder.build("https://example.org").unwrap();
    let with_refresh_token = |session: Session| session.with_refresh_token("refresh-1".to_owned());
    let bobs = Session::new("@bob:example.org".parse().unwrap(), None, "old");
    let bob = alice.with_session(with_refresh_token(bobs));
    bob.send(&token::Request::new()).await.unwrap();
    alice.send(&token::Request::new()).await.unwrap();
    let laptop: DeviceId = "LAPTOP".parse().unwrap();
    let laptop = Session::new("@alice:example.org".parse().unwrap(), laptop, "old");
    alice.set_session(with_refresh_token(laptop));
    alice.send(&token::Request::new()).await.unwrap();
    let device = |user: &str, device: Option<&str>| (user.to_owned(), device.map(str::to_owned));
    assert_eq!(
        *saved.lock().unwrap(),
        [
            device("@bob:example.org", None),
            device("@alice:example.org", Some("PHONE")),
            device("@alice:example.org", Some("LAPTOP")),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn clients_of_other_accounts_have_their_own_sessions() {
    let server = scripted(|_| json(200, "{}"));
    let client = server.client_without_retries();
    let other = client.with_session(alice("bob"));
    client.set_session(alice("alice"));
    client.clone().send(&token::Request::new()).await.unwrap();
    other.send(&token::Request::new()).await.unwrap();
    assert_eq!(server.tokens(), ["alice", "bob"]);
}
