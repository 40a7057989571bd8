//! Checks that every endpoint of the account crate was called, and that every deviation is listed.

use matrix_client_account::ENDPOINTS;

use crate::{
    check::{Outcome, equal, holds},
    walk::{Deviation, Walk},
};

/// Endpoints that Synapse does not have, its response, and the reason.
const NOT_IMPLEMENTED: &[(&str, &str, &str)] = &[
    ("token_refresh", "403 M_FORBIDDEN", "removed from the specification"),
    (
        "request_password_change_token_via_msisdn",
        "404 M_UNRECOGNIZED",
        "Synapse replaces passwords by mail only",
    ),
];

/// Members of responses that the account crate does not read, and the reason.
const NOT_READ: &[(&str, &str, &str)] =
    &[("get_login_token", "expires_in", "a draft of the proposal had it")];

/// Endpoints that never fail for valid requests.
const NEVER_REFUSED: &[&str] = &["versions", "well_known_client"];

const README: &str = include_str!("../../README.md");
const DEVIATIONS_HEADING: &str = "## Deviations of Synapse from the specification\n";

pub(crate) async fn check(walk: &Walk) -> Outcome {
    walk.step("every endpoint has succeeded and failed");
    for endpoint in &ENDPOINTS {
        is_walked(walk, endpoint.metadata().name)?;
    }
    walk.step("everything that Synapse sends is decoded");
    for endpoint in &ENDPOINTS {
        is_read(walk, endpoint.metadata().name)?;
    }
    walk.step("the README lists exactly the deviations from the specification");
    is_listed(walk)
}

fn is_walked(walk: &Walk, name: &str) -> Outcome {
    let refusals = walk.refusals(name);
    if let Some((_, code, _)) = NOT_IMPLEMENTED.iter().find(|(other, ..)| *other == name) {
        holds(!walk.has_succeeded(name), format!("{name} is implemented"))?;
        return equal(refusals, [*code]);
    }
    holds(walk.has_succeeded(name), format!("{name} was never called with success"))?;
    let is_refused = !refusals.is_empty();
    holds(is_refused != NEVER_REFUSED.contains(&name), format!("refusals of {name}: {refusals:?}"))
}

fn is_read(walk: &Walk, name: &str) -> Outcome {
    let expected = NOT_READ.iter().filter(|(other, ..)| *other == name);
    let expected: Vec<&str> = expected.map(|(_, member, _)| *member).collect();
    let lost = walk.lost_members(name);
    holds(lost == expected, format!("{name}: expected {expected:?} to be unread, found {lost:?}"))
}

fn is_listed(walk: &Walk) -> Outcome {
    let (_, section) = README.split_once(DEVIATIONS_HEADING).ok_or("the heading is missing")?;
    let listed: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let others = NOT_IMPLEMENTED.iter().chain(NOT_READ);
    let others = others.map(|(name, what, why)| format!("| `{name}` | {what} | {why} |"));
    let seen: Vec<String> = walk.deviations().iter().map(row).chain(others).collect();
    let missing: Vec<_> = seen.iter().filter(|row| !listed.contains(&&***row)).collect();
    let surplus: Vec<_> = listed.iter().filter(|row| !seen.contains(&(**row).to_owned())).collect();
    holds(
        missing.is_empty() && surplus.is_empty(),
        format!("not listed: {missing:?}; listed, but not seen: {surplus:?}"),
    )
}

fn row(deviation: &Deviation) -> String {
    let Deviation { endpoint, when, synapse, specification } = deviation;
    format!("| `{endpoint}` | {when} | {synapse} | {specification} |")
}
