//! An operation of the specification, compared with that of the account crate's document.

use std::collections::BTreeSet;

use crate::{
    operation::Operation,
    place::{Place, places},
    schema::Schema,
};

/// Compares an operation of a version with that of the document.
pub(crate) fn check(
    version: &str,
    theirs: &Operation,
    ours: &Operation,
    findings: &mut Vec<String>,
) {
    if theirs.id.is_some() && ours.id != theirs.id {
        findings.push(format!("the operation is {:?} here, {:?} there", ours.id, theirs.id));
    }
    if ours.is_rate_limited() != theirs.is_rate_limited() {
        findings.push(format!("rate limited: {}", ours.is_rate_limited()));
    }
    // The facts of r0.2.0 say neither.
    if version != "r0.2.0" {
        if ours.is_deprecated != theirs.is_deprecated {
            findings.push(format!("deprecated: {}", ours.is_deprecated));
        }
        check_added(theirs, ours, findings);
    }
    check_security(version, theirs, ours, findings);
    compare("request", &theirs.request, &ours.request, findings);
    let ((status, success), (own_status, own)) = (theirs.success(), ours.success());
    if own_status != status {
        findings.push(format!("a success is {own_status}, not {status}"));
    }
    compare("response", &success.schema, &own.schema, findings);
    for (status, error) in theirs.errors() {
        match ours.error(status) {
            Some(own) => compare(&format!("error {status}"), &error.schema, &own.schema, findings),
            None => findings.push(format!("error {status} is unknown here")),
        }
    }
}

/// A path with `v3` follows one with `r0` of the first version, unless the facts say when it was added.
fn check_added(theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    let first = theirs.path.contains("/v3/").then(|| "1.0".to_owned());
    let expected = theirs.added.clone().or(first);
    if ours.added != expected {
        let version = |added: &Option<String>| added.clone().unwrap_or("no version".to_owned());
        let (here, there) = (version(&ours.added), version(&expected));
        findings.push(format!("added in {here} here, in {there} there"));
    }
}

/// The alternatives are the same. The facts of r0.2.0 have one scheme for tokens in any place.
fn check_security(version: &str, theirs: &Operation, ours: &Operation, findings: &mut Vec<String>) {
    let name = |scheme: &String| match version {
        "r0.2.0" => "accessToken".to_owned(),
        _ => scheme.clone(),
    };
    let alternatives = |operation: &Operation| -> BTreeSet<Vec<String>> {
        operation.security.iter().map(|schemes| schemes.iter().map(name).collect()).collect()
    };
    let (here, there) = (alternatives(ours), alternatives(theirs));
    if here != there {
        findings.push(format!("security is {here:?} here, {there:?} there"));
    }
}

/// Compares every place that the facts have.
fn compare(message: &str, theirs: &Schema, ours: &Schema, findings: &mut Vec<String>) {
    for place in places(theirs) {
        let named = place.name(message);
        match place.find(ours) {
            Some(own) => compare_place(&named, place.schema, own, findings),
            None if place.has_parent(ours) && !says_nothing(&place) => {
                findings.push(format!("{named} is unknown here"));
            }
            None => {}
        }
    }
}

/// An operation of r0.2.0 may refer to a body without listing its members, and a map of values of one type
/// is also one of any values.
fn says_nothing(place: &Place<'_>) -> bool {
    place.is_empty_part() || place.is_value_of_map()
}

fn compare_place(named: &str, theirs: &Schema, ours: &Schema, findings: &mut Vec<String>) {
    match (ours.is_required, theirs.is_required) {
        (true, false) => findings.push(format!("{named} is required here, optional there")),
        (false, true) => findings.push(format!("{named} is optional here, required there")),
        (true, true) | (false, false) => {}
    }
    let (here, there) = (ours.kind(), theirs.kind());
    let is_number = here == "integer" && there == "number";
    if here != there && there != "anything" && !is_number {
        findings.push(format!("{named} is {here} here, {there} there"));
    }
}
