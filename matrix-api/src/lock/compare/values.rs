//! Finds the changes within a message: its members.

use crate::{
    description::Shape,
    lock::{
        reads::{Encoding, Reading, find_item, is_read_as, null, presence},
        shape_text::{ShapeText, type_change},
        verdict::{Change, ChangeKind, Outcome},
        view::{Item, Reads, Types, Unknown, View, beside_null, has_null, resolve},
    },
};

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
    pub(super) open: Vec<(*const Shape, *const Shape)>,
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
        self.other_names(prefix, old, new);
        self.unknown(prefix, old, new);
    }

    /// Finds names that a reader takes for the same member, and former aliases that a strict reader refuses.
    fn other_names(&mut self, prefix: &str, old: &View<'_>, new: &View<'_>) {
        let both = self.outcomes(|_, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            // Others that were there before write the aliases, too.
            let has_others = !is_old_reading;
            let is_one = |read: &Item<'_>, written: &Item<'_>| {
                is_read_as(read, &written.name)
                    || (has_others && written.aliases.iter().any(|it| is_read_as(read, it)))
            };
            let is_doubled = |read: &Item<'_>| {
                writer.items.iter().filter(|written| is_one(read, written)).count() > 1
            };
            let is_unknown = |alias: &String| !reader.items.iter().any(|it| is_read_as(it, alias));
            let mut aliases = writer.items.iter().flat_map(|written| written.aliases);
            if reader.items.iter().any(is_doubled) {
                Outcome::breaks("members with two names are one member, given more than once")
            } else if has_others && reader.unknown == Unknown::Refused && aliases.any(is_unknown) {
                Outcome::breaks("a member under an old name is refused")
            } else {
                Outcome::WORKS
            }
        });
        if both != [Outcome::WORKS; 2] {
            let what = "names of members are read otherwise".to_owned();
            self.add(&format!("{prefix}*"), ChangeKind::Aliases, what, both);
        }
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
                    if item.is_needed() && !is_written { absent } else { Outcome::WORKS }
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

    /// A member with a new name, of which one side reads the name that it has to the other.
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
            // Messages of others that were there before may have the other names.
            let of_others = match !is_old_reading && is_read_as(written, &read.name) {
                true => reading.value(read, written),
                false => Outcome::WORKS,
            };
            let named = match find_item(reader, written) {
                Some(found) => reading.item(Some(found), reader.unknown, Some(written)),
                None => {
                    let is_there = writer.items.iter().any(|it| is_read_as(read, &it.name));
                    let missing = (!is_there).then_some(read);
                    let missing = reading.item(missing, reader.unknown, None);
                    let ignored = reading.item(None, reader.unknown, Some(written));
                    missing.and(ignored).and(Outcome::other("it is not read under this name"))
                }
            };
            named.and(of_others)
        });
        let what = format!("renamed, was `{}`", before.name);
        let place = format!("{prefix}{}", after.name);
        self.add(&place, ChangeKind::Renamed, what, both);
        if before.aliases.iter().any(|alias| !is_read_as(after, alias)) {
            self.aliases(&place, before, after);
        }
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
        } else if !new.is_required && old.absent() != new.absent() {
            let both = self.outcomes(|_, is_old_reading| {
                let (reader, writer) = side(is_old_reading);
                presence(reader, writer)
            });
            let show = |item: &Item<'_>| match item.absent() {
                (Some(value), _) => format!("`{value}`"),
                (None, true) => "a secret".to_owned(),
                (None, false) => "nothing".to_owned(),
            };
            let what = format!("an absent one is {} instead of {}", show(new), show(old));
            self.add(place, ChangeKind::Default, what, both);
        }
        if old.aliases != new.aliases {
            self.aliases(place, old, new);
        }
        if old.reads == new.reads && old.reads == Reads::Exactly {
            self.exact(place, old, new);
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

    /// Compares the values of two members, of which one may be `null`.
    fn exact(&mut self, place: &str, old: &Item<'_>, new: &Item<'_>) {
        let (old_types, new_types) = (self.old, self.new);
        let (old_shape, new_shape) =
            (resolve(old_types, &old.shape), resolve(new_types, &new.shape));
        let may_be_null = has_null(new_shape);
        let values = (beside_null(old_shape), beside_null(new_shape));
        let (true, (Some(value), Some(new_value))) = (has_null(old_shape) != may_be_null, values)
        else {
            self.shapes(place, &old.shape, &new.shape);
            return;
        };
        let both = self.outcomes(|_, is_old_reading| {
            let (reader, writer) = reader_first(old, new, is_old_reading);
            // One of the sides has `null`, and writes it or reads it.
            match is_old_reading == may_be_null {
                true => null(reader, writer),
                false => Outcome::WORKS,
            }
        });
        self.null_changed(place, may_be_null, both);
        self.shapes(place, value, new_value);
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
}

/// The member that a member of the new object replaces: one that is not there under its name any more, and of which
/// one side reads the name that it has to the other.
fn renamed<'v, 'a>(item: &Item<'_>, old: &'v View<'a>, new: &View<'_>) -> Option<&'v Item<'a>> {
    old.items.iter().find(|before| {
        (is_read_as(item, &before.name) || is_read_as(before, &item.name))
            && !new.items.iter().any(|other| other.name == before.name)
    })
}
