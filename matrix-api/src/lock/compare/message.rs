//! Finds the changes between two messages, part by part.

use super::values::{Direction, Values, reader_first};
use crate::lock::{
    model::{FieldFacts, MessageFacts, Place},
    reads::Encoding,
    shape_text::ShapeText,
    verdict::{ChangeKind, Outcome},
    view::{Body, Item, View, view_of},
};

/// Compares the parts of a message.
pub(super) fn message(
    values: &mut Values<'_, '_>,
    part: &str,
    old: &MessageFacts,
    new: &MessageFacts,
) {
    let (old_types, new_types) = (values.old, values.new);
    values.encoding = Encoding::Text;
    if values.direction == Direction::Request {
        arguments(values, old, new);
        let queries = (View::query(old_types, old), View::query(new_types, new));
        values.views(&format!("{part} query "), &queries.0, &queries.1);
    }
    let headers = (View::headers(old_types, old), View::headers(new_types, new));
    values.views(&format!("{part} header "), &headers.0, &headers.1);
    values.encoding = Encoding::Json;
    body(values, part, (old, new));
    strictness(values, part, (old, new));
    for field in &new.fields {
        let mut before = old.fields.iter();
        let before = before.find(|it| (it.place, &it.name) == (field.place, &field.name));
        if let Some(before) = before {
            marks(values, &format!("{part} {} {}", field.place.word(), field.name), before, field);
        }
    }
}

/// A flattened type that is not a struct may leave its members to the message, which refuses them.
fn strictness(values: &mut Values<'_, '_>, part: &str, (old, new): (&MessageFacts, &MessageFacts)) {
    if old.refuses_unknown == new.refuses_unknown {
        return;
    }
    let both = values.outcomes(|reading, is_old_reading| {
        let (reader, _) = reader_first(old, new, is_old_reading);
        let is_struct = |field: &FieldFacts| view_of(reading.reader, &field.shape).is_some();
        match reader.refuses_unknown && !reader.at(Place::Flattened).all(is_struct) {
            true => Outcome::unknown("members of a flattened type may be refused"),
            false => Outcome::WORKS,
        }
    });
    if both != [Outcome::WORKS; 2] {
        let what = match new.refuses_unknown {
            true => "unknown members are refused beside those of a flattened type",
            false => "unknown members are ignored beside those of a flattened type",
        };
        values.add(&format!("{part} body"), ChangeKind::UnknownMembers, what.to_owned(), both);
    }
}

/// Compares what is said about a field beside its type.
fn marks(values: &mut Values<'_, '_>, place: &str, old: &FieldFacts, new: &FieldFacts) {
    let works = [Outcome::WORKS; 2];
    if old.is_secret != new.is_secret {
        let what = match new.is_secret {
            true => "secret instead of public: logs and errors do not show it",
            false => "public instead of secret: logs and errors show it",
        };
        values.add(place, ChangeKind::Secret, what.to_owned(), works);
    }
    if old.since != new.since {
        let word = |field: &FieldFacts| {
            field.since.map_or_else(|| "in all versions".to_owned(), |it| format!("since {it}"))
        };
        let what = format!("{} instead of {}", word(new), word(old));
        values.add(place, ChangeKind::Since, what, works);
    }
}

/// Arguments of the path are compared by their order. Their names say if the order is another one.
fn arguments(values: &mut Values<'_, '_>, old: &MessageFacts, new: &MessageFacts) {
    let names = |message: &MessageFacts| -> Vec<_> {
        message.at(Place::Path).map(|field| field.name.clone()).collect()
    };
    let (mut before, mut after) = (names(old), names(new));
    if before != after {
        before.sort_unstable();
        after.sort_unstable();
        if before == after {
            let other = Outcome::other("an argument is read as another one");
            let what = "the same placeholders in another order".to_owned();
            values.add("path", ChangeKind::Path, what, [other; 2]);
        }
    }
    for (before, after) in old.at(Place::Path).zip(new.at(Place::Path)) {
        let (old, new) = (Item::of_field(before), Item::of_field(after));
        values.items(&format!("request path {}", after.name), &old, &new);
    }
}

