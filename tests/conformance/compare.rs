//! The facts of an operation, compared with those of the account crate's document.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::{Facts, Operation, is_required, properties};

/// Compares an operation with that of the document.
pub(crate) fn check(
    facts: &Facts,
    theirs: &Operation,
    ours: &Operation,
    findings: &mut Vec<String>,
) {
    if theirs.operation_id.is_some() && ours.operation_id != theirs.operation_id {
        let name = |id: &Option<String>| id.clone().unwrap_or_default();
        let (here, there) = (name(&ours.operation_id), name(&theirs.operation_id));
        findings.push(format!("the operation is {here} here, {there} there"));
    }
    if ours.rate_limited != theirs.rate_limited {
        findings.push(format!("rate limited: {}", ours.rate_limited));
    }
    // The facts of r0.2.0 say neither.
    if facts.version != "r0.2.0" {
        if ours.deprecated != theirs.deprecated {
            findings.push(format!("deprecated: {}", ours.deprecated));
        }
        check_added(theirs, ours, findings);
    }
    check_security(facts, theirs, ours, findings);
    check_parameters(theirs, ours, findings);
    compare_bodies("request", theirs.request_body(), ours.request_body(), findings);
    check_success(theirs, ours, findings);
    for (status, response) in theirs.errors() {
        let name = format!("error {status}");
        compare_bodies(
            &name,
            response.body(),
            ours.error(status).and_then(|it| it.body()),
            findings,
        );
    }
}

/// The alternatives are the same. The facts of r0.2.0 have one scheme for tokens in any place.
fn check_security(facts: &Facts, theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    let name = |scheme: &String| match facts.version {
        "r0.2.0" => "accessToken".to_owned(),
        _ => scheme.clone(),
    };
    let alternatives = |operation: &Operation| -> BTreeSet<Vec<String>> {
        let schemes = operation.security.iter();
        schemes.map(|alternative| alternative.iter().map(name).collect()).collect()
    };
    let (here, there) = (alternatives(ours), alternatives(theirs));
    if here != there {
        findings.push(format!("security is {here:?} here, {there:?} there"));
    }
}

/// A path with `v3` follows one with `r0` of the first version, unless the facts say when it was added.
fn check_added(theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    let first = theirs.path.contains("/v3/").then(|| "1.0".to_owned());
    let expected = theirs.added.clone().or(first);
    if ours.added != expected {
        findings.push(format!(
            "added in {} here, in {} there",
            version(&ours.added),
            version(&expected)
        ));
    }
}

fn version(added: &Option<String>) -> &str {
    added.as_deref().unwrap_or("no version")
}

fn check_parameters(theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    for parameter in &theirs.parameters {
        let named = format!("request {} `{}`", parameter.part, parameter.name);
        let same = |other: &&crate::facts::Parameter| {
            (&other.part, &other.name) == (&parameter.part, &parameter.name)
        };
        let Some(own) = ours.parameters.iter().find(same) else {
            findings.push(format!("{named} is unknown here"));
            continue;
        };
        report_required(&named, own.required, parameter.required, findings);
        report_type(&named, &parameter.schema, &own.schema, findings);
    }
}

fn check_success(theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    let ((own_status, own), (status, response)) = (ours.success(), theirs.success());
    if own_status != status {
        findings.push(format!("a success is {own_status}, not {status}"));
    }
    let own_headers: BTreeSet<String> =
        own.headers.keys().map(|name| name.to_lowercase()).collect();
    for name in response.headers.keys().map(|name| name.to_lowercase()) {
        if !own_headers.contains(&name) {
            findings.push(format!("response header `{name}` is unknown here"));
        }
    }
    compare_bodies("response", response.body(), own.body(), findings);
}

fn compare_bodies(
    message: &str,
    theirs: Option<&Value>,
    ours: Option<&Value>,
    findings: &mut Vec<String>,
) {
    match (theirs, ours) {
        (Some(theirs), Some(ours)) => compare(message, "", theirs, ours, findings),
        // A body without members says nothing, and an operation of r0.2.0 may refer to one without listing it.
        (Some(theirs), None) if properties(theirs).next().is_none() => {}
        (Some(_), None) => findings.push(format!("{message} body is unknown here")),
        (None, _) => {}
    }
}

/// Compares the members that the facts have, with their types.
fn compare(message: &str, at: &str, theirs: &Value, ours: &Value, findings: &mut Vec<String>) {
    report_type(&format!("{message} body `{at}`"), theirs, ours, findings);
    for (name, member) in properties(theirs) {
        let at = below(at, name);
        let named = format!("{message} body `{at}`");
        match properties(ours).find(|(other, _)| *other == name) {
            Some((_, own)) => {
                report_required(&named, is_required(own), is_required(member), findings);
                compare(message, &at, member, own, findings);
            }
            None => findings.push(format!("{named} is unknown here")),
        }
    }
    for (member, place) in [("items", format!("{at}[0]")), ("additionalProperties", below(at, "*"))]
    {
        if let (Some(theirs), Some(ours)) = (theirs.get(member), ours.get(member)) {
            compare(message, &place, theirs, ours, findings);
        }
    }
}

/// A member, in the notation of decode errors.
fn below(at: &str, name: &str) -> String {
    match (name.contains(['.', '/']), at) {
        (true, at) => format!("{at}[{name:?}]"),
        (false, "") => name.to_owned(),
        (false, at) => format!("{at}.{name}"),
    }
}

fn report_required(named: &str, here: bool, there: bool, findings: &mut Vec<String>) {
    match (here, there) {
        (true, false) => findings.push(format!("{named} is required here, optional there")),
        (false, true) => findings.push(format!("{named} is optional here, required there")),
        (true, true) | (false, false) => {}
    }
}

fn report_type(named: &str, theirs: &Value, ours: &Value, findings: &mut Vec<String>) {
    let name = |schema: &Value| schema["type"].as_str().unwrap_or("anything").to_owned();
    let (here, there) = (name(ours), name(theirs));
    let is_number = here == "integer" && there == "number";
    if here != there && there != "anything" && !is_number {
        findings.push(format!("{named} is {here} here, {there} there"));
    }
}
