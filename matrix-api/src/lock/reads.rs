//! The rules: can a reader read everything that a writer may write?
//!
//! A definition reads what it writes. Text, tags and members that a definition does not know are not a part of its
//! format: a change that gives them a meaning is judged as if nobody had sent them before.

use std::ptr;

use super::{
    verdict::{Outcome, Verdict},
    view::{Item, Reads, Types, Unknown, View, beside_null, has_null, resolve, view_of},
};
use crate::description::{Shape, Text, Variant};

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Json,
    /// In paths, queries, headers and forms: every value is a text, and a list is repeated.
    Text,
}

/// A writer and a reader of messages.
pub(super) struct Reading<'a> {
    pub(super) reader: &'a Types,
    pub(super) writer: &'a Types,
    pub(super) encoding: Encoding,
    /// What it means that the reader ignores something.
    pub(super) ignored: Outcome,
    /// Pairs of shapes that are being compared, so that a shape may contain itself.
    open: Vec<(*const Shape, *const Shape)>,
}

/// All integers up to this one are numbers of JavaScript, and of `f64`.
const MAX_SAFE_INTEGER: i128 = (1 << 53) - 1;

impl<'a> Reading<'a> {
    pub(super) fn new(
        (reader, writer): (&'a Types, &'a Types),
        encoding: Encoding,
        ignored: Outcome,
    ) -> Self {
        Self { reader, writer, encoding, ignored, open: Vec::new() }
    }

    /// Whether every value of the writer's shape is read as one of the reader's.
    pub(super) fn shape(&mut self, reader: &Shape, writer: &Shape) -> Outcome {
        let (reader_types, writer_types) = (self.reader, self.writer);
        let (reader, writer) = (resolve(reader_types, reader), resolve(writer_types, writer));
        let pair = (ptr::from_ref(reader), ptr::from_ref(writer));
        if self.open.contains(&pair) {
            return Outcome::WORKS;
        }
        self.open.push(pair);
        let outcome = self.resolved(reader, writer);
        self.open.pop();
        outcome
    }

    fn resolved(&mut self, reader: &Shape, writer: &Shape) -> Outcome {
        const OTHER_TYPE: Outcome = Outcome::breaks("a value of another type is refused");
        match (reader, writer) {
            (Shape::Any, Shape::Any) | (Shape::Null, Shape::Null) => Outcome::WORKS,
            (Shape::Schema(reader), Shape::Schema(writer)) if reader == writer => Outcome::WORKS,
            (Shape::Any | Shape::Schema(_), _) | (_, Shape::Any | Shape::Schema(_)) => {
                Outcome::unknown("nothing is known about a type")
            }
            (reader, Shape::OneOf(writers)) => {
                Outcome::worst(writers.iter().map(|writer| self.shape(reader, writer)))
            }
            (Shape::OneOf(readers), writer) => {
                let outcomes = readers.iter().map(|reader| self.shape(reader, writer));
                outcomes.fold(OTHER_TYPE, Outcome::or)
            }
            (Shape::Boolean, Shape::Boolean) | (Shape::Number, Shape::Number) => Outcome::WORKS,
            (
                Shape::Integer { minimum, maximum },
                Shape::Integer { minimum: least, maximum: most },
            ) => {
                let is_low = minimum.is_some_and(|limit| least.is_none_or(|least| least < limit));
                let is_high = maximum.is_some_and(|limit| most.is_none_or(|most| most > limit));
                match is_low || is_high {
                    true => Outcome::breaks("integers outside of the limits are refused"),
                    false => Outcome::WORKS,
                }
            }
            (Shape::Number, Shape::Integer { minimum, maximum }) => {
                let is_safe = |limit: &Option<i128>| {
                    limit.is_some_and(|limit| limit.abs() <= MAX_SAFE_INTEGER)
                };
                match is_safe(minimum) && is_safe(maximum) {
                    true => Outcome::WORKS,
                    false => Outcome::other("large integers are rounded"),
                }
            }
            (Shape::Text(reader), Shape::Text(writer)) => text(reader, writer),
            (Shape::Text(reader), Shape::Boolean | Shape::Integer { .. } | Shape::Number)
                if self.encoding == Encoding::Text =>
            {
                text(reader, &Text::default())
            }
            (Shape::List(reader), Shape::List(writer)) => self.shape(reader, writer),
            (Shape::List(reader), Shape::Tuple(writers)) => {
                Outcome::worst(writers.iter().map(|writer| self.shape(reader, writer)))
            }
            (Shape::List(reader), writer) if self.encoding == Encoding::Text => {
                self.shape(reader, writer)
            }
            (_, Shape::List(_)) if self.encoding == Encoding::Text => {
                Outcome::breaks("more than one value is refused")
            }
            (Shape::Tuple(readers), Shape::Tuple(writers)) if readers.len() == writers.len() => {
                let pairs = readers.iter().zip(writers);
                Outcome::worst(pairs.map(|(reader, writer)| self.shape(reader, writer)))
            }
            (Shape::Map(reader), Shape::Map(writer)) => self.shape(reader, writer),
            (Shape::Map(_) | Shape::Object(_), Shape::Map(_) | Shape::Object(_)) => {
                self.objects(reader, writer)
            }
            (
                Shape::Tagged { tag, variants, other },
                Shape::Tagged { tag: written, variants: writers, other: written_other },
            ) if tag == written => {
                let known = writers.iter().map(|writer| {
                    self.variant(find(variants, &writer.tag), other.as_deref(), &writer.shape)
                });
                let known = Outcome::worst(known);
                match written_other {
                    Some(writer) => known.and(self.variant(None, other.as_deref(), writer)),
                    None => known,
                }
            }
            (Shape::Object(_), Shape::Tagged { tag, variants, other }) => {
                let known = variants.iter().map(|variant| self.untagged(reader, tag, variant));
                let known = Outcome::worst(known);
                match other {
                    Some(_) => known.and(Outcome::unknown("the members depend on the tag")),
                    None => known,
                }
            }
            _ => OTHER_TYPE,
        }
    }