fn body(values: &mut Values<'_, '_>, part: &str, (old, new): (&MessageFacts, &MessageFacts)) {
    let place = format!("{part} body");
    let bodies = (Body::of(values.old, old), Body::of(values.new, new));
    match &bodies {
        (
            Body::Members { view: old, may_be_empty },
            Body::Members { view: new, may_be_empty: new_may_be_empty },
        ) => {
            members(values, &place, (old, *may_be_empty), (new, *new_may_be_empty));
        }
        (Body::Whole(old), Body::Whole(new)) => {
            values.items(&place, &Item::of_field(old), &Item::of_field(new));
        }
        (Body::Raw(old), Body::Raw(new)) => raw_body(values, &place, old, new),
        (old, new) => {
            let what = format!("{} instead of {}", format_of(new), format_of(old));
            let refused = Outcome::breaks("a body in another format is refused");
            values.add(&place, ChangeKind::Format, what, [refused; 2]);
        }
    }
}

/// Compares two objects, each of which may be absent as a whole.
fn members(
    values: &mut Values<'_, '_>,
    place: &str,
    (old, old_may_be_empty): (&View<'_>, bool),
    (new, new_may_be_empty): (&View<'_>, bool),
) {
    if old_may_be_empty != new_may_be_empty {
        let both = values.outcomes(|_, is_old_reading| {
            let sides = ((old, old_may_be_empty), (new, new_may_be_empty));
            let ((reader, reads_nothing), (_, writes_nothing)) =
                reader_first(sides.0, sides.1, is_old_reading);
            let needs_member = reader.items.iter().any(|item| item.is_required);
            match writes_nothing && !reads_nothing && needs_member {
                true => Outcome::breaks("it is required, but may be absent"),
                false => Outcome::WORKS,
            }
        });
        let what = if new_may_be_empty { "it may be absent" } else { "it is never absent" };
        values.add(place, ChangeKind::Presence, what.to_owned(), both);
    }
    values.views(&format!("{place} "), old, new);
}

fn format_of(body: &Body<'_>) -> String {
    match body {
        Body::Members { .. } => "a JSON object".to_owned(),
        Body::Whole(field) => format!("JSON, `{}`,", ShapeText(&field.shape)),
        Body::Raw(field) => media_type(field.media_type.as_deref()).to_owned(),
    }
}

/// A media type in words.
pub(super) fn media_type(media_type: Option<&str>) -> &str {
    media_type.unwrap_or("any format")
}

fn raw_body(values: &mut Values<'_, '_>, place: &str, old: &FieldFacts, new: &FieldFacts) {
    if old.media_type != new.media_type {
        let both = values.outcomes(|_, is_old_reading| {
            let (reader, _) = reader_first(old, new, is_old_reading);
            // Bytes are read whatever they are.
            match reader.media_type.as_deref() {
                None => Outcome::unknown("nothing is known about the format that it reads"),
                Some("application/octet-stream") => {
                    Outcome::other("bytes of another media type are read as they are")
                }
                Some(_) => Outcome::breaks("a body in another format is refused"),
            }
        });
        let format = |field: &FieldFacts| media_type(field.media_type.as_deref()).to_owned();
        let what = format!("{} instead of {}", format(new), format(old));
        values.add(place, ChangeKind::Format, what, both);
        return;
    }
    if new.media_type.as_deref() != Some("application/x-www-form-urlencoded") {
        values.items(place, &Item::of_field(old), &Item::of_field(new));
        return;
    }
    values.encoding = Encoding::Text;
    match (view_of(values.old, &old.shape), view_of(values.new, &new.shape)) {
        (Some(old_view), Some(new_view)) => {
            let (old_may_be_empty, new_may_be_empty) = (!old.is_required, !new.is_required);
            let (old, new) = ((&old_view, old_may_be_empty), (&new_view, new_may_be_empty));
            members(values, place, old, new);
        }
        _ => values.items(place, &Item::of_field(old), &Item::of_field(new)),
    }
    values.encoding = Encoding::Json;
}
