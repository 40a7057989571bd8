//! The state of asking a type.

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{
    error::Refusal,
    plan::{Plan, Types},
};
use crate::description::{announcement::take_announced, shapes::Shapes};

/// The state of asking a type, which is deserialized again and again.
///
/// Each time the type is offered what is known to be accepted, and something else in a few places. A sample
/// that is refused ends the attempt, because it cannot be replaced by another one: a visitor is used once.
#[derive(Debug)]
pub(super) struct Session<'s> {
    pub(super) types: Types,
    pub(super) shapes: &'s mut Shapes,
    /// How much was learned.
    pub(super) progress: usize,
    /// Whether this attempt was ended because a sample was refused.
    pub(super) is_stopped: bool,
    /// Whether a key of an object is the name of a field.
    pub(super) met_identifier: bool,
    /// The types with names in which this value is.
    pub(super) types_around: Vec<usize>,
    /// The type whose optional members are offered as `None`.
    pub(super) without_options: Option<usize>,
    /// The wrappers in which this value is.
    pub(super) wrappers: Vec<&'static str>,
    /// How many values may still be asked for.
    calls_left: usize,
}

/// A type that asks for more values is not known.
const MAX_CALLS: usize = 200_000;

/// A type whose values are nested more deeply is not known.
pub(super) const MAX_DEPTH: usize = 48;

impl<'s> Session<'s> {
    pub(super) fn new(shapes: &'s mut Shapes) -> Self {
        Self {
            types: Types::default(),
            shapes,
            progress: 0,
            is_stopped: false,
            met_identifier: false,
            types_around: Vec::new(),
            without_options: None,
            wrappers: Vec::new(),
            calls_left: MAX_CALLS,
        }
    }

    /// Counts a value that was asked for. `None` if there were too many.
    pub(super) fn count_call(&mut self) -> Option<()> {
        self.calls_left = self.calls_left.checked_sub(1)?;
        Some(())
    }

    /// Whether too many values were asked for.
    pub(super) fn is_exhausted(&self) -> bool {
        self.calls_left == 0
    }

    pub(super) fn learned(&mut self) {
        self.progress += 1;
    }

    /// Ends the attempt, after something was learned.
    pub(super) fn stop(&mut self) -> Refusal {
        self.learned();
        self.is_stopped = true;
        Refusal::Other
    }

    /// Reads a value by its plan, and learns whether it is refused after all of it was accepted.
    pub(super) fn judge<T>(
        &mut self,
        plan: &mut Plan,
        read: impl FnOnce(&mut Plan, &mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (progress, was_settled) = (self.progress, plan.is_settled(&self.types));
        let read = read(plan, self);
        if self.is_stopped || self.met_identifier {
            return read;
        }
        if let Plan::Tagged(tagged) = plan
            && !was_settled
        {
            tagged.learn(read.as_ref().err().copied());
            self.learned();
            return read.map_err(|_| self.stop());
        }
        let is_new = plan.is_leaf() && !was_settled;
        let is_lost = matches!(plan, Plan::Dead(_) | Plan::Recursive(_) | Plan::Unmade(_));
        if read.is_err() && !is_lost && (is_new || self.progress == progress) {
            plan.refuse(is_new);
            return Err(self.stop());
        }
        read
    }

    /// Lets a type announce its description, and learns it. `None` if it does not.
    pub(super) fn hear<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Option<Plan> {
        take_announced();
        // The value of a visitor that accepts anything else is not needed.
        let _ = visitor.visit_newtype_struct(Nothing);
        let describe = take_announced()?;
        let shape = describe(self.shapes);
        let sample = self.shapes.sample(&shape);
        Some(Plan::Announced { shape, sample })
    }
}

/// No value.
struct Nothing;

impl<'de> Deserializer<'de> for Nothing {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refusal> {
        Err(Refusal::Other)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
