//! Finds the changes within a message: its members, and the shapes of their values.

use std::ptr;

use super::{
    reads::{Encoding, Reading, find_item, is_read_as, keeps_anything, presence},
    shape_text::ShapeText,
    verdict::{Change, ChangeKind, Outcome},
    view::{Item, Reads, Types, Unknown, View, resolve, view_of},
};
use crate::description::{Shape, Text, Variant};

/// Who writes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// The comparison of a message, which adds changes to a list.
pub(super) struct Values<'a, 'c> {
    pub(super) endpoint: &'a str,
    pub(super) old: &'a Types,
    pub(super) new: &'a Types,
    pub(super) direction: Direction,
    pub(super) encoding: Encoding,
    pub(super) changes: &'c mut Vec<Change>,
    /// Pairs of shapes that are being compared, so that a shape may contain itself.
    open: Vec<(*const Shape, *const Shape)>,
}

/// An old and a new thing, by who reads and who writes it.
pub(super) fn reader_first<T>(old: T, new: T, is_old_reading: bool) -> (T, T) {
    if is_old_reading { (old, new) } else { (new, old) }
}

impl<'a, 'c> Values<'a, 'c> {
    pub(super) fn new(
        endpoint: &'a str,
        (old, new): (&'a Types, &'a Types),
        direction: Direction,
        changes: &'c mut Vec<Change>,
    ) -> Self {
        let (encoding, open) = (Encoding::Json, Vec::new());
        Self { endpoint, old, new, direction, encoding, changes, open }
    }

