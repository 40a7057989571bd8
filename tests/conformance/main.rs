//! The account crate against the specification, operation by operation and field by field.
//!
//! The facts of two versions of the specification are JSON files in this folder. Their schemas yield
//! messages that are decoded and encoded by the endpoint's types: complete, without one field, with one
//! field of a wrong type, and with the required fields only. A deviation from the facts is a finding, a
//! line of text. Every finding is listed in [`deviations`] with its reason, and every listed one is found.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod deviations;
mod errors;
mod example;
mod facts;
mod message;
mod metadata;
mod place;
mod request;
mod response;

use std::collections::{BTreeMap, BTreeSet};

use matrix_api::endpoints::EndpointEntry;
use matrix_api_tests::account::module;
use matrix_client_account::ENDPOINTS;

use crate::facts::{Facts, Operation};

fn endpoint_of(operation: &Operation) -> Option<&'static EndpointEntry> {
    ENDPOINTS.iter().find(|endpoint| {
        let metadata = endpoint.metadata();
        metadata.method == *operation.method
            && metadata.path.templates().any(|template| template == operation.path.as_str())
    })
}

/// All deviations from the facts.
fn findings() -> BTreeSet<String> {
    let all_facts = facts::all();
    let mut findings = Vec::new();
    for facts in &all_facts {
        for operation in &facts.operations {
            let endpoint =
                endpoint_of(operation).unwrap_or_else(|| panic!("{operation} has no endpoint"));
            let mut found = Vec::new();
            metadata::check(facts, operation, endpoint, &mut found);
            request::check(operation, endpoint, &mut found);
            response::check(operation, endpoint, &mut found);
            errors::check(operation, endpoint, &mut found);
            let subject = format!("{} {}", facts.version, module(endpoint));
            findings.extend(found.into_iter().map(|finding| format!("{subject}: {finding}")));
        }
    }
    for endpoint in &ENDPOINTS {
        let operations: Vec<&Operation> = all_facts
            .iter()
            .flat_map(|facts| &facts.operations)
            .filter(|operation| {
                endpoint_of(operation).is_some_and(|found| module(found) == module(endpoint))
            })
            .collect();
        let mut found = Vec::new();
        metadata::check_additions(&operations, endpoint, &mut found);
        findings
            .extend(found.into_iter().map(|finding| format!("{}: {finding}", module(endpoint))));
    }
    findings.into_iter().collect()
}

#[test]
fn every_deviation_from_the_specification_has_a_listed_reason() {
    let reasons: BTreeMap<&str, &str> = deviations::LIST
        .iter()
        .flat_map(|(reason, findings)| findings.iter().map(move |finding| (*finding, *reason)))
        .collect();
    let listed: usize = deviations::LIST.iter().map(|(_, findings)| findings.len()).sum();
    assert_eq!(reasons.len(), listed, "a finding is listed twice");

    let findings = findings();
    let unlisted: Vec<&String> =
        findings.iter().filter(|finding| !reasons.contains_key(finding.as_str())).collect();
    let gone: Vec<&str> =
        reasons.keys().copied().filter(|finding| !findings.contains(*finding)).collect();
    assert!(
        unlisted.is_empty() && gone.is_empty(),
        "deviations without a reason: {unlisted:#?}\nlisted, but not found: {gone:#?}"
    );
}

#[test]
fn every_operation_has_an_endpoint() {
    for (version, count) in [("v1.19", 31), ("r0.2.0", 12)] {
        let facts = facts::all();
        let facts: &Facts = facts.iter().find(|facts| facts.version == version).expect("facts");
        let served: BTreeSet<&str> = facts
            .operations
            .iter()
            .filter_map(|operation| endpoint_of(operation))
            .map(module)
            .collect();
        assert_eq!(facts.operations.len(), count, "{version}");
        assert_eq!(served.len(), count, "{version}: one endpoint for each operation");
    }
}

#[test]
fn every_endpoint_is_an_operation_of_the_specification() {
    let known: BTreeSet<&str> = facts::all()
        .iter()
        .flat_map(|facts| &facts.operations)
        .filter_map(|operation| endpoint_of(operation))
        .map(module)
        .collect();
    for endpoint in &ENDPOINTS {
        assert!(known.contains(module(endpoint)), "{} is not in the facts", module(endpoint));
    }
}

#[test]
fn the_list_of_endpoints_is_complete() {
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/../matrix-client-account");
    let unlisted = ENDPOINTS.unlisted(package).expect("the sources can be read");
    let unlisted: Vec<String> = unlisted.into_iter().map(|endpoint| endpoint.module).collect();
    // They build the URLs of pages for browsers, and are private.
    let pages =
        ["session", "uiaa"].map(|it| format!("matrix_client_account::{it}::fallback::page"));
    assert_eq!(unlisted, pages);
}

#[test]
fn endpoints_are_named_like_their_modules() {
    for endpoint in &ENDPOINTS {
        assert_eq!(endpoint.module().rsplit(':').next(), Some(endpoint.metadata().name));
    }
}
