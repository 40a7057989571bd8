//! A refresh loses no tokens, whatever happens to the call that began it.

use std::{
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use matrix_api::{
    MatrixError,
    client::{CallError, Client, Error},
    mock::{MockServer, MockTransport, Reply},
};

use matrix_client_account::session::refresh_token;

use crate::{
    endpoints::token,
    scripted::{TestMock as _, alice},
    tokens::{accepts_new, client, new_tokens, refreshes, server, session},
};

/// A server whose refresh takes a second, and that accepts each refresh token once.
fn strict_server() -> MockServer {
    let current = AtomicU32::new(1);
    accepts_new().on(move |request: refresh_token::Request| {
        if request.refresh_token != format!("refresh-{}", current.load(Relaxed)) {
            return Reply::new(Err(MatrixError::expired_token()));
        }
        current.fetch_add(1, Relaxed);
        new_tokens().delay(Duration::from_secs(1))
    })
}

/// Sends a request that is dropped after a time.
async fn send_and_drop(client: &Client<MockTransport>, after: Duration) {
    let request = token::Request::new();
    tokio::time::timeout(after, client.send(&request)).await.unwrap_err();
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
    let server = accepts_new()
        .on(|_: refresh_token::Request| new_tokens().delay(Duration::from_secs(100_000)));
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
    let mock = MockServer::with_tokio_clock().expire_token("ann").expire_token("bob");
    let server = mock.on(|_: token::Request| Ok(token::Response::new())).on(
        |request: refresh_token::Request| {
            let (token, delay) = match request.refresh_token.as_str() {
                "anns" => ("ann-2", 1),
                _ => ("bob-2", 0),
            };
            let tokens = refresh_token::Response::new(token.to_owned());
            Reply::new(Ok(tokens)).delay(Duration::from_secs(delay))
        },
    );
    let client = server.client_without_retries();
    client.set_session(alice("ann").with_refresh_token("anns".to_owned()));
    send_and_drop(&client, Duration::from_millis(500)).await;
    client.set_session(alice("bob").with_refresh_token("bobs".to_owned()));
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(client.session().unwrap().access_token, "bob-2");
    let tokens: Vec<_> = server.tokens().into_iter().filter(|it| it != "-").collect();
    assert_eq!(tokens, ["ann", "bob", "bob-2"]);
}

/// A transport that panics does so once: the refresh is not polled again.
#[tokio::test(start_paused = true)]
async fn a_refresh_that_panics_is_forgotten() {
    let has_panicked = AtomicBool::new(false);
    let fragile = server(new_tokens).on(move |_: refresh_token::Request| {
        assert!(has_panicked.swap(true, Relaxed), "once");
        Reply::pass()
    });
    let client = client(&fragile);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(&token::Request::new()).await.is_ok() }
    });
    assert!(call.await.unwrap_err().is_panic());
    fragile.check().unwrap_err();
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
    let client = Arc::new(OnceLock::<Client<MockTransport>>::new());
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
