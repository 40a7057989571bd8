//! Error responses.

use matrix_api::{
    ErrorCode,
    bytes::Bytes,
    endpoints::{DecodedResponse, EndpointEntry},
    http,
    string_enum::StringEnum,
};
use matrix_api_tests::account::has_challenges;
use serde_json::{Value, json};

use crate::{example, facts::Operation, place::differences};

pub(crate) fn check(operation: &Operation, endpoint: &EndpointEntry, findings: &mut Vec<String>) {
    let mut is_interactive = false;
    for (status, answer) in operation.errors() {
        if let Some(schema) = answer.body() {
            is_interactive |= schema.pointer("/properties/flows").is_some();
            check_error(endpoint, status, &example::whole("", schema), findings);
            check_error(endpoint, status, &example::required("", schema), findings);
        }
        for code in &answer.errcodes {
            if ErrorCode::known(code).is_none() {
                findings.push(format!("{code} is unknown"));
            }
            check_error(endpoint, status, &json!({"errcode": code, "error": "text"}), findings);
        }
    }
    let has_challenges = has_challenges(endpoint);
    if is_interactive != has_challenges {
        findings.push(format!(
            "user-interactive authentication: {has_challenges} here, {is_interactive} there"
        ));
    }
}

/// The error and its status survive decoding and encoding.
fn check_error(endpoint: &EndpointEntry, status: u16, body: &Value, findings: &mut Vec<String>) {
    let response = http::Response::builder()
        .status(status)
        .body(Bytes::from(body.to_string()))
        .expect("the example is a response");
    match endpoint.recode_response(&response) {
        Ok(DecodedResponse::Error(recoded)) => {
            if recoded.status() != status {
                findings.push(format!("error {status}: becomes {}", recoded.status()));
            }
            let recoded = serde_json::from_slice(recoded.body()).expect("the body is JSON");
            // `error` is always written.
            let expected = differences(body, &recoded).into_iter();
            for difference in expected.filter(|difference| difference != "`error` is added") {
                findings.push(format!("error {status}: {difference}"));
            }
        }
        other => findings.push(format!("error {status}: read as {other:?}")),
    }
}
