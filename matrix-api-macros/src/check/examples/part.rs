//! The names in a part of a message: keys of the query, headers, members of the body.

use syn::{GenericArgument, LitStr, PathArguments, Type};

use crate::{
    check::fields::CheckedField,
    model::Presence,
    suggestion::{all_of, any_of, nearest},
};

/// The names that a part may have.
pub(super) struct Part<'a> {
    fields: Vec<&'a CheckedField>,
    /// Names that have no field.
    others: Vec<&'static str>,
    unknown: Unknown,
}

/// Which other names the part may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    Allowed,
    /// Only names that are not probably a misspelling of a known one.
    Distinct,
    Refused,
}

/// What to write instead of an unknown name.
pub(super) enum Advice {
    /// A name that is probably meant.
    Nearest(String),
    /// The names that there are.
    Names(String),
    /// There are none.
    NoNames,
}

impl<'a> Part<'a> {
    /// The names of the fields, and others without one.
    pub(super) fn new(
        fields: Vec<&'a CheckedField>,
        others: Vec<&'static str>,
        unknown: Unknown,
    ) -> Self {
        Self { fields, others, unknown }
    }

    /// Whether no field is in the part.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields that a name may belong to; several have different configurations.
    pub(super) fn fields_named(&self, name: &str) -> Vec<&'a CheckedField> {
        self.fields.iter().copied().filter(|field| has_name(field, name)).collect()
    }

    /// What to write instead of an unknown name; `None` if the name is allowed.
    pub(super) fn advice(&self, name: &str) -> Option<Advice> {
        if self.unknown == Unknown::Allowed
            || self.others.contains(&name)
            || !self.fields_named(name).is_empty()
        {
            return None;
        }
        let fields = self.fields.iter().filter(|it| it.named);
        let fields = fields.filter_map(|it| it.field.read_names.first());
        let fields: Vec<String> = fields.map(LitStr::value).collect();
        let mut names: Vec<&str> = fields.iter().map(String::as_str).collect();
        names.extend(&self.others);
        match nearest(name, &names) {
            Some(near) => Some(Advice::Nearest(format!("did you mean `{near}`?"))),
            None if self.unknown == Unknown::Distinct => None,
            None if self.is_empty() => Some(Advice::NoNames),
            None => Some(Advice::Names(format!("expected {}", any_of(&fields)))),
        }
    }

    /// The names of the fields that are neither written nor optional.
    pub(super) fn missing(&self, written: &[String]) -> Vec<String> {
        let is_missing = |it: &&&CheckedField| {
            matches!(it.field.presence, Presence::Required)
                && it.named
                && it.field.cfg.is_empty()
                && !written.iter().any(|name| has_name(it, name))
        };
        let missing = self.fields.iter().filter(is_missing);
        missing.filter_map(|it| it.field.read_names.first()).map(LitStr::value).collect()
    }

    /// The same for a part in which an empty list is absent.
    pub(super) fn missing_values(&self, written: &[String]) -> Vec<String> {
        let mut missing = self.missing(written);
        missing.retain(|name| self.fields_named(name).iter().all(|it| !is_list(&it.field.ty)));
        missing
    }

    /// Whether a name can stand only once in a query or among headers, as far as the tokens of its type tell.
    pub(super) fn is_single(&self, name: &str) -> bool {
        let fields = self.fields_named(name);
        let is_single =
            |it: &&CheckedField| it.field.deserialize_with.is_none() && is_single(&it.field.ty);
        !fields.is_empty() && fields.iter().all(is_single)
    }
}

/// "the member `a`", or "the members `a` and `b`".
pub(super) fn listed(what: &str, names: &[String]) -> String {
    let plural = if names.len() > 1 { "s" } else { "" };
    format!("the {what}{plural} {}", all_of(names))
}

fn has_name(it: &CheckedField, name: &str) -> bool {
    it.field.wire_name == name || it.field.read_names.iter().any(|read| read.value() == name)
}

/// The last identifier of a type's path, looking into `Option` and `Box`.
fn type_name(ty: &Type) -> Option<String> {
    let path = match ty {
        Type::Group(inner) => return type_name(&inner.elem),
        Type::Paren(inner) => return type_name(&inner.elem),
        Type::Path(path) => path,
        _ => return None,
    };
    let last = path.path.segments.last()?;
    let is_around = last.ident == "Option" || last.ident == "Box";
    if let (true, PathArguments::AngleBracketed(arguments)) = (is_around, &last.arguments) {
        return arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => type_name(ty),
            _ => None,
        });
    }
    Some(last.ident.to_string())
}

/// Whether the type is a list by its name.
fn is_list(ty: &Type) -> bool {
    const LISTS: [&str; 6] = ["Vec", "VecDeque", "BTreeSet", "HashSet", "IndexSet", "LinkedList"];
    type_name(ty).is_some_and(|name| LISTS.contains(&name.as_str()))
}

/// Whether the type is a single value by its name.
fn is_single(ty: &Type) -> bool {
    const SINGLE: [&str; 16] = [
        "String", "str", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "isize", "u8",
        "u16", "u32", "u64", "usize",
    ];
    type_name(ty).is_some_and(|name| SINGLE.contains(&name.as_str()))
}
