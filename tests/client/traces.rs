//! Traces: what they contain, and what they must not.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use matrix_api::{
    MatrixVersion, SupportedVersions,
    client::{RetryPolicy, TransportError},
    mock::Reply,
};
use matrix_client_account::{
    UserIdentifier, check_registration_token_validity, register,
    session::{PasswordLogin, login},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::{
    endpoints::token,
    scripted::{TestMock as _, alice, json, replies},
};

const SECRET: &str = "swordfish";

/// Records every span and every event.
#[derive(Clone, Default)]
struct Notebook(Arc<Mutex<String>>);

impl Notebook {
    fn note(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = Line(format!("{} {}", metadata.level(), metadata.name()));
        if metadata.is_event() {
            line.0 = metadata.level().to_string();
        }
        record(&mut line);
        writeln!(self.0.lock().unwrap(), "{}", line.0).unwrap();
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Notebook {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.note(span.metadata(), |visit| span.record(visit));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata(), |visit| event.record(visit));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// A test that runs at the same time may register a call site just when the subscriber is set, and never ask it.
fn recheck_call_sites() {
    thread::sleep(Duration::from_millis(20));
    tracing::callsite::rebuild_interest_cache();
}

#[tokio::test(start_paused = true)]
async fn calls_and_attempts_are_traced_without_secrets() {
    let notebook = Notebook::default();
    let _guard = tracing::subscriber::set_default(notebook.clone());
    recheck_call_sites();

    let answers = r#"{"access_token": "swordfish", "refresh_token": "swordfish", "user_id": "@a:b",
        "device_id": "D", "valid": true}"#;
    let server = replies([
        json(503, "swordfish"),
        Reply::failure(TransportError::connect("refused")),
        json(200, answers),
        json(200, answers),
        json(401, r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "swordfish"}"#),
        json(200, answers),
        json(200, "{}").header("set-cookie", SECRET),
        json(400, r#"{"errcode": "M_UNKNOWN", "error": "swordfish"}"#),
    ]);
    let client = server
        .builder()
        .retry_policy(RetryPolicy::default())
        .session(alice("swordfish1").with_refresh_token(SECRET.to_owned()))
        .supported_versions(SupportedVersions::from([MatrixVersion::V1_11]))
        .build("https://swordfish.example.org/swordfish")
        .unwrap();
    let validity = check_registration_token_validity::Request::new(SECRET.to_owned());
    client.send(&validity).await.unwrap();
    let password = PasswordLogin::new(UserIdentifier::user(SECRET), SECRET);
    client.send(&login::Request::new(password.into())).await.unwrap();
    client.send(&token::Request::new()).await.unwrap();
    client.send(&register::Request::new().password(SECRET.to_owned())).await.unwrap_err();

    let seen = notebook.0.lock().unwrap().clone();
    assert!(!seen.contains(SECRET), "{seen}");
    let path = "/_matrix/client/v1/register/m.login.registration_token/validity";
    for expected in [
        &format!(
            "DEBUG matrix_api::call endpoint=\"check_registration_token_validity\" method=GET path=\"{path}\"\n\
             DEBUG message=response attempt=1 status=503\n"
        ),
        "DEBUG message=no response attempt=2 error=cannot connect to the server: refused\n",
        "DEBUG message=response attempt=3 status=200\n",
        "endpoint=\"login\" method=POST path=\"/_matrix/client/v3/login\"\n",
        "endpoint=\"refresh_token\" method=POST path=\"/_matrix/client/v3/refresh\"\n",
        "endpoint=\"register\" method=POST path=\"/_matrix/client/v3/register\"\n\
         DEBUG message=response attempt=1 status=400\n",
    ] {
        assert!(seen.contains(expected), "{expected} is not in\n{seen}");
    }
}
