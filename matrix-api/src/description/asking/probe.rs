//! A value that is offered as planned.

use std::any::type_name;

use serde::de::{Deserializer, Visitor, value::MapDeserializer};
use serde_json::Value;

use super::{
    error::Refusal,
    plan::Plan,
    samples::{TEXTS, UNKNOWN, anything},
    session::{MAX_DEPTH, Session},
    tagged::Tagged,
};
use crate::description::shape::Shape;

type Result<T> = std::result::Result<T, Refusal>;

/// Offers a value as planned, and learns about it.
pub(super) struct Probe<'a, 's> {
    pub(super) plan: &'a mut Plan,
    pub(super) session: &'a mut Session<'s>,
    pub(super) depth: usize,
    /// Whether the value is the name of a member.
    pub(super) is_key: bool,
}

impl<'a, 's> Probe<'a, 's> {
    /// Offers a whole value.
    pub(super) fn new(plan: &'a mut Plan, session: &'a mut Session<'s>) -> Self {
        Self { plan, session, depth: 0, is_key: false }
    }

    /// Begins a value, unless it cannot be made.
    pub(super) fn begin(&mut self) -> Result<()> {
        let is_possible = self.session.count_call().is_some() && self.depth < MAX_DEPTH;
        match self.plan {
            Plan::Dead(_) | Plan::Recursive(_) => Err(Refusal::Other),
            _ if is_possible => Ok(()),
            _ => Err(Refusal::Other),
        }
    }

    /// Sets the plan that was found, and ends the attempt.
    pub(super) fn settle<T>(self, plan: Plan) -> Result<T> {
        *self.plan = plan;
        Err(self.session.stop())
    }

    /// Offers a value without parts: the first of some samples that is accepted.
    pub(super) fn simple<T>(
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
        if sample >= samples {
            return self.settle(Plan::Dead(shape(0)));
        }
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
    pub(super) fn announced<'de, V: Visitor<'de>>(
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

    pub(super) fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
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

    /// A type that is read from any value.
    pub(super) fn anything<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (this, visitor) = match self.announced(visitor) {
            Ok(both) => both,
            Err(result) => return result,
        };
        match this.plan {
            Plan::Silent | Plan::TagOf(_) => this.tag(visitor),
            Plan::Tagged(tagged) => {
                tagged.offer().deserialize_any(visitor).map_err(|_| Refusal::Other)
            }
            _ => {
                let samples = (0..).take_while(|number| anything(*number).is_some()).count();
                let visit = |number| {
                    let sample = anything(number).unwrap_or_default();
                    sample.deserialize_any(visitor).map_err(|_| Refusal::Other)
                };
                this.simple(samples, |_| Shape::Any, visit)
            }
        }
    }

    /// Asks a type that is read from any value whether it misses a tag, and which ones it knows.
    pub(super) fn tag<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let known = if let Plan::TagOf(tag) = self.plan { Some(*tag) } else { None };
        let members = known.map(|tag| (tag, UNKNOWN)).into_iter();
        let read = visitor.visit_map(MapDeserializer::<_, Refusal>::new(members));
        let plan = match (known, read.err()) {
            (None, Some(Refusal::Missing(tag))) => Plan::TagOf(tag),
            (Some(tag), Some(Refusal::UnknownVariant(names))) => {
                Plan::Tagged(Tagged::new(tag, names))
            }
            _ => Plan::anything(),
        };
        self.settle(plan)
    }
}

/// Whether a type is known to announce nothing.
fn is_plain<T>() -> bool {
    let name = type_name::<T>();
    name == type_name::<String>() || name == type_name::<Value>()
}
