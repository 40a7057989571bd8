//! The deserializer that offers samples, and notes what is asked for.

use std::{any::type_name, marker::PhantomData};

use serde::de::{DeserializeSeed, Deserializer, Visitor, value::MapDeserializer};
use serde_json::Value;

use super::{
    access::{Ask, Choice, Entry, Items, offer_members},
    error::Refusal,
    plan::{Kind, Members, Plan, Variants},
    probe::Probe,
    samples::{INTEGERS, UNKNOWN},
    session::Session,
};
use crate::description::shape::Shape;

type Result<T> = std::result::Result<T, Refusal>;

/// Offers values by a [`Probe`].
pub(super) enum Probing {}

impl Ask for Probing {
    fn ask<'de, S: DeserializeSeed<'de>>(
        plan: &mut Plan,
        session: &mut Session<'_>,
        depth: usize,
        is_key: bool,
        seed: S,
    ) -> Result<S::Value> {
        let depth = depth + 1;
        session
            .judge(plan, |plan, session| seed.deserialize(Probe { plan, session, depth, is_key }))
    }
}

/// The numbers of items that a list is offered.
const LENGTHS: [usize; 4] = [1, 2, 3, 0];

impl Probe<'_, '_> {
    /// Asks a type with a name.
    fn named<'de, V: Visitor<'de>>(
        mut self,
        name: &'static str,
        kind: impl FnOnce() -> Kind,
        visitor: V,
    ) -> Result<V::Value> {
        self.begin()?;
        let number = self.session.types.number(type_name::<V::Value>(), name, kind);
        let Some(mut kind) = self.session.types.take(number) else {
            return self.settle(Plan::Recursive(number));
        };
        *self.plan = Plan::Type(number);
        let Self { session, depth, .. } = self;
        session.types_around.push(number);
        let read = match &mut kind {
            Kind::Struct(members) => offer_members::<Probing, V>(members, session, depth, visitor),
            Kind::Enum(variants) => {
                let ask = PhantomData::<Probing>;
                visitor.visit_enum(Choice { variants, session, depth, ask })
            }
        };
        session.types_around.pop();
        session.types.put_back(number, kind);
        read
    }

    /// Asks a type that is read from an object, without names.
    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if matches!(self.plan, Plan::Type(_)) {
            return self.named("", || Kind::Struct(Members::unnamed()), visitor);
        }
        let (this, visitor) = match self.announced(visitor) {
            Ok(both) => both,
            Err(result) => return result,
        };
        if !matches!(this.plan, Plan::Map { .. }) {
            *this.plan = Plan::Map { key: Box::default(), value: Box::default(), attempt: 0 };
        }
        let Plan::Map { key, value, attempt } = &mut *this.plan else { return Err(Refusal::Other) };
        let is_left = *attempt == 0 && value.is_alive(&this.session.types);
        let was_settled =
            key.is_settled(&this.session.types) && value.is_settled(&this.session.types);
        this.session.met_identifier = false;
        let read = visitor.visit_map(Entry {
            key,
            value,
            is_left,
            session: &mut *this.session,
            depth: this.depth,
            ask: PhantomData::<Probing>,
        });
        if std::mem::take(&mut this.session.met_identifier) {
            let kind = || Kind::Struct(Members::unnamed());
            let number = this.session.types.number(type_name::<V::Value>(), "", kind);
            return this.settle(Plan::Type(number));
        }
        if this.session.is_stopped {
            return read;
        }
        if !key.is_settled(&this.session.types) {
            // The type asks for no member.
            (**key, **value) = (Plan::Ignored, Plan::Ignored);
            this.session.learned();
        }
        if read.is_err() && was_settled {
            if *attempt > 0 {
                let shape = this.plan.shape(&|_| Shape::Any);
                return this.settle(Plan::Dead(shape));
            }
            *attempt += 1;
            return Err(this.session.stop());
        }
        read
    }
}

macro_rules! numbers {
    ($($method:ident $type:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            // A type without negative numbers that refuses 0 has a larger minimum.
            let shape = |sample: usize| {
                let refused = $type::try_from(sample).unwrap_or_default();
                let minimum = if $type::MIN == 0 { refused } else { $type::MIN };
                Shape::Integer {
                    minimum: i128::try_from(minimum).ok(),
                    maximum: i128::try_from($type::MAX).ok(),
                }
            };
            let sample = |sample| INTEGERS.get(sample).copied().unwrap_or_default();
            self.simple(INTEGERS.len(), shape, |number| {
                visitor.$visit($type::try_from(sample(number)).unwrap_or_default())
            })
        })*
    };
}

macro_rules! simple {
    ($($method:ident $shape:expr, $visit:ident $sample:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.simple(1, |_| $shape, |_| visitor.$visit($sample))
        })*
    };
}

impl<'de> Deserializer<'de> for Probe<'_, '_> {
    type Error = Refusal;

