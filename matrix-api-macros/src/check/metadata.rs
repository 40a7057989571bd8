//! Rules for the keys of `metadata`.

use syn::{Ident, LitStr, Path};

use super::path;
use crate::{
    ast::{self, Keyed},
    diagnostics::Diagnostics,
    http_names::{ERROR_STATUSES, METHODS, STATUSES},
    keyword::{AUTHENTICATION_SCHEMES, MetadataKey, all_of, nearest, suggestion},
    model::{Authentication, Metadata, Paths},
    parse::position,
    path::PathTemplate,
};

/// What could be read of `metadata`, each part absent where it was reported.
pub(super) struct Facts {
    pub(super) method: Option<Ident>,
    pub(super) status: Option<Ident>,
    name: Option<LitStr>,
    description: Option<LitStr>,
    paths: Option<Paths>,
    /// The path that fields are bound to, where one could be read.
    template: Option<PathTemplate>,
    rate_limited: Option<bool>,
    pub(super) authentication: Option<Authentication>,
}

impl Facts {
    /// The path that fields are bound to, where one could be read.
    pub(super) fn path(&self) -> Option<&PathTemplate> {
        self.paths.as_ref().and_then(Paths::first).or(self.template.as_ref())
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
                template: _,
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
    let (paths, template) = match (&metadata.history, &metadata.path) {
        (Some(Keyed { key, value: Some(history) }), _) => {
            path::check_history(key, history, diagnostics)
        }
        (None, Some(Keyed { value: Some(path), .. })) => {
            (path::check_fixed(path, diagnostics), None)
        }
        _ => (None, None),
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
        status: check_status(metadata.status, diagnostics),
        name: check_text(
            metadata.name,
            "the name is empty; errors and traces call the endpoint by it",
            diagnostics,
        ),
        description: check_text(
            metadata.description,
            "the description is empty; say what the endpoint does",
            diagnostics,
        ),
        paths,
        template,
        rate_limited: metadata.rate_limited.and_then(|keyed| keyed.value).map(|value| value.value),
        authentication,
    }
}

/// Every key but `status` is given; one of two where keys exclude each other.
fn check_missing(metadata: &ast::Metadata, diagnostics: &Diagnostics) {
    let missing: Vec<(&str, &str)> = [
        (metadata.description.is_none(), MetadataKey::Description, "description: \"..\""),
        (metadata.method.is_none(), MetadataKey::Method, "method: POST"),
        (metadata.name.is_none(), MetadataKey::Name, "name: \"..\""),
        (metadata.path.is_none() && metadata.history.is_none(), MetadataKey::Path, "path: \"/..\""),
        (metadata.rate_limited.is_none(), MetadataKey::RateLimited, "rate_limited: false"),
        (
            metadata.requires_authentication.is_none() && metadata.authentication.is_none(),
            MetadataKey::RequiresAuthentication,
            "requires_authentication: true",
        ),
    ]
    .into_iter()
    .filter_map(|(missing, key, example)| missing.then_some((key.word(), example)))
    .collect();
    // What could not be read may be what is missing.
    if metadata.unreadable || missing.len() <= metadata.unknown_keys {
        return;
    }
    let examples: Vec<&str> = missing.iter().map(|(_, example)| *example).collect();
    diagnostics.error(
        metadata.keyword.span(),
        format!(
            "`metadata` lacks {}; write `{}`",
            all_of(missing.iter().map(|(key, _)| *key)),
            examples.join(", ")
        ),
    );
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
    let (first, second) =
        if position(left.span()) <= position(right.span()) { (left, right) } else { (right, left) };
    diagnostics.error(
        second.span(),
        format!(
            "`{second}` and `{first}` (line {}) exclude each other; {advice}",
            first.span().start().line
        ),
    );
}

/// `description` and `name` say something.
fn check_text(
    keyed: Option<Keyed<LitStr>>,
    empty: &str,
    diagnostics: &Diagnostics,
) -> Option<LitStr> {
    let literal = keyed?.value?;
    if literal.value().trim().is_empty() {
        diagnostics.error(literal.span(), empty);
        return None;
    }
    Some(literal)
}

/// The status of a success or a redirect.
fn check_status(keyed: Option<Keyed<Ident>>, diagnostics: &Diagnostics) -> Option<Ident> {
    let written = keyed.as_ref()?.value.as_ref()?;
    if ERROR_STATUSES.iter().any(|name| written == name) {
        diagnostics.error(
            written.span(),
            format!("`{written}` is the status of an error; `status` is that of a success"),
        );
        return None;
    }
    let known = STATUSES.iter().map(|(_, name)| *name);
    check_word(keyed, known, "status of a success or a redirect", diagnostics)
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
