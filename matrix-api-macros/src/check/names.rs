//! Rules for names that meet: of fields, and on the wire.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::ext::IdentExt;

use super::fields::CheckedField;
use crate::{
    ast,
    attribute::same_configuration,
    diagnostics::Diagnostics,
    model::{Field, Place},
};

/// A field's name stands once, except under different configurations.
pub(super) fn check_repeated_fields(fields: &[ast::Field], diagnostics: &Diagnostics) {
    let mut seen: HashMap<String, Vec<&ast::Field>> = HashMap::new();
    for field in fields {
        let namesakes = seen.entry(field.ident.unraw().to_string()).or_default();
        let first = namesakes
            .iter()
            .find(|first| same_configuration(&first.attributes.cfg, &field.attributes.cfg));
        if let Some(first) = first {
            diagnostics.error(
                field.ident.span(),
                format!(
                    "the field `{}` is given twice, first on line {}",
                    field.ident,
                    first.ident.span().start().line
                ),
            );
        }
        namesakes.push(field);
    }
}

/// No two fields have one name in the query, in the body or among the headers, neither as they are
/// written nor as they are read.
pub(super) fn check(fields: &[CheckedField], diagnostics: &Diagnostics) {
    let mut taken: HashMap<(Section, Direction, String), Vec<&Field>> = HashMap::new();
    for CheckedField { field, name_span, named, .. } in fields {
        let Some(section) = Section::of(field.place).filter(|_| *named) else { continue };
        let written = (Direction::Written, field.wire_name.clone(), *name_span);
        let read = field
            .read_names
            .iter()
            .map(|name| (Direction::Read, section.normalize(&name.value()), name.span()));
        let mut reported = false;
        for (direction, name, span) in std::iter::once(written).chain(read) {
            let namesakes = taken.entry((section, direction, name.clone())).or_default();
            let other = namesakes.iter().find(|other| {
                same_configuration(&other.cfg, &field.cfg)
                    && other.ident.unraw() != field.ident.unraw()
            });
            if let Some(other) = other
                && !reported
            {
                report(section, &name, other, span, diagnostics);
                reported = true;
            }
            namesakes.push(field);
        }
    }
}

fn report(section: Section, name: &str, other: &Field, span: Span, diagnostics: &Diagnostics) {
    let advice = match section {
        Section::Header => "a header has one field, and a list takes a repeated header",
        Section::Query | Section::Body => "rename one with `#[serde(rename = \"..\")]`",
    };
    diagnostics.error(
        span,
        format!(
            "the field `{}` has the name `{name}` {} already; {advice}",
            other.ident,
            section.phrase()
        ),
    );
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Section {
    Query,
    Header,
    Body,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Direction {
    Written,
    Read,
}

impl Section {
    fn of(place: Place) -> Option<Self> {
        match place {
            Place::Query => Some(Self::Query),
            Place::Header => Some(Self::Header),
            Place::Member => Some(Self::Body),
            _ => None,
        }
    }

    fn phrase(self) -> &'static str {
        match self {
            Self::Query => "in the query",
            Self::Header => "among the headers",
            Self::Body => "in the body",
        }
    }

    /// The names of headers have no case.
    fn normalize(self, name: &str) -> String {
        match self {
            Self::Header => name.to_ascii_lowercase(),
            Self::Query | Self::Body => name.to_owned(),
        }
    }
}
