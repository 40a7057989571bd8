//! Parts of the account crate that no version of the specification has.

use std::collections::BTreeSet;

use matrix_api::endpoints::EndpointEntry;
use serde_json::Value;

use crate::facts::{Operation, properties};

/// Reports fields that no version of the specification has, and unstable paths.
pub(crate) fn check(
    endpoint: &EndpointEntry,
    theirs: &[&Operation],
    ours: &[&Operation],
    findings: &mut Vec<String>,
) {
    for (feature, path) in endpoint.metadata().path.unstable() {
        findings.push(format!("{path} with {feature}"));
    }
    for (message, part, name) in all_names(ours).difference(&all_names(theirs)) {
        findings.push(format!("{message} {part} `{name}` is in no version"));
    }
}

fn all_names<'a>(operations: &[&'a Operation]) -> BTreeSet<(&'static str, &'a str, String)> {
    operations.iter().flat_map(|operation| names(operation)).collect()
}

/// The fields of an operation: message, part and name.
fn names(operation: &Operation) -> Vec<(&'static str, &str, String)> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|it| ("request", it.part.as_str(), it.name.clone()));
    let (_, response) = operation.success();
    let headers = response.headers.keys().map(|name| ("response", "header", name.to_lowercase()));
    let members = |message: &'static str, body: Option<&Value>| -> Vec<_> {
        let members = body.into_iter().flat_map(properties);
        members.map(|(name, _)| (message, "body", name.to_owned())).collect()
    };
    let bodies =
        [members("request", operation.request_body()), members("response", response.body())];
    parameters.chain(headers).chain(bodies.concat()).collect()
}
