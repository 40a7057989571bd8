//! Rules for the keys of `metadata`.

use syn::{Ident, LitStr, Path};

use super::{path, since::Lifetime};
use crate::{
    diagnostics::{Diagnostics, position},
    http_names::{INTERIM_STATUSES, METHODS, STATUSES, is_error_status, status_names},
    keyword::AUTHENTICATION_SCHEMES,
    metadata_keys::{self, Keyed},
    model::{Authentication, Metadata},
    path::PathTemplate,
    suggestion::{all_of, nearest, suggestion},
    text::Text,
};

/// The metadata, and what other rules need of it.
pub(super) struct CheckedMetadata {
    /// Absent if a key is missing or wrong.
    pub(super) metadata: Option<Metadata>,
    pub(super) method: Option<Ident>,
    pub(super) status: WrittenStatus,
    /// The paths that fields are bound to; none if one is wrong.
    pub(super) templates: Vec<PathTemplate>,
    /// Whether these are all paths of the endpoint.
    has_all_paths: bool,
    /// The versions that have the endpoint, if its paths are right.
    pub(super) lifetime: Option<Lifetime>,
    pub(super) authentication: Option<Authentication>,
}

impl CheckedMetadata {
    /// All paths of the endpoint; none if one is wrong.
    pub(super) fn known_templates(&self) -> &[PathTemplate] {
        if self.has_all_paths { &self.templates } else { &[] }
    }
}

/// `status: ..`.
#[derive(Default)]
pub(super) struct WrittenStatus {
    pub(super) key: Option<Ident>,
    /// The constant of `http::StatusCode`; absent if it is wrong.
    pub(super) constant: Option<Ident>,
}

pub(super) fn check(
    metadata: metadata_keys::Metadata,
    diagnostics: &Diagnostics,
) -> CheckedMetadata {
    check_missing(&metadata, diagnostics);
    check_exclusive(&metadata, diagnostics);
    let (paths, templates) = match (&metadata.history, &metadata.path) {
        (Some(Keyed { key, value: Some(history) }), _) => {
            path::check_history(key, history, diagnostics)
        }
        (None, Some(Keyed { value: Some(path), .. })) => path::check_fixed(path, diagnostics),
        _ => (None, Vec::new()),
    };
    let authentication = match (metadata.authentication, metadata.requires_authentication) {
        (Some(scheme), _) => scheme.value.and_then(|path| check_scheme(path, diagnostics)),
        (None, Some(required)) => required.value.map(|required| {
            let scheme = if required.value { "AccessToken" } else { "NoAuthentication" };
            Authentication::Runtime(Ident::new(scheme, required.span))
        }),
        (None, None) => None,
    };
    let method = metadata.method.and_then(|keyed| keyed.value);
    let method = method.filter(|method| is_constant(method, METHODS, "a method", diagnostics));
    let status = check_status(metadata.status, diagnostics);
    let name = check_text(
        metadata.name,
        "the name is empty; write the name that errors and traces show",
        diagnostics,
    );
    let operation_id = check_text(
        metadata.operation_id,
        "the operation ID is empty; write one, or remove the key so that it is the name",
        diagnostics,
    );
    let description = check_text(
        metadata.description,
        "the description is empty; write what the endpoint does",
        diagnostics,
    );
    let rate_limited = metadata.rate_limited.and_then(|keyed| keyed.value);
    let has_all_paths = paths.is_some();
    let lifetime = paths.as_ref().map(Lifetime::of);
    let complete = || {
        Some(Metadata {
            name: name?,
            operation_id,
            description: description?,
            method: method.clone()?,
            paths: paths?,
            rate_limited: rate_limited?.value,
            authentication: authentication.clone()?,
        })
    };
    CheckedMetadata {
        metadata: complete(),
        method,
        status,
        templates,
        has_all_paths,
        lifetime,
        authentication,
    }
}

/// Required keys are given; of two keys that exclude each other, one is.
fn check_missing(metadata: &metadata_keys::Metadata, diagnostics: &Diagnostics) {
    let missing = metadata.missing_keys();
    // An unknown key may be the one that is missing.
    if metadata.unreadable || missing.len() <= metadata.unknown_keys {
        return;
    }
    let mut names = Vec::new();
    let mut examples = Vec::new();
    for key in missing {
        names.push(key.name);
        examples.push(format!("{}: {}", key.name, key.example));
    }
    diagnostics.error(
        metadata.keyword.span(),
        format!("`metadata` lacks {}; add `{}`", all_of(&names), examples.join(", ")),
    );
}