    /// An object or a map is read as an object or a map.
    fn objects(&mut self, reader: &Shape, writer: &Shape) -> Outcome {
        let (reader_types, writer_types) = (self.reader, self.writer);
        // The names of a map may be those of members.
        let value = match writer {
            Shape::Map(value) => Some(value),
            _ => None,
        };
        match (object_or_map(reader_types, reader), object_or_map(writer_types, writer)) {
            (Some(reader), Some(writer)) => {
                let items =
                    value.iter().flat_map(|value| reader.items.iter().map(move |it| (it, value)));
                let named =
                    Outcome::worst(items.map(|(item, value)| self.shape(&item.shape, value)));
                self.view(&reader, &writer).and(named)
            }
            _ => Outcome::unknown("nothing is known about a type"),
        }
    }

    /// Whether every object of the writer is read.
    pub(super) fn view(&mut self, reader: &View<'_>, writer: &View<'_>) -> Outcome {
        let mut outcome = self.unknown(reader, writer);
        for written in &writer.items {
            let read = find_item(reader, written);
            outcome = outcome.and(self.item(read, reader.unknown, Some(written)));
        }
        for read in &reader.items {
            let is_written = |written: &&Item<'_>| is_read_as(read, &written.name);
            if !writer.items.iter().any(|written| is_written(&written)) {
                outcome = outcome.and(self.item(Some(read), reader.unknown, None));
            }
        }
        outcome
    }

    /// Members that neither side knows.
    pub(super) fn unknown(&mut self, reader: &View<'_>, writer: &View<'_>) -> Outcome {
        match (reader.unknown, writer.unknown) {
            (_, Unknown::Ignored | Unknown::Refused) => Outcome::WORKS,
            (Unknown::Ignored, Unknown::Kept(_)) => self.ignored,
            (Unknown::Refused, Unknown::Kept(_)) => {
                Outcome::breaks("members that it does not know are refused")
            }
            (Unknown::Kept(reader), Unknown::Kept(writer)) => self.shape(reader, writer),
        }
    }

    /// A member: `None` for a side that does not know it.
    pub(super) fn item(
        &mut self,
        reader: Option<&Item<'_>>,
        unknown: Unknown<'_>,
        writer: Option<&Item<'_>>,
    ) -> Outcome {
        match (reader, writer) {
            (None, None) => Outcome::WORKS,
            (None, Some(writer)) => match unknown {
                Unknown::Ignored => self.ignored,
                Unknown::Refused => Outcome::breaks("members that it does not know are refused"),
                Unknown::Kept(reader) if keeps_anything(reader) => Outcome::WORKS,
                Unknown::Kept(reader) => self.shape(reader, &writer.shape),
            },
            (Some(reader), None) if reader.is_needed() => {
                Outcome::breaks("it is required, but not sent")
            }
            (Some(_), None) => Outcome::WORKS,
            (Some(reader), Some(writer)) => {
                presence(reader, writer).and(self.value(reader, writer))
            }
        }
    }

