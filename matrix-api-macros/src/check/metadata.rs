//! Rules for the keys of `metadata`.

use syn::{Ident, LitStr, Path};

use super::path;
use crate::{
    ast::{self, Keyed},
    diagnostics::Diagnostics,
    http_names::{METHODS, STATUSES},
    keyword::{AUTHENTICATION_SCHEMES, MetadataKey, all_of, nearest, suggestion},
    model::{Authentication, Metadata, Paths},
    path::PathTemplate,
};

/// What could be read of `metadata`, each part absent where it was reported.
pub(super) struct Facts {
    pub(super) method: Option<Ident>,
    pub(super) status: Option<Ident>,
    name: Option<LitStr>,
    description: Option<LitStr>,
    paths: Option<Paths>,
    rate_limited: Option<bool>,
    pub(super) authentication: Option<Authentication>,
}

impl Facts {
    /// The path that fields are bound to, where there is one without errors.
    pub(super) fn path(&self) -> Option<&PathTemplate> {
        self.paths.as_ref().and_then(Paths::first)
    }

    /// The metadata if every part is there, otherwise the authentication scheme alone.
    pub(super) fn complete(self) -> Result<Metadata, Option<Authentication>> {
        match self {
            Self {
                name: Some(name),
                description: Some(description),
                method: Some(method),
                paths: Some(paths),
                rate_limited: Some(rate_limited),
                authentication: Some(authentication),
                status,
            } => Ok(Metadata {
                name,
                description,
                method,
                paths,
                rate_limited,
                authentication,
                status,
            }),
            Self { authentication, .. } => Err(authentication),
        }
    }
}

pub(super) fn check(metadata: ast::Metadata, diagnostics: &Diagnostics) -> Facts {
    check_missing(&metadata, diagnostics);
    check_exclusive(&metadata, diagnostics);
    let paths = match (&metadata.history, &metadata.path) {
        (Some(history), _) => {
            let entries = history.value.as_ref();
            entries.and_then(|entries| path::check_history(&history.key, entries, diagnostics))
        }
        (None, Some(path)) => {
            path.value.as_ref().and_then(|path| path::check_fixed(path, diagnostics))
        }
        (None, None) => None,
    };
    let authentication = match (metadata.authentication, metadata.requires_authentication) {
        (Some(scheme), _) => scheme.value.and_then(|path| check_scheme(path, diagnostics)),
        (None, Some(required)) => required.value.map(|required| {
            let scheme = if required.value { "AccessToken" } else { "NoAuthentication" };
            Authentication::Runtime(Ident::new(scheme, required.span))
        }),
        (None, None) => None,
    };
    Facts {
        method: check_word(metadata.method, METHODS.iter().copied(), "method", diagnostics),
        status: check_word(
            metadata.status,
            STATUSES.iter().map(|(_, name)| *name),
            "status of a success or a redirect",
            diagnostics,
        ),
        name: check_text(metadata.name, diagnostics),
        description: check_text(metadata.description, diagnostics),
        paths,
        rate_limited: metadata.rate_limited.and_then(|keyed| keyed.value).map(|value| value.value),
        authentication,
    }
}

/// Every key but `status` is given; one of two where keys exclude each other.
fn check_missing(metadata: &ast::Metadata, diagnostics: &Diagnostics) {
    let missing: Vec<&str> = [
        (metadata.description.is_none(), MetadataKey::Description),
        (metadata.method.is_none(), MetadataKey::Method),
        (metadata.name.is_none(), MetadataKey::Name),
        (metadata.path.is_none() && metadata.history.is_none(), MetadataKey::Path),
        (metadata.rate_limited.is_none(), MetadataKey::RateLimited),
        (
            metadata.requires_authentication.is_none() && metadata.authentication.is_none(),
            MetadataKey::RequiresAuthentication,
        ),
    ]
    .into_iter()
    .filter_map(|(missing, key)| missing.then_some(key.word()))
    .collect();
    if !missing.is_empty() {
        diagnostics.error(
            metadata.keyword.span(),
            format!("`metadata` lacks {}", all_of(missing.iter().copied())),
        );
    }
}

/// `path` excludes `history`; `requires_authentication` excludes `authentication`.
fn check_exclusive(metadata: &ast::Metadata, diagnostics: &Diagnostics) {
    if let (Some(path), Some(history)) = (&metadata.path, &metadata.history) {
        report_exclusive(
            &path.key,
            &history.key,
            "write every path as a line of the history",
            diagnostics,
        );
    }
    if let (Some(required), Some(scheme)) =
        (&metadata.requires_authentication, &metadata.authentication)
    {
        report_exclusive(
            &required.key,
            &scheme.key,
            "`true` is short for `authentication: AccessToken`, `false` for `NoAuthentication`",
            diagnostics,
        );
    }
}

fn report_exclusive(left: &Ident, right: &Ident, advice: &str, diagnostics: &Diagnostics) {
    let place = |ident: &Ident| {
        let start = ident.span().start();
        (start.line, start.column)
    };
    let (first, second) = if place(left) <= place(right) { (left, right) } else { (right, left) };
    diagnostics
        .error(second.span(), format!("`{second}` and `{first}` exclude each other; {advice}"));
}

/// `description` and `name` say something.
fn check_text(keyed: Option<Keyed<LitStr>>, diagnostics: &Diagnostics) -> Option<LitStr> {
    let Keyed { key, value } = keyed?;
    let literal = value?;
    if literal.value().trim().is_empty() {
        diagnostics.error(literal.span(), format!("the {key} of an endpoint is not empty"));
        return None;
    }
    Some(literal)
}

/// A word out of a list.
fn check_word(
    keyed: Option<Keyed<Ident>>,
    known: impl Iterator<Item = &'static str> + Clone,
    what: &str,
    diagnostics: &Diagnostics,
) -> Option<Ident> {
    let ident = keyed?.value?;
    let written = ident.to_string();
    if known.clone().any(|word| word == written) {
        return Some(ident);
    }
    let advice = match nearest(&written, known.clone()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.clone().count() < 10 => suggestion(&written, known),
        None => "the names are those of `http::StatusCode`".to_owned(),
    };
    diagnostics.error(ident.span(), format!("`{written}` is no {what}; {advice}"));
    None
}

/// One word that is no type of the runtime, but nearly, is a misspelling.
fn check_scheme(path: Path, diagnostics: &Diagnostics) -> Option<Authentication> {
    let Some(ident) = path.get_ident() else { return Some(Authentication::Custom(path)) };
    let written = ident.to_string();
    if AUTHENTICATION_SCHEMES.contains(&written.as_str()) {
        return Some(Authentication::Runtime(ident.clone()));
    }
    if let Some(scheme) = nearest(&written, AUTHENTICATION_SCHEMES.iter().copied()) {
        diagnostics.error(
            ident.span(),
            format!(
                "unknown authentication scheme `{written}`; did you mean `{scheme}`? a type of \
                 your own is written with its path: `self::{written}`"
            ),
        );
        return None;
    }
    Some(Authentication::Custom(path))
}
