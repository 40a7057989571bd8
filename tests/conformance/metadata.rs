//! The metadata of an endpoint.

use std::collections::BTreeSet;

use matrix_api::{
    MatrixVersion, PathTemplate,
    endpoints::EndpointEntry,
    metadata::{Field, FieldPlace},
};

use crate::facts::{Facts, Operation, properties};

pub(crate) fn check(
    facts: &Facts,
    operation: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let metadata = endpoint.metadata();
    if metadata.rate_limited != operation.rate_limited {
        findings.push(format!("rate limited: {}", metadata.rate_limited));
    }
    if !schemes(operation).contains(&metadata.authentication) {
        findings.push(format!(
            "authentication is {}, not one of {}",
            metadata.authentication,
            schemes(operation).join(", ")
        ));
    }
    if metadata.description.is_empty() {
        findings.push("no description".to_owned());
    }
    check_path(facts, operation, endpoint, findings);
}

/// The authentication schemes that fit a list of alternatives.
fn schemes(operation: &Operation) -> &'static [&'static str] {
    let optional = operation.security.iter().any(Vec::is_empty);
    match (operation.security.is_empty(), optional) {
        (true, _) => &["NoAuthentication", "NoAccessToken"],
        (false, true) => &["AccessTokenOptional"],
        (false, false) => &["AccessToken"],
    }
}

/// The path is the newest one in v1.19, and the one of Matrix 1.0 in r0.2.0, unless it never changed.
fn check_path(
    facts: &Facts,
    operation: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let history = &endpoint.metadata().path;
    if history.fixed_path().is_some_and(|path| path == operation.path.as_str()) {
        if history.templates().count() != 1 || operation.path.contains("/v3/") {
            findings.push("the path has a version, but no history".to_owned());
        }
        return;
    }
    let stable = history.stable();
    if facts.version == "r0.2.0" {
        let is_first = |(version, path): &(MatrixVersion, PathTemplate)| {
            *version == MatrixVersion::V1_0 && path.as_str() == operation.path
        };
        if stable.first().is_none_or(|path| !is_first(path)) {
            findings.push(format!("{} is not the path of Matrix 1.0", operation.path));
        }
        return;
    }
    if stable.last().is_none_or(|(_, path)| path.as_str() != operation.path) {
        findings.push(format!("{} is not the newest path", operation.path));
    }
    if operation.deprecated != history.is_deprecated_in(MatrixVersion::V1_19) {
        findings.push(format!("deprecated: {}", !operation.deprecated));
    }
    if history.is_removed_in(MatrixVersion::V1_19) {
        findings.push("removed".to_owned());
    }
    check_versions(operation, endpoint, findings);
}

/// A path with `v3` belongs to 1.1 and follows one with `r0` of 1.0, unless the facts say when the
/// operation was added.
fn check_versions(operation: &Operation, endpoint: &EndpointEntry, findings: &mut Vec<String>) {
    let stable = endpoint.metadata().path.stable();
    let r0 = operation.path.replace("/v3/", "/r0/");
    let expected = match &operation.added {
        Some(added) => {
            let version = format!("v{added}").parse().expect("a version");
            vec![(version, operation.path.as_str())]
        }
        None if r0 != operation.path => {
            vec![(MatrixVersion::V1_0, r0.as_str()), (MatrixVersion::V1_1, operation.path.as_str())]
        }
        None => Vec::new(),
    };
    let found = stable.iter().map(|(version, path)| (*version, path.as_str()));
    if !found.eq(expected) {
        findings.push(format!(
            "paths since {:?}",
            stable.iter().map(|path| path.0).collect::<Vec<_>>()
        ));
    }
}

/// Reports fields that no version of the specification has, and unstable paths.
pub(crate) fn check_additions(
    operations: &[&Operation],
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let metadata = endpoint.metadata();
    for (feature, path) in metadata.path.unstable() {
        findings.push(format!("{path} with {feature}"));
    }
    let requests = operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        let parameters =
            parameters.map(|parameter| (parameter.part.as_str(), parameter.name.clone()));
        parameters.chain(body_names(operation.request_body()))
    });
    report_additions("request", metadata.request_fields, requests.collect(), findings);
    let responses = operations.iter().flat_map(|operation| {
        let (_, answer) = operation.success();
        let headers = answer.headers.keys().map(|name| ("header", name.to_lowercase()));
        headers.chain(body_names(answer.body()))
    });
    let known: BTreeSet<_> = responses.collect();
    for response in &metadata.responses {
        report_additions("response", response.fields, known.clone(), findings);
    }
}

fn body_names(schema: Option<&serde_json::Value>) -> impl Iterator<Item = (&str, String)> {
    schema.into_iter().flat_map(properties).map(|(name, _)| ("body", name.to_owned()))
}

fn report_additions(
    message: &str,
    fields: &[Field],
    known: BTreeSet<(&str, String)>,
    findings: &mut Vec<String>,
) {
    for field in fields {
        let part = match field.place {
            FieldPlace::Path => "path",
            FieldPlace::Query => "query",
            FieldPlace::Header => "header",
            _ => "body",
        };
        if !known.contains(&(part, field.name.to_owned())) {
            findings.push(format!("{message} {part} `{}` is in no version", field.name));
        }
    }
}
