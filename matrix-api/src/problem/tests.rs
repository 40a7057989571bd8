//! RFC 9457, and what servers send instead.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::Problem;
use crate::matrix_error::{EndpointError as _, MatrixError, Refusal, RefusalKind, RetryAfter};

fn read(status: u16, body: impl Into<Bytes>) -> Problem {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    Problem::from_http_response(&response)
}

/// The example of [section 3](https://www.rfc-editor.org/rfc/rfc9457#section-3).
#[test]
fn the_example_of_the_rfc_is_read() {
    let problem = read(
        403,
        r#"{
            "type": "https://example.com/probs/out-of-credit",
            "title": "You do not have enough credit.",
            "detail": "Your current balance is 30, but that costs 50.",
            "instance": "/account/12345/msgs/abc",
            "balance": 30,
            "accounts": ["/account/12345", "/account/67890"]
        }"#,
    );
    assert!(problem.is("https://example.com/probs/out-of-credit"));
    assert_eq!(problem.instance.as_deref(), Some("/account/12345/msgs/abc"));
    assert_eq!(problem.extensions["balance"], 30);
    assert_eq!(problem.extensions["accounts"][1], "/account/67890");
    assert_eq!(problem.extensions.len(), 2);
    assert_eq!(problem.body(), None);
}

#[test]
fn members_are_written_once_and_in_the_order_of_the_rfc() {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS)
        .with_type("/slow", "Slow down")
        .with_detail("3 a minute")
        .with_instance("/1")
        .with_extension("limit", 3)
        .with_extension("title", "ignored")
        .with_retry_after(RetryAfter::Delay(std::time::Duration::from_secs(20)));
    let response = problem.try_into_http_response().unwrap();
    assert_eq!(
        response.body(),
        r#"{"type":"/slow","title":"Slow down","status":429,"detail":"3 a minute","instance":"/1","limit":3}"#,
    );
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["retry-after"], "20");
    assert_eq!(Problem::from_http_response(&response), problem);

    let response = Problem::new(StatusCode::NOT_FOUND).try_into_http_response().unwrap();
    assert_eq!(response.body(), r#"{"title":"Not Found","status":404}"#);
    assert!(Problem::from_http_response(&response).is("about:blank"));
}

/// [Section 3.1](https://www.rfc-editor.org/rfc/rfc9457#section-3.1).
#[test]
fn members_of_the_wrong_type_are_ignored() {
    let problem = read(400, r#"{"type":1,"title":["x"],"status":"200","detail":null,"more":true}"#);
    assert_eq!(problem.status, 400);
    assert_eq!(problem.to_string(), "[400] Bad Request");
    assert_eq!(problem.extensions.len(), 1);
}

#[test]
fn the_message_says_what_another_body_is() {
    let html = "<!DOCTYPE html>\n<html><head>\n<TITLE lang=en>502 Bad\n  Gateway</TITLE></head>";
    for (status, body, expected) in [
        (502, html.as_bytes(), "[502] Bad Gateway: a page with the title \"502 Bad Gateway\""),
        (502, b" <html><body>", "[502] Bad Gateway: a page of HTML"),
        (502, b"<html><title>", "[502] Bad Gateway: a page of HTML"),
        (
            503,
            b"\n upstream\x1b[2J down\nmore",
            "[503] Service Unavailable: upstream\\u{1b}[2J down",
        ),
        (599, b"\xff\xfe", "[599] 2 bytes that are not a problem"),
        (404, b"", "[404] Not Found"),
        (404, b"{}", "[404] Not Found"),
        (500, br#"{"detail":"out of ink"}"#, "[500] Internal Server Error: out of ink"),
        (400, br#"["a"]"#, r#"[400] Bad Request: ["a"]"#),
    ] {
        let problem = read(status, Bytes::from_static(Box::leak(body.into())));
        assert_eq!(problem.to_string(), expected);
        assert_eq!(problem.body().is_none(), body.is_empty() || body.starts_with(b"{"));
    }
}

#[test]
fn a_refusal_becomes_a_problem_without_its_cause() {
    let error = MatrixError::internal("the disk is full");
    let problem = Problem::from_refusal(&Refusal::new(RefusalKind::ServerFailure, error)).unwrap();
    assert_eq!(problem.to_string(), "[500] Internal Server Error: internal server error");
    let error = MatrixError::limit_exceeded(std::time::Duration::from_secs(3));
    let refusal = Refusal::new(RefusalKind::Unauthenticated, error);
    let response = Problem::from_refusal(&refusal).unwrap().try_into_http_response().unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "3");
}

#[test]
fn any_body_is_a_problem() {
    for body in
        [&b"<"[..], b"<title", b"<html><title>\xc3</title>", b"\xef\xbb\xbf<html>", b"\n\n", b"{"]
    {
        assert!(!read(500, Bytes::from_static(body)).to_string().is_empty());
    }
}
