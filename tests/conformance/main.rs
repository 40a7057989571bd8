//! The account crate against the specification, operation by operation and field by field.
//!
//! The facts of two versions of the specification are OpenAPI documents in this folder, without prose. They
//! are compared with the documents of the account crate for these versions. Their schemas yield messages that
//! are decoded and encoded by the endpoint's types: complete, without one field, with one field of a wrong
//! type, and with the required fields only; what is required is compared with the document. A deviation is a
//! finding, a line of text. Every finding is listed in [`deviations`] with its reason, and every listed one is
//! found.

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod codec;
mod compare;
mod deviations;
mod example;
mod message;
mod operation;
mod place;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use matrix_api::{MatrixVersion, endpoints::EndpointEntry, openapi::OpenApi};
use matrix_api_tests::account::module;
use matrix_client_account::ENDPOINTS;

use crate::{
    operation::Operation,
    place::{Place, places},
};

/// The versions of the specification with facts, and their operations.
fn facts() -> [(&'static str, Vec<Operation>); 2] {
    [("v1.19", include_str!("account_v1.19.json")), ("r0.2.0", include_str!("account_r0.2.0.json"))]
        .map(|(version, json)| {
            (version, operation::all(&serde_json::from_str(json).expect("the facts are JSON")))
        })
}

fn endpoint_of(operation: &Operation) -> &'static EndpointEntry {
    let is_operation = |endpoint: &&EndpointEntry| {
        let metadata = endpoint.metadata();
        metadata.method == *operation.method
            && metadata.path.templates().any(|template| template == operation.path.as_str())
    };
    let endpoint = ENDPOINTS.iter().find(is_operation);
    endpoint.unwrap_or_else(|| panic!("{operation} has no endpoint"))
}

/// The account crate's operations of a version.
fn own(version: MatrixVersion) -> Vec<Operation> {
    let settings = OpenApi::new("Accounts").version(version);
    operation::all(&ENDPOINTS.openapi(&settings).expect("a document").to_value())
}

fn find<'a>(operations: &'a [Operation], method: &str, path: &str) -> Option<&'a Operation> {
    operations.iter().find(|it| it.method == method && it.path == path)
}

/// A path with `v3` belongs to 1.1 and follows one with `r0` of 1.0, unless the facts say when the operation
/// was added.
fn check_paths(
    theirs: &Operation,
    first: &[Operation],
    renamed: &[Operation],
    findings: &mut Vec<String>,
) {
    if theirs.added.is_some() || !theirs.path.contains("/v3/") {
        return;
    }
    if find(first, &theirs.method, &theirs.path.replace("/v3/", "/r0/")).is_none() {
        findings.push("the first version does not have it".to_owned());
    }
    if find(renamed, &theirs.method, &theirs.path).is_none() {
        findings.push("1.1 does not have its path".to_owned());
    }
}

/// All deviations from the facts.
fn findings() -> BTreeSet<String> {
    let [newest, first, renamed] =
        [MatrixVersion::V1_19, MatrixVersion::V1_0, MatrixVersion::V1_1].map(own);
    let (mut findings, mut known, mut own_fields) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (version, operations) in &facts() {
        for theirs in operations {
            let endpoint = endpoint_of(theirs);
            let ours = if *version == "r0.2.0" { &first } else { &newest };
            let ours = find(ours, &theirs.method, &theirs.path)
                .unwrap_or_else(|| panic!("{theirs} is not in the document"));
            let mut found = Vec::new();
            compare::check(version, theirs, ours, &mut found);
            if *version != "r0.2.0" {
                check_paths(theirs, &first, &renamed, &mut found);
            }
            message::check_request(theirs, ours, endpoint, &mut found);
            message::check_success(theirs, ours, endpoint, &mut found);
            message::check_errors(theirs, endpoint, &mut found);
            let module = module(endpoint);
            findings.extend(found.iter().map(|finding| format!("{version} {module}: {finding}")));
            known.extend(fields(theirs).map(|field| format!("{module}: {field}")));
            own_fields.extend(fields(ours).map(|field| format!("{module}: {field}")));
        }
    }
    findings.extend(own_fields.difference(&known).map(|field| format!("{field} is in no version")));
    for endpoint in &ENDPOINTS {
        for (feature, path) in endpoint.metadata().path.unstable() {
            findings.insert(format!("{}: {path} with {feature}", module(endpoint)));
        }
    }
    findings
}

/// The names of an operation's fields.
fn fields(operation: &Operation) -> impl Iterator<Item = String> {
    let messages = [("request", &operation.request), ("response", &operation.success().1.schema)];
    messages.into_iter().flat_map(|(name, schema)| {
        let fields = places(schema).into_iter().filter(Place::is_field);
        fields.map(move |place| place.name(name))
    })
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
fn every_operation_has_one_endpoint_and_every_endpoint_an_operation() {
    let mut served = BTreeSet::new();
    for ((version, operations), count) in facts().iter().zip([31, 12]) {
        let modules: BTreeSet<&str> =
            operations.iter().map(|operation| module(endpoint_of(operation))).collect();
        assert_eq!((operations.len(), modules.len()), (count, count), "{version}");
        served.extend(modules);
    }
    assert_eq!(served, ENDPOINTS.iter().map(module).collect());
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
fn endpoints_have_names_and_paths_of_their_own() {
    assert_eq!(ENDPOINTS.duplicates(), []);
}

#[test]
fn endpoints_are_named_like_their_modules() {
    for endpoint in &ENDPOINTS {
        assert_eq!(endpoint.module().rsplit(':').next(), Some(endpoint.metadata().name));
    }
}
