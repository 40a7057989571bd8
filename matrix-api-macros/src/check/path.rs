//! Rules for paths, their history, and the fields that fill their placeholders.

use proc_macro2::Span;
use syn::{Ident, LitStr};

use super::CheckedMessage;
use crate::{
    ast::{HistoryEntry, What, When},
    diagnostics::Diagnostics,
    keyword::nearest,
    model::{History, Paths, Place, Version},
    path::PathTemplate,
};

pub(super) fn check_fixed(literal: &LitStr, diagnostics: &Diagnostics) -> Option<Paths> {
    PathTemplate::parse(literal, diagnostics).map(Paths::Fixed)
}

/// Unstable paths, then versions that rise, then `deprecated`, then `removed`.
pub(super) fn check_history(
    key: &Ident,
    entries: &[HistoryEntry],
    diagnostics: &Diagnostics,
) -> Option<Paths> {
    if entries.is_empty() {
        diagnostics.error(key.span(), "a history has at least one path: `1.0 => \"/..\"`");
        return None;
    }
    let mut reader = HistoryReader::default();
    for entry in entries {
        reader.read(entry, diagnostics);
    }
    let HistoryReader { history, broken, .. } = reader;
    let templates: Vec<&PathTemplate> = history
        .unstable
        .iter()
        .map(|(_, template)| template)
        .chain(history.stable.iter().map(|(_, template)| template))
        .collect();
    if templates.is_empty() && !broken {
        diagnostics.error(key.span(), "a history has at least one path: `1.0 => \"/..\"`");
        return None;
    }
    let alike = check_alike(&templates, diagnostics);
    (alike && !broken).then_some(Paths::History(history))
}

/// Reads a history line by line, remembering what was read.
#[derive(Default)]
struct HistoryReader {
    history: History,
    /// The version of the last line that had one.
    last: Option<Version>,
    /// Whether something was reported.
    broken: bool,
}

impl HistoryReader {
    fn read(&mut self, entry: &HistoryEntry, diagnostics: &Diagnostics) {
        match (&entry.when, &entry.what) {
            (When::Unstable { feature, .. }, What::Path(literal)) => {
                self.read_unstable(entry.when.span(), feature, literal, diagnostics);
            }
            (When::Unstable { .. }, What::Deprecated(span) | What::Removed(span)) => {
                self.report(*span, "only a version deprecates or removes", diagnostics);
            }
            (When::Version { span, major, minor }, what) => {
                let version = Version { major: *major, minor: *minor };
                self.check_order(*span, version, what, diagnostics);
                match what {
                    What::Path(literal) => self.read_stable(*span, version, literal, diagnostics),
                    What::Deprecated(span) => self.read_deprecated(*span, version, diagnostics),
                    What::Removed(span) => self.read_removed(*span, version, diagnostics),
                }
            }
        }
    }

    fn report(&mut self, span: Span, message: impl std::fmt::Display, diagnostics: &Diagnostics) {
        self.broken = true;
        diagnostics.error(span, message);
    }

    /// Versions rise. A version may bring a path that is deprecated from the start: the new form of
    /// one that had been deprecated before.
    fn check_order(
        &mut self,
        span: Span,
        version: Version,
        what: &What,
        diagnostics: &Diagnostics,
    ) {
        let from_the_start = matches!(what, What::Deprecated(_)) && self.last == Some(version);
        if let Some(last) = self.last
            && version <= last
            && !from_the_start
        {
            let complaint = if version == last { "is given twice" } else { "comes too late" };
            self.report(
                span,
                format!(
                    "version {} {complaint}: the versions of a history rise, and {} stands ahead \
                     of it",
                    version.text(),
                    last.text()
                ),
                diagnostics,
            );
        }
        self.last = Some(version);
    }

    fn read_unstable(
        &mut self,
        span: Span,
        feature: &LitStr,
        literal: &LitStr,
        diagnostics: &Diagnostics,
    ) {
        if feature.value().trim().is_empty() {
            self.report(feature.span(), "the name of a feature is not empty", diagnostics);
        }
        if self.last.is_some() {
            self.report(span, "unstable paths stand ahead of the versions", diagnostics);
        }
        match PathTemplate::parse(literal, diagnostics) {
            Some(template) => self.history.unstable.push((feature.clone(), template)),
            None => self.broken = true,
        }
    }

