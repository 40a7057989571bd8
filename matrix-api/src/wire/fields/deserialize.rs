//! The deserializer of a whole part: a struct or a map of fields, or pairs.

use std::{borrow::Cow, collections::HashMap, slice, vec};

use serde::{
    de::{
        DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{BorrowedStrDeserializer, CowStrDeserializer},
    },
    forward_to_deserialize_any,
};

use super::{
    deserialize_value::ValueDeserializer,
    forms::{FormedValue, Forms},
    source::{BAD_SEGMENT, Pair, Source, Values},
};
use crate::{
    error::DecodeProblem,
    wire::{deserialize_error::DeserializeError, redaction::reveals},
};

type Result<T> = std::result::Result<T, DeserializeError>;

/// Reads the fields of a path, a query or headers.
///
/// A struct is given the fields that it has, and in a query the first other one, so that it can refuse
/// unknown fields. (A request always has other headers.) A map, a list of pairs, and a struct with
/// `#[serde(flatten)]` are given all fields.
#[derive(Clone, Copy)]
pub(super) struct FieldsDeserializer<'de> {
    source: Source<'de>,
    forms: Option<&'de Forms>,
}

impl<'de> FieldsDeserializer<'de> {
    pub(super) fn new(source: Source<'de>) -> Self {
        Self { source, forms: None }
    }

    /// Offers the fields of flattened structs in these forms.
    pub(super) fn with_forms(source: Source<'de>, forms: &'de Forms) -> Self {
        Self { source, forms: Some(forms) }
    }

    fn pairs(self) -> Result<Vec<Pair<'de>>> {
        self.source
            .pairs()
            .map_err(|(name, problem)| DeserializeError::new(problem).of_field(&name))
    }
}

impl<'de> Deserializer<'de> for FieldsDeserializer<'de> {
    type Error = DeserializeError;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_map(NamedFields {
            source: self.source,
            names,
            rest: names.iter(),
            found: None,
            unknown_shown: false,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let groups = group_by_name(self.pairs()?).into_iter();
        let Self { source, forms } = self;
        visitor.visit_map(AllFields { source, forms, groups, found: None })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(Pairs { pairs: self.pairs()?.into_iter() })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        tuple_struct map enum identifier
    }
}

/// Drops the type's reason if it shows a value of the field.
#[cold]
pub(super) fn hide_values(
    error: DeserializeError,
    source: Source<'_>,
    name: &str,
) -> DeserializeError {
    error.of_field(name).without_reason_if(&|reason| {
        if reason == BAD_SEGMENT {
            return false;
        }
        // Values that cannot be read cannot be compared.
        let Ok(pairs) = source.pairs() else { return true };
        pairs.iter().any(|(other, value)| {
            other.eq_ignore_ascii_case(name)
                && (reveals(reason, value) || reveals_part(reason, value))
        })
    })
}

/// Whether the reason shows an element of a list in a header, or a segment of a path.
fn reveals_part(reason: &str, value: &str) -> bool {
    let mut parts = value.as_bytes().split(|byte| matches!(byte, b',' | b'/'));
    parts.any(|part| str::from_utf8(part).is_ok_and(|part| reveals(reason, part.trim())))
}

/// The fields of a struct: looks up each of its names, and then one name that it does not have.
struct NamedFields<'de> {
    source: Source<'de>,
    names: &'static [&'static str],
    /// The names that were not looked up yet.
    rest: slice::Iter<'static, &'static str>,
    found: Option<(&'static str, Cow<'de, str>, Values<'de>)>,
    unknown_shown: bool,
}

impl<'de> MapAccess<'de> for NamedFields<'de> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.find_next()? {
            Some(name) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            None => self.show_unknown(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((name, first, mut more)) = self.found.take() else {
            // The value of the unknown name, which nothing is made of.
            return seed.deserialize(().into_deserializer());
        };
        seed.deserialize(ValueDeserializer::new(first, &mut more))
            .map_err(|error| hide_values(error, self.source, name))
    }
}

