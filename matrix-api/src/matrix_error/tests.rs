use std::{
    error::Error,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{
    Response, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde_json::{Value, json};

use super::{EndpointError as _, ErrorCode, MatrixError, RetryAfter};
use crate::string_enum::StringEnum;

fn decode(status: u16, body: impl Into<Bytes>) -> MatrixError {
    MatrixError::from_http_response(&Response::builder().status(status).body(body.into()).unwrap())
}

fn written_json(error: &MatrixError) -> Value {
    serde_json::from_slice(error.try_into_http_response().unwrap().body()).unwrap()
}

#[test]
fn a_standard_error_is_decoded() {
    let error = decode(
        401,
        r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Gone", "soft_logout": true, "extra": [1, null]}"#,
    );
    assert_eq!(error.status, StatusCode::UNAUTHORIZED);
    assert!(error.is(&ErrorCode::UnknownToken));
    assert_eq!(&*error.message, "Gone");
    assert!(error.soft_logout());
    assert_eq!(Value::from(error.fields), json!({"soft_logout": true, "extra": [1, null]}));
    assert_eq!(error.body, None);
}

/// [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1).
#[test]
fn a_byte_order_mark_does_not_lose_the_code() {
    let error = decode(403, "\u{feff}{\"errcode\": \"M_FORBIDDEN\", \"error\": \"No\"}");
    assert!(error.is(&ErrorCode::Forbidden));
    assert_eq!((&*error.message, &error.body), ("No", &None));
    let cut = decode(403, "\u{feff}{\"errcode\": \"M_FORBIDDEN\", \"error\": \"N");
    assert!(cut.is(&ErrorCode::Forbidden));
    assert!(cut.body.is_some_and(|body| body.starts_with("\u{feff}".as_bytes())), "as received");
}

#[test]
fn malformed_members_do_not_lose_the_code() {
    for body in [
        // Members that are missing or of another type.
        r#"{"errcode": "M_LIMIT_EXCEEDED"}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": null}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": {"text": "x"}}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": "2000"}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": -1}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": 2.5}"#,
        r#"{"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": null}"#,
        r#"{"error": 1, "errcode": "M_LIMIT_EXCEEDED", "soft_logout": "yes", "admin_contact": 7}"#,
    ] {
        let error = decode(429, body);
        assert_eq!(error.status, 429, "{body}");
        assert!(error.is(&ErrorCode::LimitExceeded), "{body}");
        assert_eq!(error.body, None, "{body}");
        let read: Value = serde_json::from_str(body).unwrap();
        assert_eq!(written_json(&error), read, "{body}");
        assert_eq!(&*error.message, "", "{body}");
        assert_eq!(error.to_string(), "[429 M_LIMIT_EXCEEDED] Too Many Requests", "{body}");
    }
}

/// As serde_json reads an object.
#[test]
fn the_last_of_repeated_members_counts() {
    for body in [
        r#"{"errcode": "M_A", "errcode": "M_B", "error": "a", "error": "b", "x": 1, "x": 2}"#,
        r#"{"errcode": "M_A", "errcode": 5, "error": "a", "error": ""}"#,
        r#"{"errcode": 5, "errcode": "M_A", "error": "", "error": "a"}"#,
        r#"{"errcode": null, "errcode": {}, "error": [], "error": null}"#,
    ] {
        let error = decode(403, body);
        let read: Value = serde_json::from_str(body).unwrap();
        assert_eq!(written_json(&error), read, "{body}");
        assert_eq!(
            error.errcode.as_ref().map(ErrorCode::as_str),
            read["errcode"].as_str(),
            "{body}"
        );
        assert_eq!(&*error.message, read["error"].as_str().unwrap_or_default(), "{body}");
    }
}

/// The specification requires `errcode` only.
#[test]
fn an_empty_message_is_not_sent() {
    let error = MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "");
    assert_eq!(written_json(&error), json!({"errcode": "M_FORBIDDEN"}));
    assert_eq!(decode(403, r#"{"errcode": "M_FORBIDDEN"}"#), error);
    // Empty and absent members are told apart.
    for body in [json!({}), json!({"error": ""}), json!({"errcode": "", "error": ""})] {
        let error = decode(403, body.to_string());
        assert_eq!(&*error.message, "", "{body}");
        assert_eq!(written_json(&error), body);
    }
    assert_eq!(decode(403, "{}").to_string(), "[403] Forbidden");
    assert_eq!(decode(403, r#"{"error": ""}"#).to_string(), "[403] Forbidden");
}

#[test]
fn the_code_survives_a_malformed_body() {
    for body in [
        &br#"{"errcode": "M_FORBIDDEN", "error": "No", "number": 1e999}"#[..],
        br#"{"number": 1e999, "errcode": "M_FORBIDDEN", "error": "No"}"#,
        br#"{"surrogate": "\ud800", "errcode": "M_FORBIDDEN", "error": "No"}"#,
        b"{\"bytes\": \"\xff\", \"errcode\": \"M_FORBIDDEN\", \"error\": \"No\"}",
        br#"{"errcode": "M_FORBIDDEN", "error": "No", "cut": "of"#,
        br#"{"errcode": "M_FORBIDDEN", "error": "No"} trailing"#,
        br#"{"errcode": "M_FORBIDDEN", "error": "No""#,
    ] {
        let error = decode(403, body);
        assert!(error.is(&ErrorCode::Forbidden), "{}", body.escape_ascii());
        assert_eq!(&*error.message, "No", "{}", body.escape_ascii());
        assert_eq!(error.body.as_deref(), Some(body), "{}", body.escape_ascii());
    }
    let nested =
        format!(r#"{{"deep": {}, "errcode": "M_FORBIDDEN"}}"#, "[".repeat(200) + &"]".repeat(200));
    assert!(decode(403, nested).is(&ErrorCode::Forbidden));
    assert!(decode(403, r#"{"errcode": "M_FORBIDDEN", "err"#).is(&ErrorCode::Forbidden));
    let error = decode(403, r#"{"errcode": 403, "error": "No", "cut": "of"#);
    assert_eq!((&error.errcode, &*error.message, error.fields.len()), (&None, "No", 0));
}

#[test]
fn bodies_that_are_not_objects_are_kept_as_received() {
    for body in ["", " ", "<html>Bad Gateway</html>", "[]", "null", "\"M_FORBIDDEN\"", "{", "{1}"] {
        let error = decode(502, body);
        assert_eq!(error.status, 502, "{body:?}");
        assert_eq!(error.errcode, None, "{body:?}");
        assert_eq!(error.body.as_deref(), Some(body.as_bytes()), "{body:?}");
        assert_eq!(error.to_string(), "[502] Bad Gateway", "{body:?}");
        let response = error.try_into_http_response().unwrap();
        assert_eq!(response.body(), body, "{body:?}");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/octet-stream");
    }
}

#[test]
fn an_object_without_a_code_is_kept_whole() {
    let body = json!({"errcode": 403, "flows": [{"stages": ["m.login.dummy"]}], "session": "x"});
    let error = decode(401, body.to_string());
    assert_eq!((&error.errcode, &error.body), (&None, &None));
    assert_eq!(Value::from(error.fields.clone()), body);
    assert_eq!(written_json(&error)["flows"], body["flows"]);
    assert_eq!(written_json(&error)["errcode"], 403);
}

#[test]
fn unknown_codes_and_statuses_survive_a_round_trip() {
    let body = json!({"errcode": "ORG.EXAMPLE_TEAPOT", "error": "Short and stout", "spout": 1});
    let error = decode(799, body.to_string());
    assert_eq!(error.to_string(), "[799 ORG.EXAMPLE_TEAPOT] Short and stout");
    let response = error.try_into_http_response().unwrap();
    assert_eq!(response.status().as_u16(), 799);
    assert_eq!(MatrixError::from_http_response(&response), error);
}

#[test]
fn the_retry_header_wins_over_the_body() {
    let response = Response::builder()
        .status(429)
        .header(RETRY_AFTER, "3")
        .body(Bytes::from(r#"{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2000}"#))
        .unwrap();
    let three_seconds = RetryAfter::Delay(Duration::from_secs(3));
    assert_eq!(MatrixError::from_http_response(&response).retry_after(), Some(three_seconds));
}

#[test]
fn the_retry_header_is_read_if_the_body_is_not_json() {
    let response = Response::builder()
        .status(503)
        .header(RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT")
        .body(Bytes::from("<html>"))
        .unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(
        MatrixError::from_http_response(&response).retry_after(),
        Some(RetryAfter::At(time))
    );
}

#[test]
fn an_error_is_encoded_as_specified() {
    let error = MatrixError::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded, "Slow")
        .with_field("org.example.queue", 7)
        .with_field("errcode", "M_OTHER")
        .with_field("error", "Other")
        .with_retry_after(RetryAfter::Delay(Duration::from_millis(1500)));
    let response = error.try_into_http_response().unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(response.headers()[RETRY_AFTER], "2");
    assert_eq!(
        response.body(),
        r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Slow","org.example.queue":7}"#
    );
}

#[test]
fn the_extra_members_of_codes_have_accessors() {
    let error = decode(
        400,
        json!({
            "errcode": "M_X", "error": "", "admin_contact": "mailto:a@b", "info_uri": "https://i",
            "can_upgrade": true, "room_version": "12", "current_version": "42",
        })
        .to_string(),
    );
    assert_eq!(error.admin_contact(), Some("mailto:a@b"));
    assert_eq!(error.info_uri(), Some("https://i"));
    assert!(error.can_upgrade());
    assert_eq!(error.room_version(), Some("12"));
    assert_eq!(error.current_version(), Some("42"));
    assert!(!error.soft_logout());
}

#[test]
fn an_error_shows_status_code_and_message() {
    for (status, body, expected) in [
        (403, r#"{"errcode": "M_FORBIDDEN", "error": "No"}"#, "[403 M_FORBIDDEN] No"),
        (403, r#"{"errcode": "M_FORBIDDEN"}"#, "[403 M_FORBIDDEN] Forbidden"),
        (403, r#"{"error": "No"}"#, "[403] No"),
        (799, "", "[799]"),
    ] {
        assert_eq!(decode(status, body).to_string(), expected);
    }
}

#[test]
fn every_code_of_the_specification_has_a_variant() {
    let codes = [
        "M_APPSERVICE_LOGIN_UNSUPPORTED",
        "M_BAD_ALIAS",
        "M_BAD_JSON",
        "M_BAD_STATE",
        "M_BAD_STATUS",
        "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM",
        "M_CANNOT_OVERWRITE_MEDIA",
        "M_CAPTCHA_INVALID",
        "M_CAPTCHA_NEEDED",
        "M_CONNECTION_FAILED",
        "M_CONNECTION_TIMEOUT",
        "M_DESTINATION_REJECTED",
        "M_DUPLICATE_ANNOTATION",
        "M_EMAIL_SEND_ERROR",
        "M_EXCLUSIVE",
        "M_FORBIDDEN",
        "M_GUEST_ACCESS_FORBIDDEN",
        "M_INCOMPATIBLE_ROOM_VERSION",
        "M_INVALID_ADDRESS",
        "M_INVALID_EMAIL",
        "M_INVALID_PARAM",
        "M_INVALID_PEPPER",
        "M_INVALID_ROOM_STATE",
        "M_INVALID_SIGNATURE",
        "M_INVALID_USERNAME",
        "M_INVITE_BLOCKED",
        "M_KEY_TOO_LARGE",
        "M_LIMIT_EXCEEDED",
        "M_MISSING_PARAM",
        "M_MISSING_PARAMS",
        "M_MISSING_TOKEN",
        "M_NOT_FOUND",
        "M_NOT_JSON",
        "M_NOT_YET_UPLOADED",
        "M_NO_VALID_SESSION",
        "M_PROFILE_TOO_LARGE",
        "M_RESOURCE_LIMIT_EXCEEDED",
        "M_ROOM_IN_USE",
        "M_SEND_ERROR",
        "M_SERVER_NOT_TRUSTED",
        "M_SESSION_EXPIRED",
        "M_SESSION_NOT_VALIDATED",
        "M_TERMS_NOT_SIGNED",
        "M_THREEPID_AUTH_FAILED",
        "M_THREEPID_DENIED",
        "M_THREEPID_IN_USE",
        "M_THREEPID_MEDIUM_NOT_SUPPORTED",
        "M_THREEPID_NOT_FOUND",
        "M_TOKEN_INCORRECT",
        "M_TOO_LARGE",
        "M_UNABLE_TO_AUTHORISE_JOIN",
        "M_UNABLE_TO_GRANT_JOIN",
        "M_UNAUTHORIZED",
        "M_UNKNOWN",
        "M_UNKNOWN_DEVICE",
        "M_UNKNOWN_TOKEN",
        "M_UNRECOGNIZED",
        "M_UNSUPPORTED_ROOM_VERSION",
        "M_URL_NOT_SET",
        "M_USER_DEACTIVATED",
        "M_USER_IN_USE",
        "M_USER_LIMIT_EXCEEDED",
        "M_USER_LOCKED",
        "M_USER_SUSPENDED",
        "M_WEAK_PASSWORD",
        "M_WRONG_ROOM_KEYS_VERSION",
    ];
    for code in codes {
        assert!(ErrorCode::known(code).is_some_and(|known| known == code), "{code}");
    }
}

#[test]
fn a_cause_is_never_sent() {
    let error = MatrixError::internal("the disk is full");
    assert_eq!(error.source().unwrap().to_string(), "the disk is full");
    let written = error.try_into_http_response().unwrap();
    assert_eq!(written.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(written.body(), r#"{"errcode":"M_UNKNOWN","error":"internal server error"}"#);
    // The cause does not count: both have the same response.
    let read = MatrixError::from_http_response(&written);
    assert!(read.source().is_none());
    assert_eq!(read, error);
    assert_eq!(error.clone().source().unwrap().to_string(), "the disk is full");
    assert_ne!(read, error.with_retry_after(RetryAfter::Delay(Duration::ZERO)));
}

/// Every call returns a `Result` with it; Clippy warns above 128 bytes.
#[test]
fn an_error_is_small() {
    assert!(size_of::<MatrixError>() < 128, "{}", size_of::<MatrixError>());
}

#[test]
fn text_of_a_server_cannot_change_what_is_shown_around_it() {
    let body = json!({
        "errcode": "M_\n2026-11-26 INFO all is well",
        "error": "a\r\nb\u{1b}[2J\u{202e}c\u{2028}d\u{85}e\0 \\ \"é\" 🦀",
    });
    let error = decode(400, body.to_string());
    assert_eq!(
        error.to_string(),
        "[400 M_\\n2026-11-26 INFO all is well] a\\r\\nb\\u{1b}[2J\\u{202e}c\\u{2028}d\\u{85}e\\u{0} \\ \"é\" 🦀"
    );
    assert!(error.message.starts_with("a\r\nb\u{1b}"), "the text itself is kept");
}

#[test]
fn a_long_text_of_a_server_is_cut() {
    let long = "é".repeat(100_000);
    let body = json!({"errcode": format!("M_{long}"), "error": long});
    let error = decode(400, body.to_string());
    let shown = error.to_string();
    assert_eq!(shown, format!("[400 M_{}..] {}..", "é".repeat(498), "é".repeat(500)));
    assert_eq!(error.message.len(), 200_000, "the text itself is kept");
}
