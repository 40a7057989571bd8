//! Error responses.

use bytes::Bytes;
use http::Response;
use matrix_api::{EndpointError, MatrixError};
use matrix_client_account::uiaa::UiaaResponse;
use serde_json::{Value, json};

use crate::{
    Findings,
    comparison::{self, Kind},
    endpoints::{self, Recoded},
};

/// The codes of the client-server API, except for those with members of their own.
const CODES: &[&str] = &[
    "M_BAD_ALIAS",
    "M_BAD_JSON",
    "M_BAD_STATE",
    "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM",
    "M_CANNOT_OVERWRITE_MEDIA",
    "M_CAPTCHA_INVALID",
    "M_CAPTCHA_NEEDED",
    "M_CONNECTION_FAILED",
    "M_CONNECTION_TIMEOUT",
    "M_DUPLICATE_ANNOTATION",
    "M_EXCLUSIVE",
    "M_FORBIDDEN",
    "M_GUEST_ACCESS_FORBIDDEN",
    "M_INVALID_PARAM",
    "M_INVALID_USERNAME",
    "M_INVITE_BLOCKED",
    "M_MISSING_PARAM",
    "M_MISSING_TOKEN",
    "M_NOT_FOUND",
    "M_NOT_JSON",
    "M_NOT_YET_UPLOADED",
    "M_ROOM_IN_USE",
    "M_SERVER_NOT_TRUSTED",
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
    "M_UNRECOGNIZED",
    "M_UNSUPPORTED_ROOM_VERSION",
    "M_URL_NOT_SET",
    "M_USER_DEACTIVATED",
    "M_USER_IN_USE",
    "M_USER_SUSPENDED",
    "M_WEAK_PASSWORD",
    "ORG.EXAMPLE_TEAPOT",
];

/// Errors with other members.
fn with_members() -> Vec<(u16, Value)> {
    vec![
        (429, json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "Slow", "retry_after_ms": 2000 })),
        (429, json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "Slow" })),
        (401, json!({ "errcode": "M_UNKNOWN_TOKEN", "error": "Gone", "soft_logout": true })),
        (401, json!({ "errcode": "M_UNKNOWN_TOKEN", "error": "Gone" })),
        (401, json!({ "errcode": "M_USER_LOCKED", "error": "Locked", "soft_logout": true })),
        (
            403,
            json!({ "errcode": "M_RESOURCE_LIMIT_EXCEEDED", "error": "Full", "admin_contact": "mailto:a@example.org" }),
        ),
        (
            403,
            json!({ "errcode": "M_USER_LIMIT_EXCEEDED", "error": "Full", "info_uri": "https://example.org/x", "can_upgrade": true }),
        ),
        (
            400,
            json!({ "errcode": "M_INCOMPATIBLE_ROOM_VERSION", "error": "Old", "room_version": "12" }),
        ),
        (
            403,
            json!({ "errcode": "M_WRONG_ROOM_KEYS_VERSION", "error": "Old", "current_version": "42" }),
        ),
        (400, json!({ "errcode": "M_FORBIDDEN", "error": "No", "org.example.x": [1, null] })),
        (400, json!({ "errcode": "M_FORBIDDEN" })),
        (400, json!({ "error": "No code" })),
        (500, json!({})),
    ]
}

fn challenges() -> Vec<Value> {
    vec![
        json!({ "flows": [{ "stages": ["m.login.dummy"] }], "session": "x" }),
        json!({ "flows": [] }),
        json!({
            "flows": [
                { "stages": ["m.login.terms", "m.login.recaptcha"] },
                { "stages": ["org.example.stage"] },
                { "stages": [] },
            ],
            "completed": ["m.login.terms"],
            "params": {
                "m.login.recaptcha": { "public_key": "k" },
                "m.login.terms": {
                    "policies": {
                        "privacy": {
                            "version": "1.2",
                            "en": { "name": "Privacy", "url": "https://example.org/en" },
                        },
                    },
                },
                "m.oauth": { "url": "https://example.org/oauth" },
                "org.example.stage": { "a": [1] },
            },
            "session": "x",
            "errcode": "M_FORBIDDEN",
            "error": "Wrong password",
        }),
        json!({ "flows": [{ "stages": ["m.login.dummy"] }], "session": "x", "org.example.x": 1 }),
    ]
}

fn response(status: u16, body: &[u8]) -> Response<Bytes> {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(Bytes::copy_from_slice(body)).expect("a response")
}

fn ours<E: EndpointError>(response: &Response<Bytes>) -> Recoded<Response<Bytes>> {
    E::from_http_response(response).try_into_http_response().map_err(|error| error.to_string())
}

/// What this project makes of an error response, through the peer and back.
fn exchange<E: EndpointError>(
    findings: &mut Findings,
    module: &'static str,
    (status, body): (u16, &str),
    peer: fn(&Response<Bytes>) -> Recoded<Response<Bytes>>,
) {
    let message = ours::<E>(&response(status, body.as_bytes())).expect("an error response");
    let kind = (module, Kind::Error);
    findings.exchange(kind, &message, comparison::response, peer, ours::<E>);
}

pub(crate) fn exchange_all(findings: &mut Findings) {
    let codes = CODES.iter().map(|code| (403, json!({ "errcode": code, "error": "No" })));
    let errors = codes.chain(with_members()).map(|(status, body)| (status, body.to_string()));
    let pages = ["", "<html>Bad Gateway</html>", "[]"].map(|page| (502, page.to_owned()));
    for (status, body) in errors.chain(pages) {
        let message = (status, body.as_str());
        exchange::<MatrixError>(findings, "MatrixError", message, endpoints::matrix_error);
        exchange::<UiaaResponse>(findings, "UiaaResponse", message, endpoints::challenge);
    }
    for body in challenges() {
        let message = (401, &*body.to_string());
        exchange::<UiaaResponse>(findings, "UiaaResponse", message, endpoints::challenge);
    }
}
