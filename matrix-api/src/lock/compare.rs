//! Finds the changes between two locks.

mod message;
mod paths;
mod responses;
mod shapes;
mod values;

use self::{
    message::message,
    responses::{compare_errors, compare_responses},
    values::{Direction, Values},
};
use super::{
    model::{AuthenticationFacts, EndpointFacts, Lock},
    verdict::{Change, ChangeKind, Outcome},
    view::Types,
};

/// The changes from one wire format to another, in the order of endpoints and places.
///
/// ```
/// use matrix_api::lock::{ChangeKind, Lock, Verdict, compare};
///
/// let lock = |method: &str| -> Lock {
///     let facts = "  path always /greet\n  authentication none optional\n";
///     format!("wire 1\nendpoint greet\n  method {method}\n{facts}").parse().unwrap()
/// };
///
/// let changes = compare(&lock("GET"), &lock("POST"));
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].kind, ChangeKind::Method);
/// assert_eq!(changes[0].clients, Verdict::Breaks);
/// ```
#[must_use]
pub fn compare(old: &Lock, new: &Lock) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut pairs = Vec::new();
    for (name, facts) in &new.endpoints {
        match old.endpoints.get(name).or_else(|| renamed(facts, old, new)) {
            Some(before) => pairs.push((name, before, facts)),
            None => changes.push(Change::new(
                name,
                "",
                (ChangeKind::Added, "the endpoint was added".to_owned()),
                Outcome::WORKS,
                Outcome::breaks("they do not serve it"),
            )),
        }
    }
    for (name, facts) in &old.endpoints {
        if !pairs.iter().any(|(_, before, _)| std::ptr::eq(*before, facts)) {
            changes.push(Change::new(
                name,
                "",
                (ChangeKind::Removed, "the endpoint was removed".to_owned()),
                Outcome::breaks("the server does not serve it"),
                Outcome::WORKS,
            ));
        }
    }
    for (name, before, after) in pairs {
        endpoint(name, (before, &old.types), (after, &new.types), &mut changes);
    }
    changes.sort_by(|a, b| (&a.endpoint, &a.place).cmp(&(&b.endpoint, &b.place)));
    changes
}

/// The old endpoint with the same method and one of the same paths, if no new one has its name.
fn renamed<'a>(facts: &EndpointFacts, old: &'a Lock, new: &Lock) -> Option<&'a EndpointFacts> {
    let is_same = |(name, before): &(&String, &EndpointFacts)| {
        before.method == facts.method
            && paths::have_common(before, facts)
            && !new.endpoints.contains_key(*name)
    };
    old.endpoints.iter().find(is_same).map(|(_, before)| before)
}

fn endpoint<'a>(
    name: &'a str,
    (old, old_types): (&'a EndpointFacts, &'a Types),
    (new, new_types): (&'a EndpointFacts, &'a Types),
    changes: &mut Vec<Change>,
) {
    let mut add = |place: &str, kind, what, clients, servers| {
        changes.push(Change::new(name, place, (kind, what), clients, servers));
    };
    if old.method != new.method {
        let other = Outcome::breaks("the method is refused");
        let what = format!("{} instead of {}", new.method, old.method);
        add("method", ChangeKind::Method, what, other, other);
    }
    if let Some((what, clients, servers)) = paths::paths(old, new) {
        add("path", ChangeKind::Path, what, clients, servers);
    }
    if (old.deprecated, old.removed) != (new.deprecated, new.removed) {
        // Paths that are there are served, whatever is deprecated or removed.
        let what = paths::lifetime(new);
        add("path", ChangeKind::Lifetime, what, Outcome::WORKS, Outcome::WORKS);
    }
    if old.authentication != new.authentication {
        let clients = authentication(&new.authentication, &old.authentication);
        let servers = authentication(&old.authentication, &new.authentication);
        let what = format!("{} instead of {}", new.authentication, old.authentication);
        add("authentication", ChangeKind::Authentication, what, clients, servers);
    }
    let types = (old_types, new_types);
    let mut request = Values::new(name, types, Direction::Request, changes);
    message(&mut request, "request", &old.request, &new.request);
    let mut responses = Values::new(name, types, Direction::Response, changes);
    compare_responses(&mut responses, old, new);
    compare_errors(&mut responses, &old.errors, &new.errors);
}

/// Whether a server of one definition takes the credentials that clients of another send.
fn authentication(server: &AuthenticationFacts, client: &AuthenticationFacts) -> Outcome {
    let (accepted, sent) = (&server.credentials, &client.credentials);
    let is_unknown =
        |facts: &AuthenticationFacts| facts.is_required && facts.credentials.is_empty();
    if is_unknown(server) || is_unknown(client) {
        return match (server.is_required, client.is_required) {
            (true, _) if !client.is_required => Outcome::breaks("credentials are required"),
            (false, _) if accepted.is_empty() => Outcome::WORKS,
            _ if server.scheme == client.scheme => Outcome::WORKS,
            _ => Outcome::unknown("nothing is known about the credentials of a scheme"),
        };
    }
    let parameters = match client.parameters.iter().all(|it| server.parameters.contains(it)) {
        true => Outcome::WORKS,
        false => Outcome::other("parameters beside the credentials are ignored"),
    };
    let credentials = match sent.first() {
        None if server.is_required => Outcome::breaks("credentials are required"),
        None => Outcome::WORKS,
        Some(first) if accepted.contains(first) => {
            match server.is_required && !client.is_required {
                true => Outcome::breaks("credentials are required, but may be absent"),
                false => Outcome::WORKS,
            }
        }
        Some(_) if server.is_required => Outcome::breaks("other credentials are required"),
        // Who must send credentials says nothing by it.
        Some(_) if client.is_required && accepted.is_empty() => Outcome::WORKS,
        Some(_) => Outcome::other("the credentials are ignored"),
    };
    credentials.and(parameters)
}
