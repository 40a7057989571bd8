//! The table of a message's fields: the type of each value, its place, and whether it may be absent.
//!
//! A name links the field on the same page, where rustdoc links its type: it knows which types it can link.

use std::fmt::Write;

use syn::{Type, Visibility, ext::IdentExt};

use super::markdown::code;
use crate::{
    model::{Field, FieldPlace, Message, Presence},
    suggestion::source_text,
};

/// Appends the table, or says that there are no fields.
pub(super) fn write(text: &mut String, message: &Message) {
    if message.fields.is_empty() {
        let _ = writeln!(text, "The {} has no fields.", message.kind.name());
        return;
    }
    text.push_str("| field | type | place | presence |\n|---|---|---|---|\n");
    for field in &message.fields {
        let (name, ty) = (name(field), cell(&source_text(field.value_type())));
        let (place, notes) = (place(field), notes(field));
        let _ = writeln!(text, "| {name} | {ty} | {place} | {notes} |");
    }
}

/// The Rust name. A field that rustdoc shows has an anchor.
fn name(field: &Field) -> String {
    let name = field.ident.unraw();
    match field.visibility {
        Visibility::Public(_) if field.cfg.is_empty() => {
            format!("[`{name}`](#structfield.{name})")
        }
        _ => format!("`{name}`"),
    }
}

/// A code span in a table.
fn cell(text: &str) -> String {
    let text = text.replace('|', "\\|");
    code(&text.replace(char::is_control, " "))
}

/// The place, with the name on the wire if it differs from the Rust name.
fn place(field: &Field) -> String {
    let place = match field.place {
        FieldPlace::Path => "path",
        FieldPlace::Query => "query",
        FieldPlace::QueryAll => "whole query",
        FieldPlace::Header => "header",
        FieldPlace::Member => "JSON body",
        FieldPlace::Flattened => "members of the JSON body",
        FieldPlace::WholeBody => "whole JSON body",
        FieldPlace::RawBody => "whole body, which is not JSON",
        FieldPlace::Status => "status",
    };
    if field.place.is_named() && field.ident.unraw() != field.wire_name {
        format!("{place}, {}", cell(&field.wire_name))
    } else {
        place.to_owned()
    }
}

/// Whether the field may be absent or `null`, and what else is known.
fn notes(field: &Field) -> String {
    let mut notes = vec![presence(field)];
    if field.may_be_null() {
        notes.push("may be `null`".to_owned());
    }
    if let Some(version) = field.since {
        notes.push(format!("since Matrix {}", version.text()));
    }
    if field.attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
        notes.push("deprecated".to_owned());
    }
    if field.secret {
        notes.push("secret".to_owned());
    }
    let conditions = field.cfg.iter().filter_map(|cfg| cfg.meta.require_list().ok());
    notes.extend(conditions.map(|cfg| format!("if {}", cell(&source_text(&cfg.tokens)))));
    notes.join(", ")
}

fn presence(field: &Field) -> String {
    let default = match &field.presence {
        _ if field.skipped => return "never sent".to_owned(),
        _ if field.place == FieldPlace::Status => return "has a default".to_owned(),
        Presence::Required => return "required".to_owned(),
        Presence::Optional { default: Some(function), .. } => {
            Some(format!("{}()", source_text(function)))
        }
        Presence::Optional { default: None, .. } if field.option.is_some() => None,
        Presence::Optional { default: None, .. } => default_of(&field.ty),
    };
    match default {
        Some(default) => format!("optional, default {}", cell(&default)),
        None => "optional".to_owned(),
    }
}

/// The default of a type that everybody knows, as one writes it.
fn default_of(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let default = match name.as_str() {
        "bool" => "false",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128"
        | "isize" => "0",
        "f32" | "f64" => "0.0",
        "String" => "\"\"",
        "Vec" => "[]",
        _ => return None,
    };
    Some(default.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{cell, default_of};

    #[test]
    fn a_cell_of_a_table_has_no_bars_and_line_breaks() {
        assert_eq!(cell("a|b\nc"), "`a\\|b c`");
    }

    #[test]
    fn defaults_are_shown_of_types_that_everybody_knows() {
        let default = |ty| default_of(&syn::parse_str(ty).expect("a type"));
        assert_eq!(default("u64").as_deref(), Some("0"));
        assert_eq!(default("std::vec::Vec<String>").as_deref(), Some("[]"));
        assert_eq!(default("Colour"), None);
        assert_eq!(default("(u8, u8)"), None);
    }
}
