//! Literal messages of every endpoint of the account crate: one with all fields, one with the required
//! fields only. Each is decoded and encoded again without a change.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod account;
mod addresses;
mod discovery;
mod exchange;
mod round_trips;
mod session;
mod validation;

use std::collections::BTreeSet;

use matrix_api_tests::account::account_endpoints;

use crate::exchange::Exchange;

fn all() -> Vec<Exchange> {
    [
        account::exchanges(),
        addresses::exchanges(),
        discovery::exchanges(),
        session::exchanges(),
        validation::exchanges(),
    ]
    .concat()
}

#[test]
fn every_message_is_decoded_and_encoded_without_a_change() {
    let endpoints = account_endpoints();
    for exchange in all() {
        let endpoint = endpoints
            .iter()
            .find(|endpoint| endpoint.module == exchange.module)
            .unwrap_or_else(|| panic!("{} is not an endpoint", exchange.module));
        exchange.check(endpoint);
    }
}

#[test]
fn every_endpoint_has_both_kinds_of_messages() {
    let exchanges = all();
    let with = |all_fields: bool| -> BTreeSet<&str> {
        exchanges
            .iter()
            .filter(|exchange| exchange.all_fields == all_fields)
            .map(|exchange| exchange.module)
            .collect()
    };
    let endpoints: BTreeSet<&str> =
        account_endpoints().iter().map(|endpoint| endpoint.module).collect();
    assert_eq!(with(true), endpoints);
    assert_eq!(with(false), endpoints);
}

/// Except for fields that are flattened.
#[test]
fn messages_with_all_fields_have_every_field() {
    let exchanges = all();
    for endpoint in account_endpoints() {
        let exchanges: Vec<_> = exchanges
            .iter()
            .filter(|exchange| exchange.all_fields && exchange.module == endpoint.module)
            .collect();
        let fields = endpoint.metadata.request_fields.iter();
        for field in fields.filter(|field| field.name != "login_info") {
            let has = |exchange: &&Exchange| exchange.request_has(field);
            assert!(exchanges.iter().any(has), "{}: request `{}`", endpoint.module, field.name);
        }
        let fields = endpoint.metadata.response_fields.iter();
        for field in fields.filter(|field| field.name != "other") {
            let has = |exchange: &&Exchange| exchange.response_has(field);
            assert!(exchanges.iter().any(has), "{}: response `{}`", endpoint.module, field.name);
        }
    }
}
