//! The deserializer of one field's value: a scalar, or a list of scalars.

use std::{borrow::Cow, str::FromStr};

use http::{HeaderValue, header::ValueIter};
use serde::{
    de::{
        DeserializeSeed, Deserializer, Error, IntoDeserializer, SeqAccess, Unexpected, Visitor,
        value::CowStrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{
    header_list::{self, Elements},
    source::Values,
};
use crate::{error::DecodeProblem, wire::deserialize_error::DeserializeError};

type Result<T> = std::result::Result<T, DeserializeError>;

/// Reads the value of a field that is present.
pub(super) struct ValueDeserializer<'a, 'de> {
    first: Cow<'de, str>,
    more: &'a mut Values<'de>,
}

impl<'a, 'de> ValueDeserializer<'a, 'de> {
    pub(super) fn new(first: Cow<'de, str>, more: &'a mut Values<'de>) -> Self {
        Self { first, more }
    }

    /// The only value.
    #[inline]
    fn scalar(self) -> Result<Cow<'de, str>> {
        if self.more.is_over() || self.more.next().is_none() {
            Ok(self.first)
        } else {
            Err(DeserializeError::new(DecodeProblem::Repeated))
        }
    }

    /// The only value, or the text that several are together.
    #[inline]
    fn text(self) -> Result<Cow<'de, str>> {
        if self.more.is_over() { Ok(self.first) } else { text(self.more.join(self.first)) }
    }

    /// The only value, read by `parse`.
    fn parsed<T>(
        self,
        parse: impl FnOnce(&str) -> Option<T>,
        visitor: &impl Visitor<'de>,
    ) -> Result<T> {
        let text = self.scalar()?;
        parse(&text).ok_or_else(|| DeserializeError::invalid_value(Unexpected::Str(""), visitor))
    }
}

pub(super) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A decimal number, without the leading `+` that `FromStr` takes.
pub(super) fn parse_integer<T: FromStr>(text: &str) -> Option<T> {
    if text.starts_with('+') { None } else { text.parse().ok() }
}

pub(super) fn parse_number(text: &str) -> Option<f64> {
    parse_integer(text).filter(|number: &f64| number.is_finite())
}

macro_rules! integers {
    ($($method:ident => $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let integer = self.parsed(parse_integer, &visitor)?;
            visitor.$visit(integer)
        })*
    };
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_, 'de> {
    type Error = DeserializeError;

    integers! {
        deserialize_i8 => visit_i8,
        deserialize_i16 => visit_i16,
        deserialize_i32 => visit_i32,
        deserialize_i64 => visit_i64,
        deserialize_i128 => visit_i128,
        deserialize_u8 => visit_u8,
        deserialize_u16 => visit_u16,
        deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64,
        deserialize_u128 => visit_u128,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.parsed(parse_bool, &visitor)?;
        visitor.visit_bool(value)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let number = self.parsed(parse_number, &visitor)?;
        visitor.visit_f64(number)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if matches!(self.more, Values::Rest(_)) {
            return self.deserialize_str(visitor);
        }
        let Some(second) = self.more.next() else {
            return self.deserialize_str(visitor);
        };
        let known = [Some(self.first), Some(text(second)?)];
        visitor.visit_seq(List { known, more: self.more })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if let (Values::Headers(lines, name), Cow::Borrowed(first)) = (&mut *self.more, &self.first)
            && header_list::has_elements(name)
        {
            return visitor.visit_seq(HeaderElements { line: Elements::new(first), lines });
        }
        visitor.visit_seq(List { known: [Some(self.first), None], more: self.more })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let variant: CowStrDeserializer<'_, DeserializeError> = self.text()?.into_deserializer();
        visitor.visit_enum(variant)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct map struct }
}

fn text(text: std::result::Result<Cow<'_, str>, DecodeProblem>) -> Result<Cow<'_, str>> {
    text.map_err(DeserializeError::new)
}

/// The values of a field that may be repeated.
struct List<'a, 'de> {
    /// A value that was read but not yet requested.
    known: [Option<Cow<'de, str>>; 2],
    more: &'a mut Values<'de>,
}

impl<'de> List<'_, 'de> {
    fn next(&mut self) -> Option<Result<Cow<'de, str>>> {
        let known = self.known.iter_mut().find_map(Option::take);
        known.map(Ok).or_else(|| self.more.next().map(text))
    }
}

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(next) = self.next() else { return Ok(None) };
        let mut nothing = Values::List(Vec::new().into_iter());
        seed.deserialize(ValueDeserializer::new(next?, &mut nothing)).map(Some)
    }
}

/// The elements of a list in headers.
struct HeaderElements<'a, 'de> {
    line: Elements<'de>,
    /// The lines after this one.
    lines: &'a mut ValueIter<'de, HeaderValue>,
}

impl<'de> HeaderElements<'_, 'de> {
    fn next(&mut self) -> Result<Option<&'de str>> {
        loop {
            if let Some(element) = self.line.next() {
                return Ok(Some(element));
            }
            let Some(line) = self.lines.next() else { return Ok(None) };
            let line = str::from_utf8(line.as_bytes());
            self.line =
                Elements::new(line.map_err(|_| DeserializeError::new(DecodeProblem::Encoding))?);
        }
    }
}

impl<'de> SeqAccess<'de> for HeaderElements<'_, 'de> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(element) = self.next()? else { return Ok(None) };
        let mut nothing = Values::List(Vec::new().into_iter());
        seed.deserialize(ValueDeserializer::new(element.into(), &mut nothing)).map(Some)
    }
}
