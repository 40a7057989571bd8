//! The account crate against the specification, operation by operation and field by field.
//!
//! The facts of two versions of the specification are JSON files in this folder. They are compared with the
//! OpenAPI documents of the account crate for these versions. Their schemas yield messages that are decoded
//! and encoded by the endpoint's types: complete, without one field, with one field of a wrong type, and with
//! the required fields only; what is required is compared with the document. A deviation is a finding, a line
//! of text. Every finding is listed in [`deviations`] with its reason, and every listed one is found.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod additions;
mod compare;
mod deviations;
mod document;
mod errors;
mod example;
mod facts;
mod message;
mod place;
mod request;
mod response;

use std::collections::{BTreeMap, BTreeSet};

use matrix_api::{MatrixVersion, endpoints::EndpointEntry};
use matrix_api_tests::account::module;
use matrix_client_account::ENDPOINTS;

use crate::{
    document::Operations,
    facts::{Facts, Operation},
};

fn endpoint_of(operation: &Operation) -> Option<&'static EndpointEntry> {
    ENDPOINTS.iter().find(|endpoint| {
        let metadata = endpoint.metadata();
        metadata.method == *operation.method
            && metadata.path.templates().any(|template| template == operation.path.as_str())
    })
}

/// The documents of the account crate for the versions with facts, and for the one with new paths.
struct Documents {
    newest: Operations,
    first: Operations,
    renamed: Operations,
}

impl Documents {
    fn new() -> Self {
        let [newest, first, renamed] =
            [MatrixVersion::V1_19, MatrixVersion::V1_0, MatrixVersion::V1_1]
                .map(document::operations);
        Self { newest, first, renamed }
    }

    /// The operation of the document for a version.
    fn get(&self, version: &str, operation: &Operation) -> Option<&Operation> {
        let operations = if version == "r0.2.0" { &self.first } else { &self.newest };
        operations.get(&(operation.method.clone(), operation.path.clone()))
    }

    /// A path with `v3` belongs to 1.1 and follows one with `r0` of 1.0, unless the facts say when the
    /// operation was added.
    fn check_paths(&self, operation: &Operation, findings: &mut Vec<String>) {
        if operation.added.is_some() || !operation.path.contains("/v3/") {
            return;
        }
        let is_in = |operations: &Operations, path: String| {
            operations.contains_key(&(operation.method.clone(), path))
        };
        if !is_in(&self.first, operation.path.replace("/v3/", "/r0/")) {
            findings.push("the first version does not have it".to_owned());
        }
        if !is_in(&self.renamed, operation.path.clone()) {
            findings.push("1.1 does not have its path".to_owned());
        }
    }
}

/// All deviations from the facts.
fn findings() -> BTreeSet<String> {
    let (all_facts, documents) = (facts::all(), Documents::new());
    let mut findings = Vec::new();
    let mut by_endpoint: BTreeMap<&str, (Vec<&Operation>, Vec<&Operation>)> = BTreeMap::new();
    for facts in &all_facts {
        for operation in &facts.operations {
            let endpoint =
                endpoint_of(operation).unwrap_or_else(|| panic!("{operation} has no endpoint"));
            let own = documents
                .get(facts.version, operation)
                .unwrap_or_else(|| panic!("{operation} is not in the document"));
            let mut found = Vec::new();
            compare::check(facts, operation, own, &mut found);
            if facts.version != "r0.2.0" {
                documents.check_paths(operation, &mut found);
            }
            request::check(operation, own, endpoint, &mut found);
            response::check(operation, own, endpoint, &mut found);
            errors::check(operation, endpoint, &mut found);
            let subject = format!("{} {}", facts.version, module(endpoint));
            findings.extend(found.into_iter().map(|finding| format!("{subject}: {finding}")));
            let (theirs, ours) = by_endpoint.entry(module(endpoint)).or_default();
            theirs.push(operation);
            ours.push(own);
        }
    }
    for endpoint in &ENDPOINTS {
        let (theirs, ours) = &by_endpoint[module(endpoint)];
        let mut found = Vec::new();
        additions::check(endpoint, theirs, ours, &mut found);
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
