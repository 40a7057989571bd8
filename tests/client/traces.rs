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
    endpoints::{get, token},
    scripted::{TestMock as _, alice, json, replies, scripted},
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

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut line = Line("RECORD".to_owned());
        values.record(&mut line);
        writeln!(self.0.lock().unwrap(), "{}", line.0).unwrap();
    }

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
        .build("https://example.org:8448/swordfish")
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
    let common = "server.address=\"example.org\" server.port=8448";
    for expected in [
        &format!(
            "DEBUG matrix_api::attempt otel.kind=\"client\" otel.name=GET {path} \
             endpoint=\"check_registration_token_validity\" http.request.method=\"GET\" \
             url.template=\"{path}\" {common}\n\
             DEBUG message=response http.response.status_code=503\n\
             RECORD http.response.status_code=503\n\
             RECORD error.type=\"503\"\n\
             RECORD otel.status_code=\"ERROR\"\n"
        ),
        &format!(
            "{common} http.request.resend_count=1\n\
             DEBUG message=no response error=cannot connect to the server: refused\n\
             RECORD error.type=\"connect\"\n\
             RECORD otel.status_code=\"ERROR\"\n"
        ),
        &format!(
            "{common} http.request.resend_count=2\n\
             DEBUG message=response http.response.status_code=200\n\
             RECORD http.response.status_code=200\n"
        ),
        "otel.name=POST /_matrix/client/v3/login endpoint=\"login\" http.request.method=\"POST\"",
        "endpoint=\"refresh_token\" http.request.method=\"POST\" \
         url.template=\"/_matrix/client/v3/refresh\"",
        "url.template=\"/_matrix/client/v3/register\"",
    ] {
        assert!(seen.contains(expected), "{expected} is not in\n{seen}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_ends_at_the_deadline_of_its_call_is_traced() {
    let notebook = Notebook::default();
    let _guard = tracing::subscriber::set_default(notebook.clone());
    recheck_call_sites();

    let server = scripted(|_| json(200, "{}").delay(Duration::from_secs(40)));
    let client = server.builder().deadline(Duration::from_secs(30)).build("https://example.org");
    client.unwrap().send(&get::Request::new()).await.unwrap_err();

    let seen = notebook.0.lock().unwrap().clone();
    let expected = "DEBUG message=no response error=deadline of 30s exceeded\n\
                    RECORD error.type=\"deadline\"\n\
                    RECORD otel.status_code=\"ERROR\"\n";
    assert!(seen.contains(expected), "{seen}");
}
