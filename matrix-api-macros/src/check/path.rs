//! Rules for paths, for histories, and for the fields that fill placeholders.

use proc_macro2::Span;
use syn::Ident;

use super::{
    fields::{Absence, CheckedField},
    message::CheckedMessage,
    warnings,
};
use crate::{
    diagnostics::Diagnostics,
    metadata_keys::history::{self, Event, HistoryLine, Stage},
    model::{FieldPlace, History, Paths, Version},
    path::{PathTemplate, Placeholder},
    suggestion::nearest,
    text::Text,
};

/// The path of `path: ".."`, as the endpoint's paths and as those that fields are bound to.
pub(super) fn check_fixed(
    text: &Text,
    diagnostics: &Diagnostics,
) -> (Option<Paths>, Vec<PathTemplate>) {
    let template = PathTemplate::parse(text, diagnostics);
    (template.clone().map(Paths::Fixed), template.into_iter().collect())
}

/// Unstable paths come first, then versions in ascending order, then `deprecated`, then `removed`.
///
/// Returns the paths, if none of the lines is wrong, and those that fields are bound to.
pub(super) fn check_history(
    key: &Ident,
    written: &history::History,
    diagnostics: &Diagnostics,
) -> (Option<Paths>, Vec<PathTemplate>) {
    let mut reader = HistoryReader { broken: !written.complete, ..HistoryReader::default() };
    for line in &written.lines {
        reader.read(line, diagnostics);
    }
    let HistoryReader { history, broken, .. } = reader;
    let unstable = history.unstable.iter().map(|(_, template)| template.clone());
    let stable = history.stable.iter().map(|(_, template)| template.clone());
    let templates: Vec<PathTemplate> = unstable.chain(stable).collect();
    if templates.is_empty() && !broken {
        diagnostics.error(key.span(), "the history has no path; write one: `1.0 => \"/..\"`");
    }
    if !check_alike(&templates, diagnostics) || templates.is_empty() {
        return (None, Vec::new());
    }
    ((!broken).then_some(Paths::History(history)), templates)
}

/// Reads a history line by line.
#[derive(Default)]
struct HistoryReader {
    history: History,
    /// The version of the last line that had one.
    last: Option<Version>,
    /// Whether something was reported.
    broken: bool,
}

impl HistoryReader {
    fn read(&mut self, line: &HistoryLine, diagnostics: &Diagnostics) {
        match (&line.stage, &line.event) {
            (Stage::Unstable { feature, .. }, Event::Path(path)) => {
                self.read_unstable(line.stage.span(), feature, path, diagnostics);
            }
            (Stage::Unstable { .. }, Event::Deprecated(span) | Event::Removed(span)) => {
                self.report(
                    *span,
                    "an unstable feature cannot be deprecated or removed; write a version: `1.9 => \
                     deprecated`",
                    diagnostics,
                );
            }
            (Stage::Version { span, major, minor }, event) => {
                let version = Version { major: *major, minor: *minor };
                self.check_order(*span, version, event, diagnostics);
                match event {
                    Event::Path(path) => self.read_stable(*span, version, path, diagnostics),
                    Event::Deprecated(span) => self.read_deprecated(*span, version, diagnostics),
                    Event::Removed(span) => self.read_removed(*span, version, diagnostics),
                }
            }
        }
    }

    fn report(&mut self, span: Span, message: impl std::fmt::Display, diagnostics: &Diagnostics) {
        self.broken = true;
        diagnostics.error(span, message);
    }

    /// Versions ascend. The version of the newest path may also be the one that deprecates the endpoint.
    fn check_order(
        &mut self,
        span: Span,
        version: Version,
        event: &Event,
        diagnostics: &Diagnostics,
    ) {
        let deprecates_its_path =
            matches!(event, Event::Deprecated(_)) && self.last == Some(version);
        if let Some(last) = self.last
            && version <= last
            && !deprecates_its_path
        {
            let (version, last) = (version.text(), last.text());
            let message = if version == last {
                format!("duplicate version {version}; remove one line")
            } else {
                format!("version {version} stands after {last}; write versions in ascending order")
            };
            self.report(span, message, diagnostics);
        }
        self.last = Some(version);
    }

