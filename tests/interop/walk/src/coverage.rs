//! Whether every endpoint of the account crate was walked, and every deviation is written down.

use matrix_api_tests::account_endpoints::account_endpoints;

use crate::{
    check::{Outcome, equal, holds},
    walk::{Deviation, Walk},
};

/// Endpoints that no Synapse of the walk has, what it says instead, and why.
const NOT_IMPLEMENTED: &[(&str, &str, &str)] = &[
    ("token_refresh", "403 M_FORBIDDEN", "it left the specification with r0.3"),
    (
        "request_password_change_token_via_msisdn",
        "404 M_UNRECOGNIZED",
        "Synapse resets passwords by mail only",
    ),
];

/// Endpoints that refuse nobody who asks as the specification says.
const NEVER_REFUSED: &[&str] = &["versions", "well_known_client"];

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

    walk.step("the README lists the deviations that were seen, and no others");
    let listed: Vec<&str> =
        include_str!("../../README.md").lines().filter(|line| line.starts_with("| `")).collect();
    let seen: Vec<String> = walk.deviations().iter().map(row).collect();
    equal(listed, seen)
}

fn row(deviation: &Deviation) -> String {
    let Deviation { endpoint, when, synapse, specification } = deviation;
    format!("| `{endpoint}` | {when} | {synapse} | {specification} |")
}
