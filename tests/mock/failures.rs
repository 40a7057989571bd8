//! Each failure says what was requested, and what to do.

use matrix_api::{
    MatrixError,
    bytes::Bytes,
    client::Transport as _,
    http::Request,
    mock::{MockServer, Reply},
};
use matrix_client_account::{ENDPOINTS, whoami};

use crate::{
    endpoints::{SMALL, echo, greet, hello, order},
    failure_of, failures, without_positions,
};

/// The text with which a request fails the test.
async fn unexpected(mock: &MockServer, method: &str, path: &str, body: &'static str) -> String {
    let request = Request::builder().method(method).uri(format!("https://mock.example.org{path}"));
    let request = request.body(Bytes::from(body)).unwrap();
    let transport = mock.transport();
    let sent = tokio::spawn(async move { transport.send(request, 1000).await.is_ok() });
    let panic = sent.await.expect_err("the request is answered").into_panic();
    let text = without_positions(&panic.downcast::<String>().unwrap());
    assert_eq!(failures(mock), text, "the test fails although the panic was caught");
    text
}

fn greeting() -> MockServer {
    MockServer::new().on(|request: greet::Request| Ok(hello(&request.name)))
}

#[tokio::test]
async fn an_unknown_path_names_the_nearest_rule() {
    let mock = greeting().on(|_: order::Request| Ok(order::Response::new()));
    assert_eq!(
        unexpected(&mock, "PUT", "/greets/ann?secret=1", "").await,
        "unexpected request: PUT /greets/ann\n  \
         no rule has this path; add a rule, or `.endpoints(..)` with the collection of its endpoint to see its name\n  \
         nearest rule: `greet` (PUT /greet/{name}) at HERE"
    );
}

#[tokio::test]
async fn a_mock_without_rules_says_so() {
    assert_eq!(
        unexpected(&MockServer::new(), "GET", "/", "").await,
        "unexpected request: GET /\n  \
         no rule has this path; add a rule, or `.endpoints(..)` with the collection of its endpoint to see its name\n  \
         the mock has no rule for an endpoint"
    );
}

#[tokio::test]
async fn an_endpoint_of_a_collection_is_named_with_the_rule_to_write() {
    let mock = greeting().endpoints(&SMALL).endpoints(&ENDPOINTS);
    let text = failure_of(&mock.client(), echo::Request::new("text".into())).await;
    assert_eq!(
        text,
        "unexpected request: `echo` (POST /echo)\n  \
         no rule answers it; add `.on(|request: mock::endpoints::echo::Request| ..)`\n  \
         nearest rule: `greet` (PUT /greet/{name}) at HERE"
    );
    assert_eq!(failures(&mock), text);
    assert_eq!(mock.called(), ["echo"]);
    assert_eq!(
        unexpected(&mock, "GET", "/_matrix/client/v3/account/whoami", "").await,
        "unexpected request: `whoami` (GET /_matrix/client/v3/account/whoami)\n  \
         no rule answers it; add `.on(|request: matrix_client_account::whoami::Request| ..)`\n  \
         nearest rule: `greet` (PUT /greet/{name}) at HERE"
    );
}

#[tokio::test]
async fn a_path_that_no_collection_has_names_the_nearest_endpoint() {
    let mock = greeting().endpoints(&SMALL).endpoints(&ENDPOINTS);
    assert_eq!(
        unexpected(&mock, "GET", "/_matrix/client/v3/acount/whoami", "").await,
        "unexpected request: GET /_matrix/client/v3/acount/whoami\n  \
         no rule and no endpoint of `SMALL`, `ENDPOINTS` has this path; check the path, or add `.on_http(..)`\n  \
         nearest endpoint: `whoami` (GET /_matrix/client/v3/account/whoami)\n  \
         nearest rule: `greet` (PUT /greet/{name}) at HERE"
    );
}

#[tokio::test]
async fn another_method_is_named() {
    assert_eq!(
        unexpected(&greeting(), "POST", "/greet/ann", "").await,
        "unexpected request: POST /greet/ann\n  \
         the method of `greet` is PUT; send the request with it\n  \
         nearest rule: `greet` (PUT /greet/{name}) at HERE"
    );
}

#[tokio::test]
async fn a_sequence_that_is_used_up_is_named() {
    let mock = MockServer::new().sequence::<greet::Request>([Ok(hello("first"))]);
    mock.client().send(&greet("ann")).await.unwrap();
    let expected = |replies| {
        format!(
            "unexpected request: `greet` (PUT /greet/{{name}})\n  {replies} of its sequence at HERE \
             {}; add replies, or `.on(..)` before the sequence for further requests",
            if replies == "the only reply" { "was sent" } else { "were sent" }
        )
    };
    let text = failure_of(&mock.client(), greet("ann")).await;
    assert_eq!(text, expected("the only reply"));
    mock.check().unwrap_err();

    let limit = MatrixError::unrecognized();
    let mock = MockServer::new().sequence::<greet::Request>([Ok(hello("first")), Err(limit)]);
    mock.client().send(&greet("ann")).await.unwrap();
    mock.client().send(&greet("ann")).await.unwrap_err();
    let text = failure_of(&mock.client(), greet("ann")).await;
    assert_eq!(text, expected("all 2 replies"));
    mock.check().unwrap_err();
}