    fn read_unstable(
        &mut self,
        span: Span,
        feature: &Text,
        path: &Text,
        diagnostics: &Diagnostics,
    ) {
        if feature.value().trim().is_empty() {
            self.report(
                feature.span(),
                "the feature's name is empty; write one, such as `org.matrix.msc1234`",
                diagnostics,
            );
        }
        if self.last.is_some() {
            self.report(
                span,
                "an unstable path must stand before the versions; move this line up",
                diagnostics,
            );
        }
        match PathTemplate::parse(path, diagnostics) {
            Some(template) => self.history.unstable.push((feature.literal.clone(), template)),
            None => self.broken = true,
        }
    }

    fn read_stable(
        &mut self,
        span: Span,
        version: Version,
        path: &Text,
        diagnostics: &Diagnostics,
    ) {
        if self.history.removed.is_some() {
            self.report(
                span,
                "a path cannot follow `removed`; remove one of the lines",
                diagnostics,
            );
        } else if self.history.deprecated.is_some() && !self.history.stable.is_empty() {
            self.report(
                span,
                "a path cannot follow `deprecated`; remove one of the lines",
                diagnostics,
            );
        }
        let Some(template) = PathTemplate::parse(path, diagnostics) else {
            self.broken = true;
            return;
        };
        let same =
            |(_, earlier): &&(Version, PathTemplate)| earlier.text.value() == template.text.value();
        if let Some((earlier, _)) = self.history.stable.iter().find(same) {
            let message = format!(
                "version {} already has this path; write a line only where the path changes",
                earlier.text()
            );
            self.report(path.span(), message, diagnostics);
        }
        self.history.stable.push((version, template));
    }

    fn read_deprecated(&mut self, span: Span, version: Version, diagnostics: &Diagnostics) {
        if self.history.stable.is_empty() && !self.broken {
            self.report(
                span,
                "`deprecated` needs a stable path before it: `1.0 => \"/..\"`",
                diagnostics,
            );
        }
        if self.history.deprecated.replace(version).is_some() {
            self.report(span, "duplicate `deprecated`; remove one", diagnostics);
        }
    }

    fn read_removed(&mut self, span: Span, version: Version, diagnostics: &Diagnostics) {
        if self.history.deprecated.is_none() && !self.broken {
            self.report(
                span,
                "`removed` needs `deprecated` in an earlier version: `1.9 => deprecated`",
                diagnostics,
            );
        }
        if self.history.removed.replace(version).is_some() {
            self.report(span, "duplicate `removed`; remove one", diagnostics);
        }
    }
}

/// All paths of a history have the same placeholders in the same order, and agree on a final `/`.
fn check_alike(templates: &[PathTemplate], diagnostics: &Diagnostics) -> bool {
    let Some((first, others)) = templates.split_first() else { return true };
    let mut alike = true;
    for other in others {
        if list(&other.placeholders) != list(&first.placeholders) {
            alike = false;
            diagnostics.error(
                other.text.span(),
                format!(
                    "all paths of a history must have the same placeholders in the same order: {} in \
                     the first, {} here",
                    list(&first.placeholders),
                    list(&other.placeholders)
                ),
            );
        }
        if other.text.value().ends_with('/') != first.text.value().ends_with('/') {
            alike = false;
            diagnostics.error(
                other.text.span(),
                "either all paths of a history end with `/` or none; this one differs from the first",
            );
        }
    }
    alike
}

fn list(placeholders: &[Placeholder]) -> String {
    let names = placeholders.iter().map(|placeholder| format!("`{}`", placeholder.written()));
    let names = names.collect::<Vec<_>>().join(", ");
    if names.is_empty() { "none".to_owned() } else { names }
}

