use std::error::Error;

use matrix_api::{
    EndpointError, ErrorCode, MatrixError,
    bytes::Bytes,
    http::{Response, StatusCode, header::CONTENT_TYPE},
};
use serde_json::{Value, json};

use super::UiaaResponse;
use crate::uiaa::{AuthFlow, AuthStage, StageFailure, UiaaInfo};

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).body(body.into()).unwrap()
}

fn read(status: u16, body: &str) -> UiaaResponse {
    UiaaResponse::from_http_response(&response(status, body.to_owned()))
}

#[test]
fn a_401_response_with_flows_requires_authentication() {
    let body = json!({
        "flows": [{"stages": ["m.login.terms", "m.login.dummy"]}], "completed": ["m.login.terms"],
        "params": {}, "session": "xyz", "errcode": "M_FORBIDDEN", "error": "Not yet",
    });
    let response = read(401, &body.to_string());
    let info = response.as_uiaa().unwrap();
    assert_eq!(info.remaining_stages(|_| true), Some(&[AuthStage::Dummy][..]));
    assert_eq!(info.failure, Some(StageFailure::new(ErrorCode::Forbidden, "Not yet")));
    assert!(response.as_matrix_error().is_none());
    assert_eq!(response.to_string(), "[401 M_FORBIDDEN] Not yet");

    let written = response.try_into_http_response().unwrap();
    assert_eq!(written.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(written.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(serde_json::from_slice::<Value>(written.body()).unwrap(), body);
    assert_eq!(UiaaResponse::from_http_response(&written), response);
}

#[test]
fn the_failure_and_the_session_are_optional() {
    let response = read(401, r#" {"flows": []} "#);
    assert_eq!(response, UiaaInfo::new(vec![]).into());
}

#[test]
fn a_flow_without_stages_requires_authentication() {
    let response = read(401, r#"{"flows": [{}]}"#);
    assert_eq!(response, UiaaInfo::new(vec![AuthFlow::new(vec![])]).into());
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(read(401, "\u{feff}{\"flows\": []}"), UiaaInfo::new(vec![]).into());
}

#[test]
fn every_other_response_is_a_matrix_error_that_keeps_all_members() {
    let flows = r#"{"flows": [{"stages": ["m.login.dummy"]}], "session": "xyz"}"#;
    for (status, body) in [
        // Another status, whatever the body says.
        (400, flows),
        (403, flows),
        (500, flows),
        (429, r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "Slow", "retry_after_ms": 20}"#),
        // No flows.
        (401, r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Gone", "soft_logout": true}"#),
        (401, r#"{"errcode": "M_MISSING_TOKEN", "completed": [], "session": "xyz"}"#),
        (401, "{}"),
        // Malformed flows, or other malformed members.
        (401, r#"{"errcode": "M_FORBIDDEN", "error": "x", "flows": null}"#),
        (401, r#"{"errcode": "M_FORBIDDEN", "error": "x", "flows": {}}"#),
        (401, r#"{"errcode": "M_FORBIDDEN", "error": "x", "flows": [1]}"#),
        (401, r#"{"errcode": "M_FORBIDDEN", "error": "x", "flows": [{"stages": "a"}]}"#),
        (401, r#"{"flows": [{"stages": []}], "session": 7}"#),
        (401, r#"{"flows": [], "params": 7}"#),
        (401, r#"{"flows": [], "completed": "m.login.dummy"}"#),
        // Not a JSON object.
        (401, "<html><title>401 Authorization Required</title></html>"),
        (401, ""),
        (401, "null"),
        (401, r#"[{"flows": []}]"#),
        (401, r#"{"flows": [{"stages": ["m.login.dummy"]}]"#),
    ] {
        let uiaa = read(status, body);
        assert!(uiaa.as_uiaa().is_none(), "{status} {body}");
        let error = uiaa.as_matrix_error().unwrap();
        let expected = MatrixError::from_http_response(&response(status, body.to_owned()));
        assert_eq!(*error, expected, "{status} {body}");
        assert_eq!(uiaa.to_string(), expected.to_string());

        let written = uiaa.try_into_http_response().unwrap();
        assert_eq!(written.status(), status);
        assert_eq!(written.body(), expected.try_into_http_response().unwrap().body());
    }
}

#[test]
fn malformed_flows_are_kept_with_the_code() {
    let response = read(401, r#"{"errcode": "M_FORBIDDEN", "error": "x", "flows": {"a": [1]}}"#);
    let error = response.as_matrix_error().unwrap();
    assert!(error.is(&ErrorCode::Forbidden));
    assert_eq!(error.fields["flows"], json!({"a": [1]}));
}

#[test]
fn a_server_creates_it_from_flows_or_an_error() {
    let info = UiaaInfo::new(vec![AuthFlow::new(vec![AuthStage::Password])]);
    assert_eq!(UiaaResponse::from(info.clone()).as_uiaa(), Some(&info));
    let error = MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "Closed");
    assert_eq!(UiaaResponse::from(error.clone()).as_matrix_error(), Some(&error));

    let boxed: Box<dyn Error + Send + Sync> = UiaaResponse::from(info).into();
    assert_eq!(
        boxed.to_string(),
        "[401] user-interactive authentication required: m.login.password"
    );
}

#[test]
fn the_error_is_small_enough_for_the_lint_on_large_errors() {
    assert!(size_of::<UiaaResponse>() <= 128, "{}", size_of::<UiaaResponse>());
}
