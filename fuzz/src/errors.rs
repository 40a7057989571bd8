//! Error responses, `Retry-After` and user-interactive challenges.
//!
//! The input is an HTTP response as text. It compares the decoded error with what a plain reader of JSON finds.

use std::time::{Duration, SystemTime};

use matrix_api::{
    EndpointError, MatrixError, RetryAfter,
    bytes::Bytes,
    http::{HeaderMap, Response, header},
};
use matrix_client_account::uiaa::UiaaResponse;
use serde_json::{Map, Value};

use crate::{endpoints::assert_same_response, http_text, keeps_numbers, show};

pub(crate) fn run(input: &[u8]) -> bool {
    let Some(response) = http_text::response(input) else { return false };
    let error = MatrixError::from_http_response(&response);
    let members = members(response.body());
    check_members(&error, &response, members.as_ref());
    check_retry_after(&error, response.headers());
    if !keeps_numbers(response.body()) {
        return true;
    }
    check_round_trip(&error);
    let interactive = UiaaResponse::from_http_response(&response);
    check_challenge(&interactive, &error, members.as_ref());
    members.is_some()
}

/// The members of a body that is a JSON object.
fn members(body: &[u8]) -> Option<Map<String, Value>> {
    let text = str::from_utf8(body).ok()?;
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()
}

/// The status is kept, and the body is: as code, message and other members, or as it was received.
fn check_members(
    error: &MatrixError,
    response: &Response<Bytes>,
    members: Option<&Map<String, Value>>,
) {
    show(error);
    assert_eq!(error.status, response.status());
    let Some(members) = members else {
        assert_eq!(error.body.as_ref(), Some(response.body()));
        return;
    };
    assert_eq!(error.body, None, "an object is not kept as bytes");
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    assert_eq!(error.errcode.as_ref().map(AsRef::<str>::as_ref), text("errcode"));
    assert_eq!(&*error.message, text("error").unwrap_or_default());
    let mut others = members.clone();
    others.retain(|name, value| match &**name {
        "errcode" => !value.is_string(),
        // An empty message stays among the others, since an absent one is as good.
        "error" => value.as_str().is_none_or(str::is_empty),
        _ => true,
    });
    assert_eq!(error.fields, others);
}

/// A number of seconds or a date, as RFC 9110 defines it; otherwise the deprecated member.
fn check_retry_after(error: &MatrixError, headers: &HeaderMap) {
    let found = error.retry_after();
    let text = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let text = text.map(|text| text.trim_matches([' ', '\t']));
    let seconds = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(seconds) = seconds.and_then(|text| text.parse().ok()) {
        assert_eq!(found, Some(RetryAfter::Delay(Duration::from_secs(seconds))));
    } else if let Some(time) = text.and_then(|text| httpdate::parse_http_date(text).ok()) {
        assert_eq!(found, Some(RetryAfter::At(time)));
    } else if let Some(milliseconds) = error.fields.get("retry_after_ms").and_then(Value::as_u64) {
        assert_eq!(found, Some(RetryAfter::Delay(Duration::from_millis(milliseconds))));
    } else if !error.fields.contains_key("retry_after_ms") {
        assert_eq!(found, None);
    }
    if let Some(found) = found {
        // Neither is too late or too early for a clock.
        let _ = found.delay_from(SystemTime::now());
    }
}

/// What is written is read as the same, except that `Retry-After` is rounded up to whole seconds.
fn check_round_trip(error: &MatrixError) {
    let written = error.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
    let again = MatrixError::from_http_response(&written);
    assert_eq!((again.status, &again.errcode), (error.status, &error.errcode));
    assert_eq!((&again.message, &again.body), (&error.message, &error.body));
    assert_eq!(again.fields, error.fields);
    let rounded = |error: &MatrixError| {
        error.retry_after().map(|retry_after| match retry_after {
            RetryAfter::Delay(delay) => {
                Err(delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0)))
            }
            RetryAfter::At(time) => Ok(time),
        })
    };
    assert_eq!(rounded(&again), rounded(error));
    let written_again = again.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
    assert_same_response(&written, &written_again);
}

/// A challenge is a 401 response with flows. It is written with all of its members. Everything else is the
/// Matrix error.
fn check_challenge(
    interactive: &UiaaResponse,
    error: &MatrixError,
    members: Option<&Map<String, Value>>,
) {
    show(interactive);
    let info = match interactive {
        UiaaResponse::Matrix(found) => {
            assert_eq!(found, error);
            return;
        }
        UiaaResponse::AuthenticationRequired(info) => info,
    };
    assert_eq!(error.status, 401);
    let written = interactive.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
    let again = UiaaResponse::from_http_response(&written);
    assert_eq!(&again, interactive);
    // A skipped member may have an escape that is not a character; then the whole is not JSON.
    let Some(members) = members else { return };
    assert!(members.get("flows").is_some_and(Value::is_array), "a challenge has flows");
    for (name, value) in &info.fields {
        assert_eq!(members.get(name), Some(value), "{name}");
    }
    if let Some(failure) = &info.failure {
        assert_eq!(members.get("errcode").and_then(Value::as_str), Some(failure.errcode.as_ref()));
    }
    let session = members.get("session").and_then(Value::as_str);
    assert_eq!(info.session.as_deref(), session);
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies = [
        r#"{"errcode":"M_FORBIDDEN","error":"No"}"#,
        "\u{feff}{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Slow\",\"retry_after_ms\":2000}",
        r#"{"errcode":"M_UNKNOWN_TOKEN","error":"Gone","soft_logout":true,"org.example.x":[1,null]}"#,
        r#"{"flows":[{"stages":["m.login.dummy"]}],"session":"x"}"#,
        r#"{"flows":[{"stages":["m.login.terms","m.login.recaptcha"]},{"stages":[]}],"completed":["m.login.terms"],"params":{"m.login.recaptcha":{"public_key":"k"},"m.login.terms":{"policies":{"privacy":{"version":"1","en":{"name":"n","url":"https://example.org"}}}}},"session":"x","errcode":"M_FORBIDDEN","error":"No","org.example.x":1}"#,
    ];
    let headers = [
        "",
        "retry-after: 120\n",
        "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\n",
        "retry-after: Sunday, 06-Nov-94 08:49:37 GMT\n",
        "retry-after: Sun Nov  6 08:49:37 1994\n",
    ];
    let bodies = bodies.iter().zip(["401", "429", "403"].iter().cycle());
    bodies
        .flat_map(|(body, status)| {
            headers.iter().flat_map(move |headers| {
                [*status, "401"].map(|status| format!("{status}\n{headers}\n{body}").into_bytes())
            })
        })
        .collect()
}
