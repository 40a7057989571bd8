//! Finds the changes of an endpoint's paths.

use std::collections::BTreeSet;

use crate::{
    lock::{
        model::{EndpointFacts, PathFact, Place, When},
        verdict::Outcome,
    },
    versions::MatrixVersion,
};

/// Whether two endpoints have a path in common.
pub(super) fn have_common(old: &EndpointFacts, new: &EndpointFacts) -> bool {
    !templates(old).is_disjoint(&templates(new))
}

/// The forms of all paths.
fn templates(endpoint: &EndpointFacts) -> BTreeSet<String> {
    endpoint.paths.iter().flat_map(|path| forms(endpoint, &path.template)).collect()
}

/// A template without the names of its placeholders; and without its last segment, if that may be absent.
fn forms(endpoint: &EndpointFacts, template: &str) -> Vec<String> {
    let arguments = endpoint.request.at(Place::Path);
    let may_be_absent = arguments.last().is_some_and(|last| !last.is_required);
    let full = without_names(template);
    let short = full.rsplit_once('/').filter(|_| may_be_absent).map(|(short, _)| short.to_owned());
    std::iter::once(full).chain(short).collect()
}

/// Whether a server that has the templates serves one.
fn is_served(templates: &BTreeSet<String>, called: &str) -> bool {
    let is_rest = |template: &String| {
        let rest = template.strip_suffix("{..}").and_then(|before| called.strip_prefix(before));
        rest == Some("{}")
    };
    templates.contains(called) || templates.iter().any(is_rest)
}

/// A template whose placeholders are `{}` or `{..}`.
fn without_names(template: &str) -> String {
    let segments = template.split('/').map(|segment| match segment {
        rest if rest.ends_with("..}") => "{..}",
        argument if argument.starts_with('{') => "{}",
        literal => literal,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// What changed, and what it means for released clients and for older servers.
pub(super) fn paths(
    old: &EndpointFacts,
    new: &EndpointFacts,
) -> Option<(String, Outcome, Outcome)> {
    let line = |path: &PathFact| (path.when.to_string(), without_names(&path.template));
    let lines =
        |endpoint: &EndpointFacts| -> BTreeSet<_> { endpoint.paths.iter().map(line).collect() };
    let (old_lines, new_lines) = (lines(old), lines(new));
    if old_lines == new_lines {
        return None;
    }
    let show = |(when, template): &(String, String)| format!("`{when} {template}`");
    let added = new_lines.difference(&old_lines).map(|line| format!("{} added", show(line)));
    let removed = old_lines.difference(&new_lines).map(|line| format!("{} removed", show(line)));
    let what = added.chain(removed).collect::<Vec<_>>().join(", ");
    Some((what, clients(old, new), servers(old, new)))
}

/// Released clients call the old paths. A server serves all of its paths, whatever the version.
fn clients(old: &EndpointFacts, new: &EndpointFacts) -> Outcome {
    let served = templates(new);
    match templates(old).iter().all(|called| is_served(&served, called)) {
        true => Outcome::WORKS,
        false => Outcome::breaks("a path that they call is not served"),
    }
}

/// A new client selects a path by what the server supports: each version and each feature with which the old
/// definition had a path.
fn servers(old: &EndpointFacts, new: &EndpointFacts) -> Outcome {
    let served = templates(old);
    let mut supported: Vec<(MatrixVersion, Option<&str>)> = Vec::new();
    for PathFact { when, .. } in &old.paths {
        match when {
            When::Version(version) => supported.push((*version, None)),
            When::Feature(feature) => supported.push((MatrixVersion::V1_0, Some(feature))),
            When::Always => {
                // Such a server may have any version, and no path depends on it.
                supported.push((MatrixVersion::V1_0, None));
                let versions = new.paths.iter().filter_map(|path| match path.when {
                    When::Version(version) => Some(version),
                    _ => None,
                });
                let versions = versions.chain(new.removed);
                supported.extend(versions.map(|version| (version, None)));
            }
        }
    }
    let outcomes = supported.into_iter().map(|(version, feature)| {
        match (select(old, version, feature), select(new, version, feature)) {
            (None, _) => Outcome::WORKS,
            (Some(_), None) => Outcome::breaks("a new client finds no path for such a server"),
            (Some(_), Some(path)) if forms(new, path).iter().all(|it| is_served(&served, it)) => {
                Outcome::WORKS
            }
            (Some(_), Some(_)) => Outcome::breaks("a path that a new client calls is not served"),
        }
    });
    Outcome::worst(outcomes)
}

/// The path that a client takes for a server, as `PathHistory::select` does.
fn select<'a>(
    endpoint: &'a EndpointFacts,
    version: MatrixVersion,
    feature: Option<&str>,
) -> Option<&'a str> {
    let is_removed = endpoint.removed.is_some_and(|removed| version >= removed);
    let newest = |is_meant: &dyn Fn(&When) -> bool| {
        let mut newest_first = endpoint.paths.iter().rev();
        newest_first.find(|path| is_meant(&path.when)).map(|path| path.template.as_str())
    };
    let is_stable = |when: &When| match when {
        When::Version(added) => version.includes(*added) && !is_removed,
        _ => false,
    };
    let is_unstable = |when: &When| match when {
        When::Feature(known) => feature == Some(known),
        _ => false,
    };
    newest(&|when| *when == When::Always)
        .or_else(|| newest(&is_stable))
        .or_else(|| newest(&is_unstable))
}

/// Which versions have the endpoint, in words.
pub(super) fn lifetime(endpoint: &EndpointFacts) -> String {
    match (endpoint.deprecated, endpoint.removed) {
        (None, None) => "neither deprecated nor removed".to_owned(),
        (Some(deprecated), None) => format!("deprecated in {deprecated}"),
        (None, Some(removed)) => format!("removed in {removed}"),
        (Some(deprecated), Some(removed)) => {
            format!("deprecated in {deprecated}, removed in {removed}")
        }
    }
}
