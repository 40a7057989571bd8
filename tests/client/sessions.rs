//! Sessions that begin with a response, and stores that keep them.

use std::{
    error::Error as StdError,
    future::pending,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use matrix_api::{
    LoginResponse as _, MatrixError,
    client::{CallError, Client, Error, Session, SessionStore, SessionStoreError},
    identifiers::DeviceId,
    mock::{MockServer, MockTransport, Reply},
};
use matrix_client_account::{
    UserIdentifier, register,
    session::{PasswordLogin, login, refresh_token},
};

use crate::{
    endpoints::token,
    scripted::{TestMock as _, alice, json, replies},
    tokens::{accepts_new, new_tokens, refreshes, server, session},
};

/// What a store does next.
#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Works,
    Fails,
    Hangs,
    Panics,
    IsSlow,
}

#[derive(Default)]
struct Contents {
    saved: Option<Session>,
    /// The access tokens of all saved sessions.
    log: Vec<String>,
    state: State,
}

/// A store in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Contents>>);

impl Memory {
    fn with(session: Session) -> Self {
        let memory = Self::default();
        memory.0.lock().unwrap().saved = Some(session);
        memory
    }

    fn set_state(&self, state: State) {
        self.0.lock().unwrap().state = state;
    }

    fn saved(&self) -> Option<Session> {
        self.0.lock().unwrap().saved.clone()
    }

    fn log(&self) -> Vec<String> {
        self.0.lock().unwrap().log.clone()
    }
}

impl SessionStore for Memory {
    async fn load(&self) -> Result<Option<Session>, Box<dyn StdError + Send + Sync>> {
        let state = self.0.lock().unwrap().state;
        match state {
            State::Fails => Err(io::Error::other("the disk is broken").into()),
            _ => Ok(self.saved()),
        }
    }

    async fn save(&self, session: Option<&Session>) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let state = self.0.lock().unwrap().state;
        match state {
            State::Works => {}
            State::Fails => return Err(io::Error::other("the disk is full").into()),
            State::Hangs => pending().await,
            State::Panics => panic!("the store panics"),
            State::IsSlow => tokio::time::sleep(Duration::from_secs(1)).await,
        }
        let mut contents = self.0.lock().unwrap();
        contents.saved = session.cloned();
        contents.log.push(session.map_or("-".to_owned(), |it| it.access_token.clone()));
        Ok(())
    }
}

/// A client with a session that must be refreshed, which the store has.
async fn client(server: &MockServer, store: &Memory) -> Client<MockTransport> {
    let client =
        server.builder().session_store(store.clone()).build("https://example.org").unwrap();
    store.0.lock().unwrap().saved = Some(session());
    client.restore_session().await.unwrap();
    client
}

const LOGIN: &str = r#"{"user_id": "@alice:example.org", "access_token": "t", "device_id": "PHONE",
    "refresh_token": "r", "expires_in_ms": 60000}"#;

fn login() -> login::Request {
    login::Request::new(PasswordLogin::new(UserIdentifier::user("alice"), "wonderland").into())
}

#[tokio::test(start_paused = true)]
async fn a_login_begins_a_session_and_saves_it() {
    let (server, store) = (replies([json(200, LOGIN)]), Memory::default());
    let client =
        server.builder().session_store(store.clone()).build("https://example.org").unwrap();
    client.set_supported_versions(matrix_api::SupportedVersions::unknown());
    let response = client.log_in(&login()).await.unwrap();
    assert_eq!(response.user_id, "@alice:example.org");
    let session = client.session().unwrap();
    let expected = alice("t").with_refresh_token("r".to_owned());
    assert_eq!(session.refresh_token, expected.refresh_token);
    assert_eq!((&session.user_id, &session.device_id), (&expected.user_id, &expected.device_id));
    assert_eq!(session.access_token, "t");
    assert!(session.expires_at.is_some() && !session.has_expired());
    assert_eq!(store.saved(), Some(session));
    client.save_session(None).await.unwrap();
    assert_eq!((client.session(), store.saved()), (None, None));
    assert_eq!(store.log(), ["t", "-"]);
}

