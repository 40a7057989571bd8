//! Rules for names that must differ: those of fields, and those on the wire.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::fields::CheckedField;
use crate::{
    ast,
    attribute::same_configuration,
    diagnostics::Diagnostics,
    model::{Field, FieldPlace},
    recovery::report_repeated,
};

/// No two fields have the same name, except under different configurations.
pub(super) fn check_repeated_fields(fields: &[ast::Field], diagnostics: &Diagnostics) {
    let mut seen: HashMap<String, Vec<&ast::Field>> = HashMap::new();
    for field in fields {
        let namesakes = seen.entry(field.ident.unraw().to_string()).or_default();
        let first = namesakes
            .iter()
            .find(|first| same_configuration(&first.attributes.cfg, &field.attributes.cfg));
        if let Some(first) = first {
            report_repeated(&field.ident, "field", first.ident.span(), diagnostics);
        }
        namesakes.push(field);
    }
}

/// No two fields have the same name in the path, in the query, in the body or among the headers, neither in what is
/// written nor in what is read.
pub(super) fn check(fields: &[CheckedField], diagnostics: &Diagnostics) {
    let mut taken: HashMap<(NameSpace, Direction, String), Vec<&Field>> = HashMap::new();
    for CheckedField { field, name_span, named, .. } in fields {
        let Some(space) = NameSpace::of(field.place).filter(|_| *named) else { continue };
        let written = (Direction::Written, field.wire_name.clone(), *name_span);
        let read = field
            .read_names
            .iter()
            .map(|name| (Direction::Read, space.normalize(&name.value()), name.span()));
        let mut reported = false;
        for (direction, name, span) in std::iter::once(written).chain(read) {
            let namesakes = taken.entry((space, direction, name.clone())).or_default();
            let other = namesakes.iter().find(|other| {
                same_configuration(&other.cfg, &field.cfg)
                    && other.ident.unraw() != field.ident.unraw()
            });
            if let Some(other) = other
                && !reported
            {
                report(space, &name, other, span, diagnostics);
                reported = true;
            }
            namesakes.push(field);
        }
    }
}

fn report(space: NameSpace, name: &str, other: &Field, span: Span, diagnostics: &Diagnostics) {
    let advice = match space {
        NameSpace::Header => "for a repeated header write one field with a list",
        NameSpace::Path => "write a placeholder for each",
        NameSpace::Query | NameSpace::Body => "rename one with `#[serde(rename = \"..\")]`",
    };
    diagnostics.error(
        span,
        format!(
            "the field `{}` already has the name `{name}` {}; {advice}",
            other.ident,
            space.phrase()
        ),
    );
}

/// Where the names of fields must differ.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum NameSpace {
    Path,
    Query,
    Header,
    Body,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Direction {
    Written,
    Read,
}

impl NameSpace {
    fn of(place: FieldPlace) -> Option<Self> {
        match place {
            FieldPlace::Path => Some(Self::Path),
            FieldPlace::Query => Some(Self::Query),
            FieldPlace::Header => Some(Self::Header),
            FieldPlace::Member => Some(Self::Body),
            _ => None,
        }
    }

    fn phrase(self) -> &'static str {
        match self {
            Self::Path => "in the path",
            Self::Query => "in the query",
            Self::Header => "among the headers",
            Self::Body => "in the body",
        }
    }

    /// The names of headers are not case-sensitive.
    fn normalize(self, name: &str) -> String {
        match self {
            Self::Header => name.to_ascii_lowercase(),
            Self::Path | Self::Query | Self::Body => name.to_owned(),
        }
    }
}
