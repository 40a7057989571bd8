//! The deserializer that offers samples, and notes what is asked for.

use std::{any::type_name, marker::PhantomData};

use serde::de::{DeserializeSeed, Deserializer, Visitor, value::MapDeserializer};
use serde_json::Value;

use super::{
    access::{Ask, Choice, Entry, Items, offer_members},
    error::Refusal,
    plan::{Kind, Members, Plan, Variants},
    samples::{TEXTS, UNKNOWN},
    session::{MAX_DEPTH, Session},
};
use crate::description::shape::Shape;

type Result<T> = std::result::Result<T, Refusal>;

/// Offers a value as planned, and learns about it.
pub(super) struct Probe<'a, 's> {
    plan: &'a mut Plan,
    session: &'a mut Session<'s>,
    depth: usize,
    /// Whether the value is the name of a member.
    is_key: bool,
}

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
        seed.deserialize(Probe { plan, session, depth: depth + 1, is_key })
    }
}

/// The numbers of items that a list is offered.
const LENGTHS: [usize; 4] = [1, 2, 3, 0];

/// The texts that are offered to a type that is read from anything, and other values.
const ANYTHING: usize = 7;

impl<'a, 's> Probe<'a, 's> {
    /// Offers a whole value.
    pub(super) fn new(plan: &'a mut Plan, session: &'a mut Session<'s>) -> Self {
        Self { plan, session, depth: 0, is_key: false }
    }

    /// Begins a value, unless it cannot be made.
    fn begin(&mut self) -> Result<()> {
        let is_possible = self.session.count_call().is_some() && self.depth < MAX_DEPTH;
        match self.plan {
            Plan::Dead(_) | Plan::Recursive(_) => Err(Refusal::Other),
            _ if is_possible => Ok(()),
            _ => Err(Refusal::Other),
        }
    }

    /// Sets the plan that was found, and ends the attempt.
    fn settle<T>(self, plan: Plan) -> Result<T> {
        *self.plan = plan;
        Err(self.session.stop())
    }

    /// Offers a value without parts: the first of some samples that is accepted.
    fn simple<T>(
        mut self,
        samples: usize,
        shape: impl FnOnce(usize) -> Shape,
        visit: impl FnOnce(usize) -> Result<T>,
    ) -> Result<T> {
        self.begin()?;
        let (sample, was_settled) = match self.plan {
            Plan::Simple { sample, is_settled, .. } => (*sample, *is_settled),
            _ => (0, false),
        };
        match visit(sample) {
            Ok(value) => {
                if !was_settled {
                    *self.plan = Plan::Simple { shape: shape(sample), sample, is_settled: true };
                    self.session.learned();
                }
                Ok(value)
            }
            Err(refusal) if was_settled => Err(refusal),
            Err(_) if sample + 1 < samples => {
                let (shape, sample) = (Shape::Any, sample + 1);
                self.settle(Plan::Simple { shape, sample, is_settled: false })
            }
            Err(_) => self.settle(Plan::Dead(shape(sample))),
        }
    }

    /// Lets the type announce its description first. `Ok` has the visitor back if it does not.
    fn announced<'de, V: Visitor<'de>>(
        mut self,
        visitor: V,
    ) -> std::result::Result<(Self, V), Result<V::Value>> {
        self.begin().map_err(Err)?;
        match self.plan {
            Plan::Announced { sample, .. } => {
                let read = sample.clone().deserialize_any(visitor);
                if read.is_err() {
                    let shape = self.plan.shape(&|_| Shape::Any);
                    return Err(self.settle(Plan::Dead(shape)));
                }
                Err(read.map_err(|_| Refusal::Other))
            }
            Plan::Unknown if !is_plain::<V::Value>() => {
                let plan = self.session.hear(visitor).unwrap_or(Plan::Silent);
                Err(self.settle(plan))
            }
            _ => Ok((self, visitor)),
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (this, visitor) = match self.announced(visitor) {
            Ok(both) => both,
            Err(result) => return result,
        };
        if !matches!(this.plan, Plan::Text { .. }) {
            *this.plan = Plan::Text { accepted: Vec::new(), next: 0 };
        }
        let is_settled = this.plan.is_settled(&this.session.types);
        let Plan::Text { accepted, next } = this.plan else { return Err(Refusal::Other) };
        let offered = if is_settled { accepted.first().copied() } else { Some(*next) };
        let text = offered.and_then(|offered| TEXTS.get(offered)).ok_or(Refusal::Other)?;
        let read = visitor.visit_str(text);
        if is_settled {
            return read;
        }
        if read.is_ok() {
            accepted.push(*next);
        }
        *next += 1;
        if *next == TEXTS.len() && accepted.is_empty() {
            *this.plan = Plan::Dead(Shape::TEXT);
        }
        this.session.learned();
        read.map_err(|_| this.session.stop())
    }

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
        let read = match &mut kind {
            Kind::Struct(members) => offer_members::<Probing, V>(members, session, depth, visitor),
            Kind::Enum(variants) => {
                let ask = PhantomData::<Probing>;
                visitor.visit_enum(Choice { variants, session, depth, ask })
            }
        };
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

    /// A type that is read from any value.
    fn anything<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (this, visitor) = match self.announced(visitor) {
            Ok(both) => both,
            Err(result) => return result,
        };
        let sample = |sample| match sample {
            0 => Value::from(super::samples::PLAIN),
            1 => Value::from(0),
            2 => Value::from(true),
            3 => Value::from(0.5),
            4 => Value::Array(Vec::new()),
            5 => Value::Object(serde_json::Map::new()),
            _ => Value::Null,
        };
        let visit = |number| sample(number).deserialize_any(visitor).map_err(|_| Refusal::Other);
        this.simple(ANYTHING, |_| Shape::Any, visit)
    }
}

/// Whether a type is known to announce nothing.
fn is_plain<T>() -> bool {
    let name = type_name::<T>();
    name == type_name::<String>() || name == type_name::<Value>()
}

macro_rules! numbers {
    ($($method:ident $type:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            // A type that refuses 0 has no smaller number if it has no negative ones.
            let shape = |sample| {
                let minimum = if sample > 0 && $type::MIN == 0 { 1 } else { $type::MIN };
                Shape::Integer {
                    minimum: i128::try_from(minimum).ok(),
                    maximum: i128::try_from($type::MAX).ok(),
                }
            };
            self.simple(2, shape, |sample| visitor.$visit(if sample == 0 { 0 } else { 1 }))
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
        deserialize_char Shape::TEXT, visit_char 'a';
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
        if inner.is_alive(&self.session.types) {
            visitor.visit_some(Probe {
                plan: inner,
                session: self.session,
                depth: self.depth + 1,
                is_key: false,
            })
        } else {
            visitor.visit_none()
        }
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
