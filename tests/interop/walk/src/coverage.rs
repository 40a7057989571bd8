//! Whether every endpoint of the account crate was walked, and every deviation is written down.

use matrix_api_tests::account_endpoints::account_endpoints;

use crate::{
    check::{Outcome, equal, holds},
    walk::{Deviation, Walk},
};

/// Endpoints that Synapse does not have, what it says instead, and why.
const NOT_IMPLEMENTED: &[(&str, &str, &str)] = &[
    ("token_refresh", "403 M_FORBIDDEN", "it is gone from the specification"),
    (
        "request_password_change_token_via_msisdn",
        "404 M_UNRECOGNIZED",
        "Synapse replaces passwords by mail only",
    ),
];

/// Endpoints that refuse nobody who asks as the specification says.
const NEVER_REFUSED: &[&str] = &["versions", "well_known_client"];

const README: &str = include_str!("../../README.md");
const DEVIATIONS_HEADING: &str = "## Where Synapse is not as the specification says\n";

pub(crate) async fn check(walk: &Walk) -> Outcome {
    walk.step("every endpoint has answered with a success, and with an error");
    for endpoint in account_endpoints() {
        let name = endpoint.metadata.name;
        let refusals = walk.refusals(name);
        if let Some((_, code, _)) = NOT_IMPLEMENTED.iter().find(|(other, ..)| *other == name) {
            holds(!walk.has_succeeded(name), format!("{name} is implemented"))?;
            equal(refusals, [*code])?;
            continue;
        }
        holds(walk.has_succeeded(name), format!("{name} was never called with success"))?;
        let is_refused = !refusals.is_empty();
        equal((name, is_refused), (name, !NEVER_REFUSED.contains(&name)))?;
    }

    walk.step("the README lists what is not as the specification says, and nothing else");
    let (_, section) = README.split_once(DEVIATIONS_HEADING).ok_or("the heading is missing")?;
    let listed: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let not_implemented = NOT_IMPLEMENTED
        .iter()
        .map(|(name, code, reason)| format!("| `{name}` | {code} | {reason} |"));
    let seen: Vec<String> = walk.deviations().iter().map(row).chain(not_implemented).collect();
    let missing: Vec<_> = seen.iter().filter(|row| !listed.contains(&&***row)).collect();
    let surplus: Vec<_> = listed.iter().filter(|row| !seen.contains(&(**row).to_owned())).collect();
    holds(
        missing.is_empty() && surplus.is_empty(),
        format!("to be listed: {missing:?}; not seen any more: {surplus:?}"),
    )
}

fn row(deviation: &Deviation) -> String {
    let Deviation { endpoint, when, synapse, specification } = deviation;
    format!("| `{endpoint}` | {when} | {synapse} | {specification} |")
}
