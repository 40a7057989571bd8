//! Access tokens: which requests have them, and how they are refreshed.

use std::{
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use matrix_api::{
    client::{CallError, Client, Error, Session, TransportError},
    http::{Request, header::AUTHORIZATION},
    identifiers::DeviceId,
};
use matrix_client_account::whoami;

use crate::{
    endpoints::{
        appservice_token, get, no_token, optional_appservice_token, optional_token, token,
    },
    scripted::{Reply, Scripted, alice},
};

const REFRESH: &str = "POST /_matrix/client/v3/refresh";
const EXPIRED: &str = r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Expired", "soft_logout": true}"#;

fn session() -> Session {
    alice("old").with_refresh_token("refresh-1".to_owned())
}

/// A server that accepts only the token `new`, which `refresh-1` is exchanged for.
fn server(refreshed: fn() -> Reply) -> Arc<Scripted> {
    Scripted::new(move |request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => Reply::json(200, r#"{"versions": ["v1.11"]}"#),
        "/_matrix/client/v3/refresh" => {
            assert_eq!(request.body().as_ref(), br#"{"refresh_token":"refresh-1"}"#);
            assert!(!request.headers().contains_key(AUTHORIZATION));
            refreshed().after(Duration::from_millis(30))
        }
        _ if request.headers().get(AUTHORIZATION).is_some_and(|it| it == "Bearer new") => {
            Reply::json(200, "{}")
        }
        _ => Reply::json(401, EXPIRED),
    })
}

fn new_tokens() -> Reply {
    let body = r#"{"access_token": "new", "refresh_token": "refresh-2", "expires_in_ms": 60000}"#;
    Reply::json(200, body)
}

fn client(server: &Arc<Scripted>) -> Client<Arc<Scripted>> {
    server.builder().session(session()).build("https://example.org").unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_scheme_decides_whether_the_token_is_sent() {
    let server = Scripted::new(|_| Reply::json(200, "{}"));
    let client = server.client();
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
    let sent = server.sent();
    let tokens = sent.iter().map(|sent| sent.token()).collect::<Vec<_>>();
    let t = Some("t");
    assert_eq!(tokens, [None, None, t, t, t, None, Some("another"), None]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_needs_a_token_is_not_sent_without_one() {
    let server = Scripted::replies([]);
    let error = server.client().send(&whoami::Request::new()).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::MissingToken { .. })), "{error}");
    for error in [
        server.client().send(&token::Request::new()).await.unwrap_err(),
        server.client().send(&appservice_token::Request::new()).await.unwrap_err(),
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
    let session = client.session().unwrap();
    assert_eq!(session.access_token, "new");
    assert_eq!(session.refresh_token.as_deref(), Some("refresh-2"));
    assert!(session.expires_at.is_some() && !session.has_expired());
    assert_eq!(*kept.lock().unwrap(), [session]);
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_stored_before_a_request_uses_them() {
    let server = server(new_tokens);
    let client = Arc::new(OnceLock::<Client<Arc<Scripted>>>::new());
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
    let server = server(|| Reply::json(200, r#"{"access_token": "new"}"#));
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
    let count = |line| server.lines().iter().filter(|it| *it == line).count();
    assert_eq!((count(REFRESH), count("GET /test")), (1, 40));
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
    let server = server(|| Reply::json(401, EXPIRED));
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
    let refreshes = server.lines().iter().filter(|it| *it == REFRESH).count();
    assert_eq!(refreshes, 1, "a dead token is not tried again");
    // A new login works.
    client.set_session(alice("new"));
    client.send(&token::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forbidden_refresh_ends_the_session() {
    let server = server(|| Reply::json(403, r#"{"errcode": "M_FORBIDDEN"}"#));
    let client = client(&server);
    for _ in 0..2 {
        assert!(client.send(&token::Request::new()).await.unwrap_err().is_logged_out());
    }
    assert_eq!(server.lines().iter().filter(|it| *it == REFRESH).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_without_a_word_about_the_token_keeps_the_session() {
    let replies: [(u16, fn() -> Reply); 9] = [
        (500, || Reply::json(500, "{}")),
        (401, || Reply::json(401, "<h1>Authorization Required</h1>")),
        (403, || Reply::json(403, "<h1>Blocked by the firewall</h1>")),
        (401, || Reply::json(401, "{}")),
        (403, || Reply::json(403, r#"{"errcode": "M_USER_SUSPENDED"}"#)),
        (401, || Reply::json(401, r#"{"errcode": "M_USER_LOCKED", "soft_logout": true}"#)),
        (401, || Reply::json(401, r#"{"errcode": "M_FORBIDDEN"}"#)),
        (401, || Reply::json(401, r#"{"errcode": "M_MISSING_TOKEN"}"#)),
        (403, || Reply::json(403, r#"{"errcode": "M_RESOURCE_LIMIT_EXCEEDED"}"#)),
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
        assert_eq!(server.lines().iter().filter(|it| *it == REFRESH).count(), 2, "{status}");
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
    let refreshes = || server.lines().iter().filter(|it| *it == REFRESH).count();
    assert_eq!(refreshes(), 1);
    client.send(&token::Request::new()).await.unwrap_err();
    assert_eq!(refreshes(), 2, "the next request tries again");
}

#[tokio::test(start_paused = true)]
async fn a_refused_new_token_is_not_refreshed_again() {
    let server = server(|| Reply::json(200, r#"{"access_token": "worthless"}"#));
    let error = client(&server).send(&token::Request::new()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.lines().iter().filter(|it| *it == REFRESH).count(), 1);
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
    let forbidden = Scripted::new(|_| Reply::json(403, r#"{"errcode": "M_FORBIDDEN"}"#)).client();
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
    let sent = server.sent();
    let tokens = sent.iter().filter_map(|it| it.token());
    assert_eq!(tokens.collect::<Vec<_>>(), ["old"], "nothing is sent for another user");
}

/// A server whose refresh takes a second, and that accepts each refresh token once.
fn strict_server() -> Arc<Scripted> {
    let mut current = 1;
    Scripted::new(move |request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => Reply::json(200, r#"{"versions": ["v1.11"]}"#),
        "/_matrix/client/v3/refresh" => {
            let expected = format!(r#"{{"refresh_token":"refresh-{current}"}}"#);
            if request.body().as_ref() != expected.as_bytes() {
                return Reply::json(401, EXPIRED);
            }
            current += 1;
            new_tokens().after(Duration::from_secs(1))
        }
        _ if request.headers().get(AUTHORIZATION).is_some_and(|it| it == "Bearer new") => {
            Reply::json(200, "{}")
        }
        _ => Reply::json(401, EXPIRED),
    })
}

/// Sends a request that is dropped after a time.
async fn send_and_drop(client: &Client<Arc<Scripted>>, after: Duration) {
    let request = token::Request::new();
    tokio::time::timeout(after, client.send(&request)).await.unwrap_err();
}

fn refreshes(server: &Scripted) -> usize {
    server.lines().iter().filter(|it| *it == REFRESH).count()
}

#[tokio::test(start_paused = true)]
async fn a_refresh_outlives_the_call_that_began_it() {
    for pause in [Duration::ZERO, Duration::from_secs(3600)] {
        let server = strict_server();
        let client = client(&server);
        send_and_drop(&client, Duration::from_millis(500)).await;
        // Nobody waits for the response, which arrives all the same.
        tokio::time::sleep(pause).await;
        client.send(&token::Request::new()).await.unwrap();
        assert_eq!(client.session().unwrap().refresh_token.unwrap(), "refresh-2");
        assert_eq!(refreshes(&server), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refresh_survives_constant_drops() {
    let server = strict_server();
    let client = client(&server);
    for _ in 0..9 {
        let calls = [70, 100, 90].map(|after| send_and_drop(&client, Duration::from_millis(after)));
        let [one, two, three] = calls;
        tokio::join!(one, two, three);
    }
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(refreshes(&server), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_outlives_its_call_is_saved() {
    let server = strict_server();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let builder = server.builder().session(session()).deadline(Duration::from_millis(400));
    let builder = builder.on_refresh(move |session| keep.lock().unwrap().push(session.clone()));
    let client = builder.build("https://example.org").unwrap();
    let error = client.send(&token::Request::new()).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::DeadlineExceeded { .. })), "{error}");
    assert!(kept.lock().unwrap().is_empty());
    client.send(&token::Request::new()).await.unwrap_err();
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(*kept.lock().unwrap(), [client.session().unwrap()]);
    assert_eq!(refreshes(&server), 1);
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_refresh_times_out_although_its_calls_are_dropped() {
    let server = server(|| new_tokens().after(Duration::from_secs(100_000)));
    let client = client(&server);
    for _ in 0..8 {
        send_and_drop(&client, Duration::from_secs(7)).await;
    }
    assert!(client.send(&token::Request::new()).await.unwrap_err().is_timeout());
    assert_eq!(refreshes(&server), 1);
    send_and_drop(&client, Duration::from_secs(7)).await;
    assert_eq!(refreshes(&server), 2);
}

#[tokio::test(start_paused = true)]
async fn the_refresh_of_a_replaced_session_is_not_used() {
    let server = Scripted::new(|request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => Reply::json(200, r#"{"versions": ["v1.11"]}"#),
        "/_matrix/client/v3/refresh" if request.body().ends_with(br#""anns"}"#) => {
            Reply::json(200, r#"{"access_token": "ann-2"}"#).after(Duration::from_secs(1))
        }
        "/_matrix/client/v3/refresh" => Reply::json(200, r#"{"access_token": "bob-2"}"#),
        _ if request.headers()[AUTHORIZATION] == "Bearer bob-2" => Reply::json(200, "{}"),
        _ => Reply::json(401, EXPIRED),
    });
    let client = server.client();
    client.set_session(alice("ann").with_refresh_token("anns".to_owned()));
    send_and_drop(&client, Duration::from_millis(500)).await;
    client.set_session(alice("bob").with_refresh_token("bobs".to_owned()));
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(client.session().unwrap().access_token, "bob-2");
    let sent = server.sent();
    let tokens = sent.iter().filter_map(|it| it.token());
    assert_eq!(tokens.collect::<Vec<_>>(), ["ann", "bob", "bob-2"]);
}

/// A transport that panics does so once: the refresh is not polled again.
#[tokio::test(start_paused = true)]
async fn a_refresh_that_panics_is_forgotten() {
    let mut panics = true;
    let server = server(new_tokens);
    let inner = Arc::clone(&server);
    let fragile = Scripted::new(move |request: &Request<_>| {
        assert!(!(request.uri().path().ends_with("refresh") && std::mem::take(&mut panics)));
        inner.reply(request)
    });
    let client = client(&fragile);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(&token::Request::new()).await.is_ok() }
    });
    assert!(call.await.unwrap_err().is_panic());
    client.send(&token::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_on_refresh_does_not_lose_the_tokens() {
    let server = strict_server();
    let builder = server.builder().session(session()).on_refresh(|_| panic!("the disk is full"));
    let client = builder.build("https://example.org").unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(&token::Request::new()).await.is_ok() }
    });
    assert!(call.await.unwrap_err().is_panic());
    assert_eq!(client.session().unwrap().access_token, "new");
    client.send(&token::Request::new()).await.unwrap();
}

/// Otherwise a program that saves the session of a new login could have it overwritten.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_session_is_set_while_new_tokens_are_saved() {
    let server = server(new_tokens);
    let client = Arc::new(OnceLock::<Client<Arc<Scripted>>>::new());
    let log = Arc::new(Mutex::new(Vec::new()));
    let (held, notes) = (Arc::clone(&client), Arc::clone(&log));
    let builder = server.builder().session(session()).on_refresh(move |_| {
        let (client, notes) = (held.get().unwrap().clone(), Arc::clone(&notes));
        std::thread::spawn({
            let notes = Arc::clone(&notes);
            move || {
                client.set_session(alice("another"));
                notes.lock().unwrap().push("another session is set");
            }
        });
        std::thread::sleep(Duration::from_millis(50));
        notes.lock().unwrap().push("the new tokens are saved");
    });
    let client = client.get_or_init(|| builder.build("https://example.org").unwrap());
    let error = client.send(&token::Request::new()).await.err();
    while log.lock().unwrap().len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(*log.lock().unwrap(), ["the new tokens are saved", "another session is set"]);
    assert_eq!(client.session().unwrap().access_token, "another");
    assert!(error.is_none_or(|error| !error.is_logged_out()));
}

/// All clients and sessions share a function that saves them, which must know whose they are.
#[tokio::test(start_paused = true)]
async fn new_tokens_are_saved_for_their_user_and_device() {
    let server = Scripted::new(|request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => Reply::json(200, r#"{"versions": ["v1.11"]}"#),
        "/_matrix/client/v3/refresh" => Reply::json(200, r#"{"access_token": "new"}"#),
        _ if request.headers()[AUTHORIZATION] == "Bearer new" => Reply::json(200, "{}"),
        _ => Reply::json(401, EXPIRED),
    });
    let saved = Arc::new(Mutex::new(Vec::new()));
    let save = Arc::clone(&saved);
    let builder = server.builder().session(session()).on_refresh(move |session| {
        let device_id = session.device_id.as_ref().map(ToString::to_string);
        save.lock().unwrap().push((session.user_id.to_string(), device_id));
    });
    let alice = builder.build("https://example.org").unwrap();
    let with_refresh_token =
        |session: Session| session.with_refresh_token("refresh-1".to_owned());
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
    let server = Scripted::new(|_| Reply::json(200, "{}"));
    let client = server.client();
    let other = client.with_session(alice("bob"));
    client.set_session(alice("alice"));
    client.clone().send(&token::Request::new()).await.unwrap();
    other.send(&token::Request::new()).await.unwrap();
    let sent = server.sent();
    assert_eq!([sent[0].token(), sent[1].token()], [Some("alice"), Some("bob")]);
}