    /// The outcomes for released clients and for older servers. The function is told whether the old
    /// definition reads.
    pub(super) fn outcomes(
        &self,
        mut judge: impl FnMut(&mut Reading<'a>, bool) -> Outcome,
    ) -> [Outcome; 2] {
        let ignored = match self.direction {
            Direction::Request => Outcome::other("it is ignored"),
            Direction::Response => Outcome::WORKS,
        };
        [true, false].map(|is_old_client| {
            let is_old_reading = is_old_client == (self.direction == Direction::Response);
            let types = reader_first(self.old, self.new, is_old_reading);
            judge(&mut Reading::new(types, self.encoding, ignored), is_old_reading)
        })
    }

    pub(super) fn add(&mut self, place: &str, kind: ChangeKind, what: String, both: [Outcome; 2]) {
        let [clients, servers] = both;
        self.changes.push(Change::new(self.endpoint, place, (kind, what), clients, servers));
    }

    /// Compares the members of two objects. The prefix is the place before their names.
    pub(super) fn views(&mut self, prefix: &str, old: &View<'_>, new: &View<'_>) {
        for item in &new.items {
            let same = old.items.iter().find(|other| other.name == item.name);
            match (same, renamed(item, old, new)) {
                (Some(same), _) => self.items(&format!("{prefix}{}", item.name), same, item),
                (None, Some(before)) => self.renamed(prefix, before, item, (old, new)),
                (None, None) => self.added_or_removed(prefix, item, (old, new), true),
            }
        }
        for item in &old.items {
            let is_there = new.items.iter().any(|other| {
                other.name == item.name
                    || renamed(other, old, new).is_some_and(|it| it.name == item.name)
            });
            if !is_there {
                self.added_or_removed(prefix, item, (old, new), false);
            }
        }
        self.unknown(prefix, old, new);
    }

    fn added_or_removed(
        &mut self,
        prefix: &str,
        item: &Item<'_>,
        (old, new): (&View<'_>, &View<'_>),
        is_added: bool,
    ) {
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            // The side that has the member writes it, or reads what is not there.
            match is_old_reading == is_added {
                true => reading.item(find_item(reader, item), reader.unknown, Some(item)),
                false => {
                    let is_written = writer.items.iter().any(|it| is_read_as(item, &it.name));
                    let absent = Outcome::breaks("it is required, but not sent");
                    if item.is_required && !is_written { absent } else { Outcome::WORKS }
                }
            }
        });
        let (kind, word) = match is_added {
            true => (ChangeKind::Added, "added"),
            false => (ChangeKind::Removed, "removed"),
        };
        let presence = if item.is_required { "required" } else { "optional" };
        let what = format!("{word}, {presence} {}", ShapeText(&item.shape));
        self.add(&format!("{prefix}{}", item.name), kind, what, both);
    }

    /// A member with a new name, which is read under the old one.
    fn renamed(
        &mut self,
        prefix: &str,
        before: &Item<'_>,
        after: &Item<'_>,
        (old, new): (&View<'_>, &View<'_>),
    ) {
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            let (read, written) = reader_first(before, after, is_old_reading);
            match find_item(reader, written) {
                Some(found) => reading.item(Some(found), reader.unknown, Some(written)),
                None => {
                    let is_there = writer.items.iter().any(|it| is_read_as(read, &it.name));
                    let missing = (!is_there).then_some(read);
                    let missing = reading.item(missing, reader.unknown, None);
                    reading.item(None, reader.unknown, Some(written)).and(missing)
                }
            }
        });
        let what = format!("renamed, was `{}`", before.name);
        self.add(&format!("{prefix}{}", after.name), ChangeKind::Renamed, what, both);
    }

    /// Compares two members of a name.
    pub(super) fn items(&mut self, place: &str, old: &Item<'_>, new: &Item<'_>) {
        let side = |is_old_reading| reader_first(old, new, is_old_reading);
        if old.is_required != new.is_required {
            let both = self.outcomes(|_, is_old_reading| {
                let (reader, writer) = side(is_old_reading);
                presence(reader, writer)
            });
            let what = match new.is_required {
                true => "required instead of optional",
                false => "optional instead of required",
            };
            self.add(place, ChangeKind::Presence, what.to_owned(), both);
        } else if !new.is_required && old.default != new.default {
            let both = self.outcomes(|_, is_old_reading| {
                let (reader, writer) = side(is_old_reading);
                presence(reader, writer)
            });
            let show = |item: &Item<'_>| {
                item.default.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
            };
            let what = format!("an absent one is {} instead of {}", show(new), show(old));
            self.add(place, ChangeKind::Default, what, both);
        }
        if old.aliases != new.aliases {
            self.aliases(place, old, new);
        }
        if old.reads == new.reads && old.reads == Reads::Exactly {
            self.shapes(place, &old.shape, &new.shape);
            return;
        }
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = side(is_old_reading);
            reading.value(reader, writer)
        });
        if old.reads != new.reads {
            let what = match new.reads {
                Reads::Exactly => "only values of its type are read",
                Reads::Leniently => "values of another type are read as if it were absent",
                Reads::ByFunction => "a function reads it",
            };
            self.add(place, ChangeKind::Type, what.to_owned(), both);
        } else if old.shape != new.shape || both != [Outcome::WORKS; 2] {
            let what = type_change(&old.shape, &new.shape);
            self.add(place, ChangeKind::Type, what, both);
        }
    }

    fn aliases(&mut self, place: &str, old: &Item<'_>, new: &Item<'_>) {
        let both = self.outcomes(|_, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            // Messages with another name are not written by these definitions, but by others.
            match writer.aliases.iter().all(|alias| is_read_as(reader, alias)) {
                true => Outcome::WORKS,
                false if reader.is_required => {
                    Outcome::breaks("it is required, and an old name is not read")
                }
                false => Outcome::other("a value under an old name is ignored"),
            }
        });
        // Only what is taken away from writers that were there before matters.
        let gone: Vec<_> = old.aliases.iter().filter(|it| !is_read_as(new, it)).collect();
        let (mut clients, mut servers) = (Outcome::WORKS, Outcome::WORKS);
        if !gone.is_empty() {
            match self.direction {
                Direction::Request => clients = both[0],
                Direction::Response => servers = both[1],
            }
        }
        let names = |aliases: &[String]| {
            let names: Vec<_> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
            if names.is_empty() { "no other name".to_owned() } else { names.join(", ") }
        };
        let what = format!("read as {} instead of {}", names(new.aliases), names(old.aliases));
        self.add(place, ChangeKind::Aliases, what, [clients, servers]);
    }

    /// Compares how members are treated that are not known.
    fn unknown(&mut self, prefix: &str, old: &View<'_>, new: &View<'_>) {
        let is_same = |a: Unknown<'_>, b: Unknown<'_>| match (a, b) {
            (Unknown::Kept(_), Unknown::Kept(_)) => true,
            (a, b) => a == b,
        };
        let place = format!("{prefix}*");
        if let (Unknown::Kept(old), Unknown::Kept(new)) = (old.unknown, new.unknown) {
            self.shapes(&place, old, new);
        }
        if is_same(old.unknown, new.unknown) {
            return;
        }
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            let is_new = reader.unknown == Unknown::Refused && writer.unknown == Unknown::Ignored;
            match is_new && !is_old_reading {
                true => Outcome::other("members that others add are refused"),
                false => reading.unknown(reader, writer),
            }
        });
        let words = |unknown| match unknown {
            Unknown::Ignored => "ignored",
            Unknown::Refused => "refused",
            Unknown::Kept(_) => "kept",
        };
        let (old, new) = (words(old.unknown), words(new.unknown));
        let what = format!("unknown members are {new} instead of {old}");
        self.add(&place, ChangeKind::UnknownMembers, what, both);
    }

    /// Compares two shapes, and goes into those of one kind.
    pub(super) fn shapes(&mut self, place: &str, old: &Shape, new: &Shape) {
        let (old_types, new_types) = (self.old, self.new);
        let (old, new) = (resolve(old_types, old), resolve(new_types, new));
        let pair = (ptr::from_ref(old), ptr::from_ref(new));
        if self.open.contains(&pair) {
            return;
        }
        self.open.push(pair);
        self.resolved(place, old, new);
        self.open.pop();
    }

    fn resolved(&mut self, place: &str, old: &Shape, new: &Shape) {
        match (old, new) {
            (Shape::List(old), Shape::List(new)) => self.shapes(&format!("{place}[]"), old, new),
            (Shape::Map(old), Shape::Map(new)) => self.shapes(&format!("{place}.*"), old, new),
            (Shape::Tuple(old), Shape::Tuple(new)) if old.len() == new.len() => {
                for (index, (old, new)) in old.iter().zip(new).enumerate() {
                    self.shapes(&format!("{place}[{index}]"), old, new);
                }
            }
            (
                Shape::Tagged { tag, variants, other },
                Shape::Tagged { tag: new_tag, variants: new_variants, other: new_other },
            ) if tag == new_tag && other.is_some() == new_other.is_some() => {
                self.variants(place, (variants, new_variants), other.as_deref());
                if let (Some(other), Some(new_other)) = (other, new_other) {
                    self.shapes(&format!("{place}(other)"), other, new_other);
                }
            }
            (Shape::OneOf(_), _) | (_, Shape::OneOf(_)) => self.alternatives(place, old, new),
            (old, new) => match (view_of(self.old, old), view_of(self.new, new)) {
                (Some(old), Some(new)) => self.views(&format!("{place}."), &old, &new),
                _ => self.types(place, old, new),
            },
        }
    }

    fn variants(
        &mut self,
        place: &str,
        (old, new): (&[Variant], &[Variant]),
        other: Option<&Shape>,
    ) {
        let find = |variants: &'_ [Variant], tag: &str| {
            variants.iter().position(|variant| variant.tag == tag)
        };
        for variant in new {
            let place = format!("{place}({})", variant.tag);
            match find(old, &variant.tag).and_then(|at| old.get(at)) {
                Some(before) => self.shapes(&place, &before.shape, &variant.shape),
                None => self.variant(&place, variant, other, true),
            }
        }
        for variant in old.iter().filter(|variant| find(new, &variant.tag).is_none()) {
            self.variant(&format!("{place}({})", variant.tag), variant, other, false);
        }
    }

    /// A variant that was added or removed.
    fn variant(&mut self, place: &str, variant: &Variant, other: Option<&Shape>, is_added: bool) {
        let both = self.outcomes(|reading, is_old_reading| {
            match (is_old_reading == is_added, other) {
                // The side that does not know it reads it.
                (true, None) => Outcome::breaks("a tag that it does not know is refused"),
                (true, Some(other)) if keeps_anything(other) => Outcome::WORKS,
                (true, Some(other)) => reading.shape(other, &variant.shape),
                (false, _) => Outcome::WORKS,
            }
        });
        let (kind, what) = match is_added {
            true => (ChangeKind::Added, "added"),
            false => (ChangeKind::Removed, "removed"),
        };
        self.add(place, kind, what.to_owned(), both);
    }

    /// Shapes of which one has alternatives. `null` is compared by itself.
    fn alternatives(&mut self, place: &str, old: &Shape, new: &Shape) {
        let has_null = |shape: &Shape| match shape {
            Shape::OneOf(shapes) => shapes.contains(&Shape::Null),
            shape => *shape == Shape::Null,
        };
        let (Some(value), Some(new_value)) = (beside_null(old), beside_null(new)) else {
            self.types(place, old, new);
            return;
        };
        if has_null(old) != has_null(new) {
            let both = self.outcomes(|_, is_old_reading| {
                let (reader, writer) = reader_first(old, new, is_old_reading);
                match has_null(writer) && !has_null(reader) {
                    true => Outcome::breaks("`null` is refused"),
                    false => Outcome::WORKS,
                }
            });
            let what = if has_null(new) { "it may be `null`" } else { "it is never `null`" };
            self.add(place, ChangeKind::Type, what.to_owned(), both);
        }
        self.shapes(place, value, new_value);
    }

    /// Shapes that are not compared in parts.
    fn types(&mut self, place: &str, old: &Shape, new: &Shape) {
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            reading.shape(reader, writer)
        });
        if old != new || both != [Outcome::WORKS; 2] {
            self.add(place, ChangeKind::Type, type_change(old, new), both);
        }
    }
}

