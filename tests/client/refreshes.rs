//! A refresh loses no tokens, whatever happens to the call that began it.

use std::{
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use matrix_api::{
    client::{CallError, Client, Error},
    http::{Request, header::AUTHORIZATION},
};

use crate::{
    endpoints::token,
    scripted::{Reply, Scripted, alice},
    tokens::{EXPIRED, REFRESH, client, new_tokens, server, session},
};

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
    let server = Scripted::new(|request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => Reply::json(200, r#"{"versions": ["v1.11"]}"#),
        "/_matrix/client/v3/refresh" => new_tokens().after(Duration::from_secs(100_000)),
        _ => Reply::json(401, EXPIRED),
    });
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
