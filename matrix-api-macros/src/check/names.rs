//! Rules for names that must differ: those of fields, and those on the wire.

use proc_macro2::{Ident, Span};
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
    let mut seen: Vec<(Ident, &ast::Field)> = Vec::new();
    for field in fields {
        let name = field.ident.unraw();
        let first = seen.iter().find(|(other, first)| {
            *other == name && same_configuration(&first.attributes.cfg, &field.attributes.cfg)
        });
        if let Some((_, first)) = first {
            report_repeated(&field.ident, "field", first.ident.span(), diagnostics);
        }
        seen.push((name, field));
    }
}

/// No two fields have the same name in the path, in the query, in the body or among the headers, neither in what is
/// written nor in what is read.
pub(super) fn check(fields: &[CheckedField], diagnostics: &Diagnostics) {
    let mut taken: Vec<TakenName<'_>> = Vec::new();
    for CheckedField { field, name_span, named, .. } in fields {
        let Some(space) = NameSpace::of(field.place).filter(|_| *named) else { continue };
        let mut names = vec![(Direction::Written, field.wire_name.clone(), *name_span)];
        for name in &field.read_names {
            names.push((Direction::Read, space.normalize(&name.value()), name.span()));
        }
        let mut reported = false;
        for (direction, name, span) in names {
            let other = taken.iter().find(|other| {
                (other.space, other.direction) == (space, direction)
                    && other.name == name
                    && same_configuration(&other.field.cfg, &field.cfg)
                    && other.field.ident.unraw() != field.ident.unraw()
            });
            if let Some(other) = other
                && !reported
            {
                report(space, &name, other.field, span, diagnostics);
                reported = true;
            }
            taken.push(TakenName { space, direction, name, field });
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

/// A name that a field has.
struct TakenName<'a> {
    space: NameSpace,
    direction: Direction,
    name: String,
    field: &'a Field,
}

/// Where the names of fields must differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameSpace {
    Path,
    Query,
    Header,
    Body,
}

#[derive(Clone, Copy, PartialEq, Eq)]
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