/// `path` excludes `history`; `requires_authentication` excludes `authentication`.
fn check_exclusive(metadata: &metadata_keys::Metadata, diagnostics: &Diagnostics) {
    if let (Some(path), Some(history)) = (&metadata.path, &metadata.history) {
        report_exclusive(
            &path.key,
            &history.key,
            "write each path as a line of the history",
            diagnostics,
        );
    }
    if let (Some(required), Some(scheme)) =
        (&metadata.requires_authentication, &metadata.authentication)
    {
        report_exclusive(
            &required.key,
            &scheme.key,
            "remove one: `true` is short for `AccessToken`, `false` for `NoAuthentication`",
            diagnostics,
        );
    }
}

fn report_exclusive(left: &Ident, right: &Ident, advice: &str, diagnostics: &Diagnostics) {
    let (first, second) =
        if position(left.span()) <= position(right.span()) { (left, right) } else { (right, left) };
    diagnostics.error(
        second.span(),
        format!(
            "`{second}` cannot stand beside `{first}` (line {}); {advice}",
            first.span().start().line
        ),
    );
}

/// `description` and `name` are not empty.
fn check_text(
    keyed: Option<Keyed<Text>>,
    empty: &str,
    diagnostics: &Diagnostics,
) -> Option<LitStr> {
    let text = keyed?.value?;
    if text.value().trim().is_empty() {
        diagnostics.error(text.span(), empty);
        return None;
    }
    Some(text.literal)
}

/// The status of a success or a redirect.
fn check_status(keyed: Option<Keyed<Ident>>, diagnostics: &Diagnostics) -> WrittenStatus {
    let Some(Keyed { key, value }) = keyed else { return WrittenStatus::default() };
    let constant = value.filter(|written| status_constant(written, diagnostics));
    WrittenStatus { key: Some(key), constant }
}

/// Whether an identifier is the status of a success or a redirect; otherwise it is reported.
pub(super) fn status_constant(written: &Ident, diagnostics: &Diagnostics) -> bool {
    let is_interim = INTERIM_STATUSES.iter().any(|name| written == name);
    let other = match is_error_status(&written.to_string()) {
        true => Some("an error"),
        false => is_interim.then_some("an interim response"),
    };
    if let Some(what) = other {
        diagnostics.error(
            written.span(),
            format!(
                "`{written}` is the status of {what}; write that of a successful response, such as \
                 `OK`"
            ),
        );
        return false;
    }
    is_constant(
        written,
        &status_names(STATUSES),
        "the status of a success or a redirect",
        diagnostics,
    )
}

/// Whether an identifier is one of a list; otherwise it is reported.
fn is_constant(ident: &Ident, known: &[&str], what: &str, diagnostics: &Diagnostics) -> bool {
    let written = ident.to_string();
    if known.contains(&written.as_str()) {
        return true;
    }
    let advice = match nearest(&written, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() < 10 => suggestion(&written, known),
        None => "write a constant of `http::StatusCode`".to_owned(),
    };
    diagnostics.error(ident.span(), format!("`{written}` is not {what}; {advice}"));
    false
}

/// A single identifier that nearly names a scheme of the runtime is a misspelling.
fn check_scheme(path: Path, diagnostics: &Diagnostics) -> Option<Authentication> {
    let Some(ident) = path.get_ident() else { return Some(Authentication::Custom(path)) };
    let written = ident.to_string();
    if AUTHENTICATION_SCHEMES.contains(&written.as_str()) {
        return Some(Authentication::Runtime(ident.clone()));
    }
    if let Some(scheme) = nearest(&written, AUTHENTICATION_SCHEMES) {
        diagnostics.error(
            ident.span(),
            format!(
                "unknown authentication scheme `{written}`; did you mean `{scheme}`? for a type of \
                 your own write its path: `self::{written}`"
            ),
        );
        return None;
    }
    Some(Authentication::Custom(path))
}
