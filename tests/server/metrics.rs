//! Records of requests for metrics, and the status in traces.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use matrix_api::{
    MatrixError,
    openapi::OpenApi,
    server::{Api, RequestRecord},
};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::{
    endpoints::{App, greet, panic, ping, wait, whoami},
    exchange::{request, router, send, with_token},
};

const SECRET: &str = "swordfish";

#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<String>>>);

impl Records {
    fn of(&self, api: Api<App>) -> Api<App> {
        let records = Arc::clone(&self.0);
        api.on_request(move |record| records.lock().unwrap().push(show(record)))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Without the duration.
fn show(record: &RequestRecord<'_>) -> String {
    let RequestRecord { endpoint, method, route, status, error_type, .. } = record;
    let (endpoint, route) = (endpoint.unwrap_or("-"), route.unwrap_or("-"));
    format!("{endpoint} {method} {route} {} {}", status.as_u16(), error_type.unwrap_or("-"))
}

async fn broken(_: ping::Request) -> Result<ping::Response, MatrixError> {
    Err(MatrixError::internal("the disk is full"))
}

#[tokio::test]
async fn each_request_is_recorded_with_its_outcome() {
    let records = Records::default();
    let api = || Api::new().endpoint(greet).endpoint(whoami);
    let body = r#"{"word": "swordfish"}"#;
    let greet = |path: &str| {
        let mut request = request("POST", path, body);
        request.headers_mut().insert("x-tone", "1".parse().unwrap());
        request
    };
    for (request, expected) in [
        (greet("/v3/greet/swordfish?times=1"), "greet POST /v3/greet/{name} 200 -"),
        (greet("/r0/greet/swordfish?times=1"), "greet POST /r0/greet/{name} 200 -"),
        (greet("/v3/greet/swordfish?times=swordfish"), "greet POST /v3/greet/{name} 400 -"),
        (request("GET", "/whoami?a=swordfish", ""), "whoami GET /whoami 401 -"),
        (request("HEAD", "/whoami", ""), "whoami HEAD /whoami 401 -"),
        (with_token("broken-store", request("GET", "/whoami", "")), "whoami GET /whoami 500 500"),
        (request("OPTIONS", "/whoami", ""), "- OPTIONS /whoami 204 -"),
        (request("PUT", "/v3/greet/swordfish", ""), "- PUT /v3/greet/{name} 405 -"),
        (request("SWORDFISH", "/swordfish", ""), "- _OTHER - 404 -"),
    ] {
        let _ = send(&router(records.of(api())), request).await;
        assert_eq!(records.take(), [expected]);
    }
    let _ =
        send(&router(records.of(Api::new().endpoint(panic))), request("POST", "/ping", "{}")).await;
    assert_eq!(records.take(), ["ping POST /ping 500 panic"]);
}

#[tokio::test]
async fn merged_apis_and_pages_are_recorded() {
    let records = Records::default();
    let own = Records::default();
    let api = Api::new().endpoint(greet).merge(own.of(Api::new().endpoint(broken)));
    let router = router(records.of(api).documentation("/docs", OpenApi::new("Test")));
    let _ = send(&router, request("POST", "/ping", "{}")).await;
    let _ = send(&router, request("GET", "/docs/openapi.json?swordfish", "")).await;
    let [ping, page] = records.take().try_into().unwrap();
    assert_eq!(ping, "ping POST /ping 500 500");
    assert!(page.starts_with("- GET /docs/") && page.ends_with(" -"), "{page}");
    assert_eq!(own.take(), [""; 0]);
}

#[tokio::test]
async fn a_request_is_recorded_when_its_handler_has_ended() {
    let (records, app) = (Records::default(), App::default());
    let durations = Arc::new(Mutex::new(Vec::new()));
    let (seen, record) = (records.clone(), Arc::clone(&durations));
    let api = Api::new().endpoint(wait).on_request(move |request| {
        record.lock().unwrap().push(request.duration);
        seen.0.lock().unwrap().push(show(request));
    });
    let router = api.into_router(app.clone()).unwrap();
    let wait = Duration::from_millis(20);
    // The client disconnects.
    assert!(timeout(wait, router.oneshot(request("POST", "/ping", "{}"))).await.is_err());
    assert_eq!(records.take(), [""; 0]);
    app.go.notify_one();
    timeout(Duration::from_secs(5), app.done.notified()).await.expect("the handler has ended");
    while durations.lock().unwrap().is_empty() {
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(records.take(), ["ping POST /ping 200 -"]);
    assert!(durations.lock().unwrap()[0] >= wait);
}

#[tokio::test]
async fn a_record_that_panics_is_an_internal_error() {
    let api = || Api::new().on_request(|_| panic!("the metrics are full"));
    for api in [api().endpoint(greet), api().endpoint(panic)] {
        let known = match api.endpoints()[0].metadata().name {
            "ping" => request("POST", "/ping", "{}"),
            _ => request("POST", "/v3/greet/ann", "{}"),
        };
        let router = router(api);
        assert_eq!(send(&router, known).await.status, 500);
        let unknown = send(&router, request("GET", "/unknown", "")).await;
        assert_eq!(unknown.code(), "500 M_UNKNOWN");
    }
}

/// The fields of spans, with those that were recorded later.
#[derive(Clone, Default)]
struct Fields(Arc<Mutex<BTreeMap<String, String>>>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.lock().unwrap().insert(field.to_string(), format!("{value:?}"));
    }
}

impl Subscriber for Fields {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("matrix_api")
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        span.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// All fields of the spans and events of a request, a line each.
async fn traced(api: Api<App>, request: axum::extract::Request) -> String {
    let fields = Fields::default();
    let _guard = tracing::subscriber::set_default(fields.clone());
    // A test that runs at the same time may register a call site just when the subscriber is set.
    thread::sleep(Duration::from_millis(20));
    tracing::callsite::rebuild_interest_cache();
    let _ = send(&router(api), request).await;
    let fields = fields.0.lock().unwrap();
    fields.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}

#[tokio::test]
async fn a_span_has_the_attributes_of_the_conventions() {
    let mut secret =
        request("POST", "/v3/greet/swordfish?times=swordfish", r#"{"word":"swordfish"}"#);
    secret.headers_mut().insert("x-tone", SECRET.parse().unwrap());
    let request_of = |path: &str| request("POST", path, "{}");
    for (api, request, expected) in [
        (
            Api::new().endpoint(greet),
            with_token(SECRET, secret),
            "endpoint=\"greet\"\n\
             http.request.method=\"POST\"\n\
             http.response.status_code=400\n\
             http.route=\"/v3/greet/{name}\"\n\
             otel.kind=\"server\"\n\
             otel.name=POST /v3/greet/{name}\n",
        ),
        (
            Api::new().endpoint(panic),
            request_of("/ping"),
            "endpoint=\"ping\"\n\
             error=[500 M_UNKNOWN] internal server error\n\
             error.type=\"500\"\n\
             http.request.method=\"POST\"\n\
             http.response.status_code=500\n\
             http.route=\"/ping\"\n\
             message=request failed\n\
             otel.kind=\"server\"\n\
             otel.name=POST /ping\n\
             otel.status_code=\"ERROR\"\n",
        ),
    ] {
        assert_eq!(traced(api, request).await, expected);
    }
}