    /// The value of a member that both sides know.
    pub(super) fn value(&mut self, reader: &Item<'_>, writer: &Item<'_>) -> Outcome {
        let (reader_types, writer_types) = (self.reader, self.writer);
        let written = resolve(writer_types, &writer.shape);
        let beside = beside_null(written).filter(|_| has_null(written) && reader.reads_null);
        let outcome = match beside {
            Some(value) if !has_null(resolve(reader_types, &reader.shape)) => {
                self.shape(&reader.shape, value).and(null(reader, writer))
            }
            _ => self.shape(&reader.shape, &writer.shape),
        };
        match reader.reads {
            Reads::Exactly => outcome,
            Reads::Leniently => outcome.at_most(
                Verdict::OtherMeaning,
                "a value of another type is read as if it were absent",
            ),
            Reads::ByFunction => {
                outcome.at_most(Verdict::Unknown, "a function reads it, which may accept more")
            }
        }
    }

    /// The object of a tag.
    fn variant(
        &mut self,
        reader: Option<&Variant>,
        other: Option<&Shape>,
        writer: &Shape,
    ) -> Outcome {
        match (reader, other) {
            (Some(reader), _) => self.shape(&reader.shape, writer),
            (None, Some(other)) if keeps_anything(other) => Outcome::WORKS,
            (None, Some(other)) => self.shape(other, writer),
            (None, None) => Outcome::breaks("a tag that it does not know is refused"),
        }
    }

    /// The object of a tag as an object with a member for the tag.
    fn untagged(&mut self, reader: &Shape, tag: &str, variant: &Variant) -> Outcome {
        let (reader_types, writer_types) = (self.reader, self.writer);
        match (view_of(reader_types, reader), View::of_variant(writer_types, tag, variant)) {
            (Some(reader), Some(writer)) => self.view(&reader, &writer),
            _ => Outcome::unknown("nothing is known about a type"),
        }
    }
}

/// Whether unknown members or tags of this shape are kept, whatever they are.
pub(super) fn keeps_anything(shape: &Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Map(value) => **value == Shape::Any,
        _ => false,
    }
}

/// An object, or a map as an object whose members are all unknown.
fn object_or_map<'a>(types: &'a Types, shape: &'a Shape) -> Option<View<'a>> {
    match shape {
        Shape::Map(value) => Some(View { items: Vec::new(), unknown: Unknown::Kept(value) }),
        shape => view_of(types, shape),
    }
}

/// A text that is read as a text.
fn text(reader: &Text, writer: &Text) -> Outcome {
    let knows_all = || writer.closed && writer.values.iter().all(|it| reader.values.contains(it));
    if reader.closed && !knows_all() {
        return Outcome::breaks("other values are refused");
    }
    let is_same_format = reader.format.is_none() || reader.format == writer.format;
    if !reader.closed && !is_same_format {
        return Outcome::breaks("texts of another format are refused");
    }
    Outcome::WORKS
}

/// `null` from a writer, for a reader whose shape does not have it.
pub(super) fn null(reader: &Item<'_>, writer: &Item<'_>) -> Outcome {
    match (reader.reads_null, writer.is_required) {
        (false, _) => Outcome::breaks("`null` is refused"),
        (true, true) => Outcome::WORKS,
        // For the writer, `null` and an absent one are not the same.
        (true, false) => Outcome::other("`null` is read as if it were absent"),
    }
}

/// Whether a member is there, and what it means if it is not.
pub(super) fn presence(reader: &Item<'_>, writer: &Item<'_>) -> Outcome {
    if writer.is_required {
        Outcome::WORKS
    } else if reader.is_needed() {
        Outcome::breaks("it is required, but may be absent")
    } else if reader.absent() != writer.absent() {
        Outcome::other("an absent one has another value")
    } else {
        Outcome::WORKS
    }
}

fn find<'v>(variants: &'v [Variant], tag: &str) -> Option<&'v Variant> {
    variants.iter().find(|variant| variant.tag == tag)
}

/// Whether a member is read under a name.
pub(super) fn is_read_as(reader: &Item<'_>, name: &str) -> bool {
    reader.name == name || reader.aliases.iter().any(|alias| alias == name)
}

/// The member of the reader that reads one of the writer.
pub(super) fn find_item<'v, 'a>(reader: &'v View<'a>, writer: &Item<'_>) -> Option<&'v Item<'a>> {
    reader.items.iter().find(|read| is_read_as(read, &writer.name))
}
