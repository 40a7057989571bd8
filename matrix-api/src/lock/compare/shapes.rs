//! Finds the changes between two shapes.

use std::ptr;

use super::values::{Values, reader_first};
use crate::{
    description::{Shape, Variant},
    lock::{
        reads::keeps_anything,
        shape_text::type_change,
        verdict::{ChangeKind, Outcome, Verdict},
        view::{beside_null, has_null, resolve, view_of},
    },
};

impl Values<'_, '_> {
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
        let (Some(value), Some(new_value)) = (beside_null(old), beside_null(new)) else {
            match (old, new) {
                (Shape::OneOf(olds), Shape::OneOf(news)) if olds.len() == news.len() => {
                    self.one_by_one(place, olds.iter().zip(news), (old, new));
                }
                _ => self.types(place, old, new),
            }
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
            self.null_changed(place, has_null(new), both);
        }
        self.shapes(place, value, new_value);
    }

    /// Compares each alternative with the one that has its position. This says more than a comparison of all, if the
    /// verdicts are the same.
    fn one_by_one<'s>(
        &mut self,
        place: &str,
        alternatives: impl Iterator<Item = (&'s Shape, &'s Shape)>,
        (old, new): (&Shape, &Shape),
    ) {
        let before = self.changes.len();
        for (old, new) in alternatives {
            self.shapes(place, old, new);
        }
        let found = || self.changes.iter().skip(before);
        let clients = found().map(|change| change.clients).max();
        let servers = found().map(|change| change.servers).max();
        let both = self.outcomes(|reading, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            reading.shape(reader, writer)
        });
        let found = [clients, servers].map(|verdict| verdict.unwrap_or(Verdict::Works));
        if found != both.map(|outcome| outcome.verdict) {
            self.changes.truncate(before);
            self.types(place, old, new);
        }
    }

    /// Adds that a value may be `null`, or that it may not.
    pub(super) fn null_changed(&mut self, place: &str, may_be_null: bool, both: [Outcome; 2]) {
        let what = if may_be_null { "it may be `null`" } else { "it is never `null`" };
        self.add(place, ChangeKind::Type, what.to_owned(), both);
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