/// Each placeholder has a field of the same name, and each path field a placeholder.
///
/// Returns the indices of the path's fields, in the order of the placeholders.
pub(super) fn bind(
    request: &CheckedMessage,
    templates: &[PathTemplate],
    diagnostics: &Diagnostics,
) -> Vec<usize> {
    let Some(PathTemplate { placeholders, .. }) = templates.first() else { return Vec::new() };
    let mut bound = Vec::new();
    let mut unbound = Vec::new();
    for (index, checked) in request.fields.iter().enumerate() {
        if checked.field.place == FieldPlace::Path {
            let name = &checked.field.wire_name;
            match placeholders.iter().position(|placeholder| placeholder.name == *name) {
                Some(position) => bound.push((position, index, checked)),
                None => unbound.push(checked),
            }
        }
    }
    let mut order = Vec::new();
    let mut free: Vec<&Placeholder> = Vec::new();
    for (position, placeholder) in placeholders.iter().enumerate() {
        let filled = order.len();
        for (_, index, checked) in bound.iter().filter(|(filled, ..)| *filled == position) {
            warnings::warn_of_argument(&checked.field, placeholder.is_rest, diagnostics);
            check_absence(checked, placeholder, templates, diagnostics);
            order.push(*index);
        }
        if order.len() == filled {
            free.push(placeholder);
        }
    }
    for CheckedField { field, name_span, .. } in unbound {
        let names: Vec<&str> = free.iter().map(|free| free.name.as_str()).collect();
        let near = nearest(&field.wire_name, &names);
        // Reported once, at the field.
        free.retain(|free| Some(free.name.as_str()) != near);
        diagnostics.error(*name_span, unbound_field(&field.wire_name, near));
    }
    for placeholder in free {
        report_unfilled(placeholder, request, diagnostics);
    }
    order
}

/// Only the argument of the last segment may be absent.
fn check_absence(
    checked: &CheckedField,
    placeholder: &Placeholder,
    templates: &[PathTemplate],
    diagnostics: &Diagnostics,
) {
    let Some(absence) = checked.absence else { return };
    let written = placeholder.written();
    if templates.iter().all(|template| template.text.value().ends_with(&written)) {
        return;
    }
    let (span, advice) = match absence {
        Absence::Attribute(span) => (span, "remove this"),
        Absence::Option(span) => (span, "write a type without `Option`"),
    };
    diagnostics.error(span, format!("only the last segment of a path can be absent; {advice}"));
}

fn unbound_field(name: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => {
            format!("the path has no placeholder `{{{name}}}`; did you mean `{{{near}}}`?")
        }
        None => format!(
            "the path has no placeholder `{{{name}}}`; add it to the path, or give the field another \
             place"
        ),
    }
}

/// Reports a placeholder without a field, unless a field with an error of its own may be that field.
fn report_unfilled(placeholder: &Placeholder, request: &CheckedMessage, diagnostics: &Diagnostics) {
    let Placeholder { name, span, .. } = placeholder;
    let means = |written: &str| nearest(written, &[name]).is_some();
    let may_have_field =
        request.fields.iter().any(|checked| !checked.placed && means(&checked.field.wire_name));
    if request.unreadable || may_have_field {
        return;
    }
    let mut fields = request.fields.iter().map(|checked| &checked.field);
    let advice = match fields.find(|field| field.wire_name == *name) {
        Some(field) => format!("write `#[ruma_api(path)]` on the field `{}`", field.ident),
        None => format!("add `#[ruma_api(path)] pub {}: ..` to the request", field_name(name)),
    };
    let written = placeholder.written();
    diagnostics.error(*span, format!("no field fills the placeholder `{written}`; {advice}"));
}

/// The identifier of a field that fills a placeholder.
fn field_name(placeholder: &str) -> String {
    let is_keyword = syn::parse_str::<Ident>(placeholder).is_err();
    if is_keyword { format!("r#{placeholder}") } else { placeholder.to_owned() }
}
