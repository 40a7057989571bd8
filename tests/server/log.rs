//! Logging.

use std::{
    io,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use axum::{Router, extract::Extension};
use matrix_api::{MatrixError, server::Api};
use matrix_client_account::{change_password, uiaa::UiaaResponse};
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    endpoints::{App, panic, ping, whoami},
    exchange::{Answer, request, router, send, with_token},
};

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A test that runs at the same time may register a call site just when the subscriber is set, and never ask it.
fn recheck_call_sites() {
    thread::sleep(Duration::from_millis(20));
    tracing::callsite::rebuild_interest_cache();
}

/// The log of one request.
async fn log_of(api: Api<App>, request: axum::extract::Request) -> String {
    log_and_answer(&router(api), request).await.0
}

/// The log of one request, and its response.
pub(crate) async fn log_and_answer(
    router: &Router,
    request: axum::extract::Request,
) -> (String, Answer) {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).without_time().finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    recheck_call_sites();
    let answer = send(router, request).await;
    (String::from_utf8(log.0.lock().unwrap().clone()).unwrap(), answer)
}

#[tokio::test]
async fn the_cause_of_a_failure_is_logged_with_the_endpoint() {
    async fn broken(_: ping::Request) -> Result<ping::Response, MatrixError> {
        Err(MatrixError::internal(io::Error::other("the disk is full")))
    }
    let log = log_of(Api::new().endpoint(broken), request("POST", "/ping", "{}")).await;
    assert_eq!(
        log,
        "ERROR matrix_api::request{endpoint=\"ping\" otel.kind=\"server\" otel.name=POST /ping \
         http.request.method=\"POST\" http.route=\"/ping\"}: matrix_api::server::error_response: \
         request failed error=[500 M_UNKNOWN] internal server error error.sources=[the disk is full]\n"
    );
}

#[tokio::test]
async fn every_internal_error_is_logged_with_its_cause() {
    async fn unwritable(_: ping::Request) -> Result<ping::Response, MatrixError> {
        Ok(ping::Response::new().pong("two\nlines".to_owned()))
    }
    async fn misconfigured(
        _: Extension<u64>,
        _: ping::Request,
    ) -> Result<ping::Response, MatrixError> {
        Ok(ping::Response::new())
    }
    let ping = || request("POST", "/ping", "{}");
    let whoami_request = with_token("broken-store", request("GET", "/whoami", ""));
    for (log, expected) in [
        (log_of(Api::new().endpoint(panic), ping()).await, "error.sources=[panicked]"),
        (log_of(Api::new().endpoint(unwritable), ping()).await, "ping: response header: `x-pong`"),
        (log_of(Api::new().endpoint(misconfigured), ping()).await, "request extension"),
        (log_of(Api::new().endpoint(whoami), whoami_request).await, "the store is broken"),
    ] {
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(log.contains(expected) && log.contains("request{endpoint="), "{log}");
        assert!(!log.contains("hunter2") && !log.contains("broken-store"), "{log}");
    }
}

#[tokio::test]
async fn the_cause_is_logged_for_any_error_type() {
    async fn broken(
        _: change_password::Request,
    ) -> Result<change_password::Response, UiaaResponse> {
        Err(MatrixError::internal("the disk is full").into())
    }
    let path = "/_matrix/client/v3/account/password";
    let request = request("POST", path, r#"{"new_password":"hunter2"}"#);
    let log = log_of(Api::new().endpoint(broken), request).await;
    assert!(log.contains("error.sources=[the disk is full]"), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[tokio::test]
async fn client_errors_are_not_logged() {
    let api = || Api::new().endpoint(whoami);
    for request in [
        request("GET", "/whoami", ""),
        with_token("other", request("GET", "/whoami", "")),
        request("PUT", "/whoami", ""),
        request("GET", "/nowhere", ""),
    ] {
        assert_eq!(log_of(api(), request).await, "");
    }
}