impl<'de> NamedFields<'de> {
    /// Gives the first unknown name. A struct that ignores one ignores all.
    fn show_unknown<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if std::mem::replace(&mut self.unknown_shown, true) {
            return Ok(None);
        }
        let Some(name) = self.source.unknown_name(self.names) else { return Ok(None) };
        let key: CowStrDeserializer<'_, DeserializeError> = name.clone().into_deserializer();
        seed.deserialize(key).map(Some).map_err(|error| error.of_field(&name))
    }

    fn find_next(&mut self) -> Result<Option<&'static str>> {
        for name in self.rest.by_ref() {
            let mut values = self.source.values(name);
            match values.next() {
                Some(Ok(first)) => {
                    self.found = Some((name, first, values));
                    return Ok(Some(name));
                }
                Some(Err(problem)) if !self.source.skips(name, &problem) => {
                    return Err(DeserializeError::new(problem).of_field(name));
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

#[cold]
fn value_before_key() -> DeserializeError {
    DeserializeError::new(DecodeProblem::rejected("a value was requested before its name"))
}

/// A name with all its values.
type Group<'de> = (Cow<'de, str>, Vec<Cow<'de, str>>);

/// Brings the values of one name together. Names stand in the order in which each comes first, values
/// in theirs.
// Inlined for the map, which only programs with whole queries need.
#[inline]
fn group_by_name<'de>(pairs: Vec<Pair<'de>>) -> Vec<Group<'de>> {
    let mut groups: Vec<Group<'de>> = Vec::new();
    let mut positions = HashMap::new();
    for (name, value) in pairs {
        let position = *positions.entry(name.clone()).or_insert(groups.len());
        match groups.get_mut(position) {
            Some((_, values)) => values.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    groups
}

/// Every field, for a map.
struct AllFields<'de> {
    source: Source<'de>,
    forms: Option<&'de Forms>,
    groups: vec::IntoIter<Group<'de>>,
    found: Option<Group<'de>>,
}

impl<'de> MapAccess<'de> for AllFields<'de> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some(group) = self.groups.next() else { return Ok(None) };
        let (name, _) = self.found.insert(group);
        let mut nothing = Values::List(Vec::new().into_iter());
        seed.deserialize(ValueDeserializer::new(name.clone(), &mut nothing)).map(Some).map_err(
            |error| error.of_field(name).without_reason_if(&|reason| reveals(reason, name)),
        )
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (name, values) = self.found.take().ok_or_else(value_before_key)?;
        if let Some(form) = self.forms.and_then(|forms| forms.of(&name, &values)) {
            return seed.deserialize(FormedValue { form, values });
        }
        let mut values = values.into_iter();
        let first = values.next().unwrap_or_default();
        seed.deserialize(ValueDeserializer::new(first, &mut Values::List(values)))
            .map_err(|error| hide_values(error, self.source, &name))
    }
}

/// Every field, for a list of pairs.
struct Pairs<'de> {
    pairs: vec::IntoIter<Pair<'de>>,
}

impl<'de> SeqAccess<'de> for Pairs<'de> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(pair) = self.pairs.next() else { return Ok(None) };
        let shown = pair.clone();
        seed.deserialize(PairDeserializer { pair }).map(Some).map_err(|error| {
            let (name, value) = shown;
            error
                .of_field(&name)
                .without_reason_if(&|reason| reveals(reason, &value) || reveals(reason, &name))
        })
    }
}

/// One pair: a tuple of a name and a value.
struct PairDeserializer<'de> {
    pair: Pair<'de>,
}

impl<'de> Deserializer<'de> for PairDeserializer<'de> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (name, value) = self.pair;
        visitor.visit_seq(PairElements { rest: [name, value].into_iter() })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// The elements of a pair.
struct PairElements<'de> {
    rest: std::array::IntoIter<Cow<'de, str>, 2>,
}

impl<'de> SeqAccess<'de> for PairElements<'de> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(text) = self.rest.next() else { return Ok(None) };
        let mut nothing = Values::List(Vec::new().into_iter());
        seed.deserialize(ValueDeserializer::new(text, &mut nothing)).map(Some)
    }
}
