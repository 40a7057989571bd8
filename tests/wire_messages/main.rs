//! Messages of every endpoint of the account crate, as they travel: written by hand after the examples
//! of the specification, with values of our own. Each is read, and written again as it was.
//!
//! Of each message there is one with all fields and one with those alone that are required.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

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
fn every_message_is_read_and_written_again_as_it_was() {
    let endpoints = account_endpoints();
    for exchange in all() {
        let endpoint = endpoints
            .iter()
            .find(|endpoint| endpoint.module == exchange.module)
            .unwrap_or_else(|| panic!("{} is no endpoint", exchange.module));
        exchange.check(endpoint);
    }
}

#[test]
fn every_endpoint_has_messages_with_all_fields_and_with_the_required_ones() {
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

/// Messages with all fields are what they say: they have every field that is a member of a body, a
/// parameter or a header.
#[test]
fn messages_with_all_fields_have_them_all() {
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