    fn read_stable(
        &mut self,
        span: Span,
        version: Version,
        literal: &LitStr,
        diagnostics: &Diagnostics,
    ) {
        if self.history.removed.is_some() {
            self.report(span, "no path follows `removed`", diagnostics);
        } else if self.history.deprecated.is_some() {
            self.report(span, "no path follows `deprecated`", diagnostics);
        }
        match PathTemplate::parse(literal, diagnostics) {
            Some(template) => self.history.stable.push((version, template)),
            None => self.broken = true,
        }
    }

    fn read_deprecated(&mut self, span: Span, version: Version, diagnostics: &Diagnostics) {
        if self.history.stable.is_empty() && !self.broken {
            self.report(span, "`deprecated` follows a stable path: `1.0 => \"/..\"`", diagnostics);
        }
        if self.history.deprecated.replace(version).is_some() {
            self.report(span, "`deprecated` is given twice", diagnostics);
        }
        if self.history.removed.is_some() {
            self.report(span, "`deprecated` stands ahead of `removed`", diagnostics);
        }
    }

    fn read_removed(&mut self, span: Span, version: Version, diagnostics: &Diagnostics) {
        if self.history.deprecated.is_none() && !self.broken {
            self.report(
                span,
                "`removed` follows `deprecated`: a path is deprecated in an earlier version",
                diagnostics,
            );
        }
        if self.history.removed.replace(version).is_some() {
            self.report(span, "`removed` is given twice", diagnostics);
        }
    }
}

impl Version {
    fn text(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

/// All paths of a history have the same placeholders in the same order, and end alike.
fn check_alike(templates: &[&PathTemplate], diagnostics: &Diagnostics) -> bool {
    let Some((first, others)) = templates.split_first() else { return true };
    let mut alike = true;
    for other in others {
        if other.placeholders != first.placeholders {
            alike = false;
            diagnostics.error(
                other.literal.span(),
                format!(
                    "every path of a history has the same placeholders in the same order; the first \
                     has {}, this one has {}",
                    list(&first.placeholders),
                    list(&other.placeholders)
                ),
            );
        }
        if other.literal.value().ends_with('/') != first.literal.value().ends_with('/') {
            alike = false;
            diagnostics.error(
                other.literal.span(),
                "either all paths of a history end with `/` or none: this one differs from the first",
            );
        }
    }
    alike
}

fn list(placeholders: &[String]) -> String {
    match placeholders {
        [] => "none".to_owned(),
        names => names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", "),
    }
}

/// Every placeholder has its field and every path field its placeholder, by name.
pub(super) fn bind(
    request: &mut CheckedMessage,
    template: &PathTemplate,
    diagnostics: &Diagnostics,
) {
    let PathTemplate { literal, placeholders } = template;
    let mut filled = vec![false; placeholders.len()];
    for (field, spans) in request.message.fields.iter_mut().zip(&request.spans) {
        let Place::Path { position } = &mut field.place else { continue };
        match placeholders.iter().position(|name| *name == field.wire_name) {
            Some(found) => {
                *position = found;
                if let Some(filled) = filled.get_mut(found) {
                    *filled = true;
                }
            }
            None => diagnostics
                .error(spans.name, unbound_field(&field.wire_name, placeholders, &filled)),
        }
    }
    let fields: Vec<&str> =
        request.message.fields.iter().map(|field| field.wire_name.as_str()).collect();
    for (name, _) in placeholders.iter().zip(filled).filter(|(_, filled)| !filled) {
        // A path field with nearly this name was reported above.
        let misspelt = request.message.fields.iter().any(|field| {
            matches!(field.place, Place::Path { .. })
                && !placeholders.contains(&field.wire_name)
                && nearest(&field.wire_name, [name.as_str()]).is_some()
        });
        if misspelt {
            continue;
        }
        let advice = if fields.contains(&name.as_str()) {
            format!("mark the field `{name}` with `#[ruma_api(path)]`")
        } else {
            format!("add `#[ruma_api(path)] pub {name}: ..` to the request")
        };
        diagnostics.error(
            literal.span(),
            format!("no field fills the placeholder `{{{name}}}`; {advice}"),
        );
    }
}

fn unbound_field(name: &str, placeholders: &[String], filled: &[bool]) -> String {
    let free = placeholders
        .iter()
        .zip(filled)
        .filter(|(_, filled)| !**filled)
        .map(|(name, _)| name.as_str());
    match nearest(name, free) {
        Some(near) => {
            format!("the path has no placeholder `{{{name}}}`; did you mean `{{{near}}}`?")
        }
        None => format!(
            "the path has no placeholder `{{{name}}}`; write it into the path, or let the field \
             travel in another place"
        ),
    }
}