    numbers! {
        deserialize_i8 i8 visit_i8
        deserialize_i16 i16 visit_i16
        deserialize_i32 i32 visit_i32
        deserialize_i64 i64 visit_i64
        deserialize_i128 i128 visit_i128
        deserialize_u8 u8 visit_u8
        deserialize_u16 u16 visit_u16
        deserialize_u32 u32 visit_u32
        deserialize_u64 u64 visit_u64
        deserialize_u128 u128 visit_u128
    }

    simple! {
        deserialize_bool Shape::Boolean, visit_bool true;
        deserialize_f32 Shape::Number, visit_f32 0.5;
        deserialize_f64 Shape::Number, visit_f64 0.5;
        deserialize_char Shape::text("char"), visit_char 'a';
        deserialize_bytes Shape::integer(0, 255).list(), visit_bytes b"a";
        deserialize_byte_buf Shape::integer(0, 255).list(), visit_bytes b"a";
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.simple(1, |_| Shape::Null, |_| visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if !matches!(self.plan, Plan::Ignored) {
            *self.plan = Plan::Ignored;
            self.session.learned();
        }
        visitor.visit_unit()
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_key { self.text(visitor) } else { self.anything(visitor) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_key {
            self.session.met_identifier = true;
            return Err(Refusal::Other);
        }
        match self.plan {
            Plan::Unknown | Plan::Silent => match visitor.visit_str::<Refusal>(UNKNOWN) {
                Err(Refusal::UnknownVariant(names)) => {
                    let sample = names.first().map_or(Value::Null, |name| Value::from(*name));
                    let shape = Shape::closed_texts(names.iter().copied());
                    self.settle(Plan::Announced { shape, sample })
                }
                Err(_) => self.settle(Plan::Text { accepted: Vec::new(), next: 0 }),
                accepted => {
                    *self.plan = Plan::Text { accepted: vec![0], next: 1 };
                    self.session.learned();
                    accepted
                }
            },
            _ => self.text(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        self.begin()?;
        if !matches!(self.plan, Plan::Optional(_)) {
            *self.plan = Plan::Optional(Box::default());
        }
        let Plan::Optional(inner) = self.plan else { return Err(Refusal::Other) };
        let is_left_out = self.session.without_options.is_some()
            && self.session.without_options == self.session.types_around.last().copied();
        if is_left_out || !inner.is_alive(&self.session.types) {
            return visitor.visit_none();
        }
        let depth = self.depth + 1;
        self.session.judge(inner, |plan, session| {
            visitor.visit_some(Probe { plan, session, depth, is_key: false })
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.begin()?;
        if name == RAW_JSON {
            let members = MapDeserializer::new(std::iter::once((RAW_JSON, "null")));
            return self.simple(1, |_| Shape::Any, |_| visitor.visit_map(members));
        }
        let wrapper = type_name::<V::Value>();
        if self.session.wrappers.contains(&wrapper) {
            return self.settle(Plan::Dead(Shape::Any));
        }
        if !matches!(self.plan, Plan::Transparent(_)) {
            *self.plan = Plan::Transparent(Box::default());
        }
        let Plan::Transparent(plan) = self.plan else { return Err(Refusal::Other) };
        self.session.wrappers.push(wrapper);
        let (session, depth) = (&mut *self.session, self.depth + 1);
        let read =
            visitor.visit_newtype_struct(Probe { plan, session, depth, is_key: self.is_key });
        self.session.wrappers.pop();
        read
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        self.begin()?;
        if !matches!(self.plan, Plan::List { .. }) {
            *self.plan = Plan::list();
        }
        let Plan::List { item, attempt, is_settled } = &mut *self.plan else {
            return Err(Refusal::Other);
        };
        let is_alive = item.is_alive(&self.session.types);
        let length = if is_alive { LENGTHS.get(*attempt).copied().unwrap_or(0) } else { 0 };
        let was_known = !is_alive || item.is_settled(&self.session.types);
        let items = std::slice::from_mut(&mut **item);
        let read =
            visitor.visit_seq(Items::<Probing>::new(items, length, self.session, self.depth));
        if self.session.is_stopped || *is_settled {
            return read;
        }
        if read.is_ok() {
            *is_settled = true;
            self.session.learned();
        } else if was_known {
            *attempt += 1;
            if *attempt >= LENGTHS.len() || !is_alive {
                let shape = self.plan.shape(&|_| Shape::Any);
                return self.settle(Plan::Dead(shape));
            }
            return Err(self.session.stop());
        }
        read
    }

    fn deserialize_tuple<V: Visitor<'de>>(mut self, length: usize, visitor: V) -> Result<V::Value> {
        self.begin()?;
        if !matches!(self.plan, Plan::Tuple(_)) {
            *self.plan = Plan::Tuple((0..length).map(|_| Plan::Unknown).collect());
        }
        let Plan::Tuple(items) = self.plan else { return Err(Refusal::Other) };
        visitor.visit_seq(Items::<Probing>::new(items, length, self.session, self.depth))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.named(name, || Kind::Struct(Members::named(fields)), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.named(name, || Kind::Enum(Variants::new(variants)), visitor)
    }
}

/// The name by which serde_json knows its raw values.
const RAW_JSON: &str = "$serde_json::private::RawValue";