#[tokio::test]
async fn a_rule_that_passes_without_an_older_one_is_named() {
    let mock = MockServer::new().on(|_: greet::Request| Reply::pass());
    assert_eq!(
        unexpected(&mock, "PUT", "/greet/ann", r#"{"manner": 1}"#).await,
        "unexpected request: `greet` (PUT /greet/{name})\n  \
         its rule at HERE returned `Reply::pass()`, and no older rule answers; add `.on(..)` before it"
    );
}

#[tokio::test]
async fn a_request_that_cannot_be_decoded_fails_with_the_place() {
    assert_eq!(
        unexpected(&greeting(), "PUT", "/greet/ann", r#"{"manner": "secret"}"#).await,
        "invalid request: `greet` (PUT /greet/{name})\n  \
         greet: request body: `manner`: expected an integer (`u8`), found a string\n  \
         rule: HERE; to answer requests of any content, add `.raw::<mock::endpoints::greet::Request>(..)`"
    );
    let mock = MockServer::new().sequence::<greet::Request>([Ok(hello("first"))]);
    let text = unexpected(&mock, "PUT", "/greet/ann", "{}").await;
    assert!(text.contains("greet: request body: `manner`: missing"), "{text}");
}

#[tokio::test]
async fn a_handler_that_panics_fails_the_test() {
    let mock = MockServer::new().on(|request: greet::Request| {
        assert!(request.manner > 1, "the manner is {}", request.manner);
        Ok(hello("all"))
    });
    let text = failure_of(&mock.client(), greet("ann")).await;
    assert_eq!(text, "the manner is 1", "the panic is the handler's own");
    assert_eq!(
        failures(&mock),
        "a handler panicked: `greet` (PUT /greet/{name})\n  the manner is 1\n  rule: HERE"
    );
}

#[tokio::test]
async fn a_reply_that_cannot_be_sent_fails_the_test() {
    for (reply, reason) in [
        (Reply::raw(99, ""), "99 is not an HTTP status"),
        (Reply::raw(200, "").header("a b", ""), "\"a b\" is not a header"),
        (
            Reply::raw(200, "").header("x-secret", "a\nb"),
            "the value of the header `x-secret` is not a header value",
        ),
    ] {
        let mock = MockServer::new().sequence::<greet::Request>([reply]);
        assert_eq!(
            failure_of(&mock.client(), greet("ann")).await,
            format!("invalid reply: `greet` (PUT /greet/{{name}})\n  {reason}\n  rule: HERE")
        );
        mock.check().unwrap_err();
    }
    let mock = MockServer::new().on_http(|_| Reply::raw(1000, ""));
    assert_eq!(
        unexpected(&mock, "GET", "/any", "").await,
        "invalid reply: GET /any\n  1000 is not an HTTP status\n  rule: HERE"
    );
}

#[tokio::test]
async fn a_rule_is_named_with_its_line() {
    let mock = MockServer::new().raw::<greet::Request>(7, "");
    let line = line!() - 1;
    let transport = mock.transport();
    let request = Request::put("https://mock.example.org/greet/a").body(Bytes::new()).unwrap();
    tokio::spawn(async move { transport.send(request, 9).await.is_ok() }).await.unwrap_err();
    let text = mock.check().unwrap_err().to_string();
    assert!(text.contains(&format!("tests/mock/failures.rs:{line}:")), "{text}");
}

/// The same request, sent again and again, is one failure.
#[tokio::test]
async fn a_failure_is_not_repeated() {
    let mock = greeting();
    for _ in 0..3 {
        failure_of(&mock.client(), echo::Request::new("text".into())).await;
    }
    let failure = mock.check().unwrap_err();
    assert_eq!(failure.failures().len(), 1);
}

#[tokio::test]
#[should_panic(expected = "cannot decode a request that was received")]
async fn a_recorded_request_that_cannot_be_decoded_is_a_failure() {
    let mock = MockServer::new().raw::<greet::Request>(200, "");
    let request = Request::put("https://mock.example.org/greet/a").body(Bytes::new()).unwrap();
    mock.transport().send(request, 9).await.unwrap();
    let _ = mock.calls::<greet::Request>();
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    let mock = greeting().on(|_: whoami::Request| Reply::pass());
    let transport = mock.transport();
    for (method, path) in [
        ("GET", "/_matrix/client/v3/account/whoami?access_token=swordfish"),
        ("PUT", "/greet/ann?access_token=swordfish"),
        ("GET", "/elsewhere?access_token=swordfish"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(format!("https://mock.example.org{path}"))
            .header("x-token", "swordfish")
            .body(Bytes::from(r#"{"manner": "swordfish"}"#))
            .unwrap();
        let transport = transport.clone();
        tokio::spawn(async move { transport.send(request, 9).await.is_ok() }).await.unwrap_err();
    }
    let failure = mock.check().unwrap_err();
    assert_eq!(failure.failures().len(), 3);
    assert!(!failure.to_string().contains("swordfish"), "{failure}");
    assert!(!format!("{mock:?} {:?}", mock.requests()).contains("swordfish"));
}