#[test]
fn a_registration_begins_a_session_unless_it_inhibits_the_login() {
    let response = register::Response::new("@alice:example.org".parse().unwrap());
    assert_eq!(response.session(), None);
    let response = response.access_token("t".to_owned());
    let session = response.clone().device_id("PHONE".parse::<DeviceId>().unwrap()).session();
    assert_eq!(session, Some(alice("t")));
    let session = response.refresh_token("r".to_owned()).session().unwrap();
    assert_eq!((session.device_id, session.refresh_token), (None, Some("r".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn a_login_that_cannot_be_saved_is_kept_and_reported() {
    let (server, store) = (replies([json(200, LOGIN)]), Memory::default());
    let client =
        server.builder().session_store(store.clone()).build("https://example.org").unwrap();
    client.set_supported_versions(matrix_api::SupportedVersions::unknown());
    store.set_state(State::Fails);
    let error = client.log_in(&login()).await.unwrap_err();
    assert!(matches!(error.as_call(), Some(CallError::SessionStore { .. })), "{error:?}");
    assert_eq!(error.to_string(), "login: cannot save the session: the disk is full");
    assert!(!error.is_logged_out() && error.as_call().unwrap().may_have_reached_server());
    assert_eq!(client.session().unwrap().access_token, "t");
    store.set_state(State::Works);
    client.save_session(client.session()).await.unwrap();
    assert_eq!(store.saved(), client.session());
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_keeps_the_session() {
    let refused = json(403, r#"{"errcode": "M_FORBIDDEN"}"#);
    let (server, store) = (replies([refused]), Memory::with(session()));
    let client =
        server.builder().session_store(store.clone()).build("https://example.org").unwrap();
    client.set_supported_versions(matrix_api::SupportedVersions::unknown());
    client.restore_session().await.unwrap();
    client.log_in(&login()).await.unwrap_err();
    assert_eq!((client.session(), store.saved()), (Some(session()), Some(session())));
}

#[tokio::test(start_paused = true)]
async fn a_session_is_restored_from_its_store() {
    let store = Memory::with(session());
    let builder = replies([]).builder().session(alice("other")).session_store(store.clone());
    let client = builder.build("https://example.org").unwrap();
    store.set_state(State::Fails);
    let error = client.restore_session().await.unwrap_err();
    assert!(matches!(error, SessionStoreError::Load(_)));
    assert_eq!(error.to_string(), "cannot load the session: the disk is broken");
    assert_eq!(client.session(), Some(alice("other")));
    store.set_state(State::Works);
    client.restore_session().await.unwrap();
    assert_eq!(client.session(), Some(session()));
    // Without a store, there is nothing to restore or to save.
    let client = replies([]).client_without_retries();
    client.save_session(session()).await.unwrap();
    client.restore_session().await.unwrap();
    assert_eq!(client.session(), Some(session()));
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_saved_before_a_request_uses_them() {
    let store = Memory::default();
    let seen = store.clone();
    let server = accepts_new().on(|request: refresh_token::Request| {
        assert_eq!(request.refresh_token, "refresh-1");
        new_tokens()
    });
    let server = server.on(move |_: token::Request| {
        assert_eq!(seen.saved().unwrap().access_token, "new");
        Ok(token::Response::new())
    });
    let client = client(&server, &store).await;
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(store.saved(), client.session());
    assert_eq!(store.saved().unwrap().refresh_token.as_deref(), Some("refresh-2"));
}

#[tokio::test(start_paused = true)]
async fn new_tokens_that_cannot_be_saved_are_kept_until_they_are() {
    for state in [State::Fails, State::Panics] {
        let (server, store) = (server(new_tokens), Memory::default());
        let client = client(&server, &store).await;
        store.set_state(state);
        for _ in 0..3 {
            let call = tokio::spawn({
                let client = client.clone();
                async move { client.send(&token::Request::new()).await }
            });
            match call.await {
                Err(panic) => assert!(panic.is_panic() && state == State::Panics),
                Ok(outcome) => assert_eq!(
                    outcome.unwrap_err().to_string(),
                    "test: cannot refresh the access token: refresh_token: cannot save the session: \
                     the disk is full"
                ),
            }
            // The old tokens are valid until the new ones are used, and a restart would find them.
            assert_eq!((client.session(), store.saved()), (Some(session()), Some(session())));
        }
        assert!(!server.tokens().contains(&"new".to_owned()));
        store.set_state(State::Works);
        client.send(&token::Request::new()).await.unwrap();
        assert_eq!(store.saved(), client.session());
        assert_eq!(
            (client.session().unwrap().access_token.as_str(), refreshes(&server)),
            ("new", 1)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_it_saves_loses_no_tokens() {
    let (server, store) = (server(new_tokens), Memory::default());
    let client = client(&server, &store).await;
    store.set_state(State::Hangs);
    for _ in 0..3 {
        let request = token::Request::new();
        tokio::time::timeout(Duration::from_secs(1), client.send(&request)).await.unwrap_err();
    }
    assert_eq!(store.saved(), Some(session()));
    store.set_state(State::Works);
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!((store.saved(), refreshes(&server)), (client.session(), 1));
    assert_eq!(store.saved().unwrap().access_token, "new");
}

/// Otherwise the tokens of an old session could be saved over a new one.
#[tokio::test(start_paused = true)]
async fn a_session_that_is_saved_during_a_refresh_is_the_last_one() {
    for pause in [10, 500] {
        let (server, store) = (server(new_tokens), Memory::default());
        let client = client(&server, &store).await;
        store.set_state(State::IsSlow);
        let call = tokio::spawn({
            let client = client.clone();
            async move { client.send(&token::Request::new()).await }
        });
        // The refresh takes 30 ms, and then the store takes a second.
        tokio::time::sleep(Duration::from_millis(pause)).await;
        client.save_session(alice("bob")).await.unwrap();
        let outcome = call.await.unwrap();
        assert_eq!((client.session(), store.saved()), (Some(alice("bob")), Some(alice("bob"))));
        assert_eq!(store.log().last().unwrap(), "bob");
        // The refreshed session was in use before, or its call failed.
        let replaced = matches!(outcome, Err(Error::Call(CallError::SessionReplaced { .. })));
        assert_eq!(outcome.is_ok(), !replaced);
        assert!(!server.tokens().contains(&"bob".to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn unsaved_tokens_do_not_outlive_their_session() {
    let server = accepts_new().on(|request: refresh_token::Request| {
        Ok::<_, MatrixError>(refresh_token::Response::new(match request.refresh_token.as_str() {
            "refresh-1" => "worthless".to_owned(),
            _ => "new".to_owned(),
        }))
    });
    let store = Memory::default();
    let client = client(&server, &store).await;
    store.set_state(State::Fails);
    client.send(&token::Request::new()).await.unwrap_err();
    client.set_session(alice("old").with_refresh_token("bobs".to_owned()));
    store.set_state(State::Works);
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(client.session().unwrap().access_token, "new");
    assert_eq!(store.log(), ["new"]);
}

/// A store has room for one session.
#[tokio::test(start_paused = true)]
async fn a_client_with_another_session_has_another_store() {
    let server = || {
        accepts_new().on(|_: refresh_token::Request| {
            Reply::new(Ok(refresh_token::Response::new("new".to_owned())))
        })
    };
    let (server, annes, bobs) = (server(), Memory::default(), Memory::with(session()));
    let anne = client(&server, &annes).await;
    anne.with_session(session()).send(&token::Request::new()).await.unwrap();
    assert_eq!(annes.log(), [""; 0]);
    let bob = anne.with_session_store(bobs.clone());
    assert_eq!(bob.session(), None);
    bob.restore_session().await.unwrap();
    bob.send(&token::Request::new()).await.unwrap();
    assert_eq!((annes.log(), bobs.log()), (vec![], vec!["new".to_owned()]));
    assert_eq!(anne.session(), Some(session()));
    // A derived client has the session and the store of the client that it is derived from.
    let derived = anne.with_timeout(Duration::from_secs(5));
    derived.send(&token::Request::new()).await.unwrap();
    assert_eq!(annes.log(), ["new"]);
}

/// A program may keep a handle to its store.
#[tokio::test(start_paused = true)]
async fn a_store_can_be_shared() {
    let store = Arc::new(Memory::with(session()));
    let builder = replies([]).builder().session_store(Arc::clone(&store));
    let client = builder.build("https://example.org").unwrap();
    client.restore_session().await.unwrap();
    client.save_session(None).await.unwrap();
    assert_eq!(store.saved(), None);
}