/// The only shape beside `null`.
fn beside_null(shape: &Shape) -> Option<&Shape> {
    let Shape::OneOf(shapes) = shape else { return Some(shape).filter(|it| **it != Shape::Null) };
    let mut others = shapes.iter().filter(|shape| **shape != Shape::Null);
    match (others.next(), others.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The member that a member of the new object replaces: one that it reads, and that is not there any more.
fn renamed<'v, 'a>(item: &Item<'_>, old: &'v View<'a>, new: &View<'_>) -> Option<&'v Item<'a>> {
    old.items.iter().find(|before| {
        is_read_as(item, &before.name) && !new.items.iter().any(|other| other.name == before.name)
    })
}

/// How a shape changed, in words.
pub(super) fn type_change(old: &Shape, new: &Shape) -> String {
    match (old, new) {
        (Shape::Text(old), Shape::Text(new))
            if old.format == new.format && old.closed == new.closed =>
        {
            let added = missing_values(new, old).map(|value| format!("value `{value}` added"));
            let removed = missing_values(old, new).map(|value| format!("value `{value}` removed"));
            added.chain(removed).collect::<Vec<_>>().join(", ")
        }
        (old, new) => {
            let (old_text, new_text) = (ShapeText(old).to_string(), ShapeText(new).to_string());
            match old_text == new_text {
                true => format!("another `{new_text}`"),
                false => format!("`{new_text}` instead of `{old_text}`"),
            }
        }
    }
}

/// The values that only the first text has.
fn missing_values<'t>(text: &'t Text, other: &'t Text) -> impl Iterator<Item = &'t String> {
    text.values.iter().filter(|value| !other.values.contains(value))
}
