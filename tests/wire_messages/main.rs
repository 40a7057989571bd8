//! Literal messages of every endpoint of the account crate: one with all fields, one with the required
//! fields only. Each is decoded and encoded again without a change.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod round_trips;

use std::collections::BTreeSet;

use matrix_api::{
    bytes::Bytes,
    endpoints::{DecodedResponse, EndpointEntry},
    http,
};
use matrix_api_tests::{
    account::{interactivity, module},
    messages::{Exchange, exchanges},
};
use matrix_client_account::ENDPOINTS;
use serde_json::{Value, json};

fn json_of(body: &Bytes) -> Option<Value> {
    (!body.is_empty()).then(|| serde_json::from_slice(body).unwrap_or_else(|_| json!("no JSON")))
}

/// Decodes and encodes both messages.
fn check(exchange: &Exchange, endpoint: &EndpointEntry) {
    let request = exchange.http_request();
    let written = endpoint
        .recode_request(&request)
        .unwrap_or_else(|failure| panic!("{}: {failure:?}", exchange.module));
    assert_eq!(written.method(), request.method());
    assert_eq!(written.uri().path_and_query(), request.uri().path_and_query());
    assert_eq!(json_of(written.body()), exchange.request_body, "{}", exchange.module);

    let response = exchange.http_response();
    let written = match endpoint.recode_response(&response) {
        Ok(DecodedResponse::Success(written)) => written,
        other => panic!("{}: {other:?}", exchange.module),
    };
    assert_eq!(written.status(), exchange.status);
    assert_eq!(json_of(written.body()), exchange.response_body, "{}", exchange.module);
    for name in response.headers().keys() {
        let values = |message: &http::Response<Bytes>| -> Vec<_> {
            message.headers().get_all(name).iter().cloned().collect()
        };
        assert_eq!(values(&written), values(&response), "{}: {name}", exchange.module);
    }
}

#[test]
fn every_message_is_decoded_and_encoded_without_a_change() {
    for exchange in exchanges() {
        let endpoint = ENDPOINTS
            .iter()
            .find(|endpoint| module(endpoint) == exchange.module)
            .unwrap_or_else(|| panic!("{} is not an endpoint", exchange.module));
        check(&exchange, endpoint);
    }
}

#[test]
fn every_endpoint_has_both_kinds_of_messages() {
    let exchanges = exchanges();
    let with = |all_fields: bool| -> BTreeSet<&str> {
        exchanges
            .iter()
            .filter(|exchange| exchange.all_fields == all_fields)
            .map(|exchange| exchange.module)
            .collect()
    };
    let endpoints: BTreeSet<&str> = ENDPOINTS.iter().map(module).collect();
    assert_eq!(with(true), endpoints);
    assert_eq!(with(false), endpoints);
}

#[test]
fn every_endpoint_is_listed_with_its_types() {
    let typed: BTreeSet<&str> = interactivity().iter().map(|endpoint| endpoint.module).collect();
    assert_eq!(typed, ENDPOINTS.iter().map(module).collect());
}

/// Except for fields that are flattened.
#[test]
fn messages_with_all_fields_have_every_field() {
    let exchanges = exchanges();
    for endpoint in &ENDPOINTS {
        let exchanges: Vec<_> = exchanges
            .iter()
            .filter(|exchange| exchange.all_fields && exchange.module == module(endpoint))
            .collect();
        let fields = endpoint.metadata().request_fields.iter();
        for field in fields.filter(|field| field.name != "login_info") {
            let has = |exchange: &&Exchange| exchange.request_has(field);
            assert!(exchanges.iter().any(has), "{}: request `{}`", module(endpoint), field.name);
        }
        let fields = endpoint.metadata().responses.iter().flat_map(|it| it.fields);
        for field in fields.filter(|field| field.name != "other") {
            let has = |exchange: &&Exchange| exchange.response_has(field);
            assert!(exchanges.iter().any(has), "{}: response `{}`", module(endpoint), field.name);
        }
    }
}
