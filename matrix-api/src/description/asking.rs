//! Asks a type's `Deserialize` for its shape.
//!
//! The type is deserialized again and again. Each time it is offered what it is known to accept, and something
//! new in a few places: an integer, a text of another grammar, an object without one of its members. What it
//! asks for, and what it refuses, is its shape. What cannot be learned is [`Shape::Any`].

mod access;
mod deserializer;
mod error;
mod key;
mod learned;
mod members;
mod plan;
mod probe;
mod samples;
mod session;
mod tagged;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::DeserializeOwned;

use self::{error::Refusal, plan::Plan, probe::Probe, session::Session};
use super::{shape::Shape, shapes::Shapes};

impl Shapes {
    /// The shape that the type's own `Deserialize` asks for. What cannot be known is [`Shape::Any`].
    ///
    /// ```
    /// use matrix_api::description::{Member, Shape, Shapes};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Device {
    ///     device_id: String,
    ///     #[serde(default)]
    ///     last_seen: u64,
    /// }
    ///
    /// # let _ = |device: Device| (device.device_id, device.last_seen);
    /// let mut shapes = Shapes::new();
    /// assert_eq!(shapes.ask::<Device>(), Shape::Named("Device".to_owned()));
    /// let device = Shape::object([
    ///     Member::required("device_id", Shape::TEXT),
    ///     Member::optional("last_seen", Shape::integer(0, u64::MAX)),
    /// ]);
    /// assert_eq!(shapes.get("Device"), Some(&device));
    /// ```
    pub fn ask<T: DeserializeOwned>(&mut self) -> Shape {
        learn(self, &|probe| T::deserialize(probe).map(drop))
    }
}

/// Deserializes a type until nothing more can be learned.
fn learn(shapes: &mut Shapes, attempt: &dyn Fn(Probe<'_, '_>) -> Result<(), Refusal>) -> Shape {
    let mut session = Session::new(shapes);
    let mut plan = Plan::Unknown;
    loop {
        let progress = session.progress;
        session.is_stopped = false;
        session.met_identifier = false;
        let read = |plan: &mut Plan, session: &mut Session<'_>| attempt(Probe::new(plan, session));
        let attempt = AssertUnwindSafe(|| session.judge(&mut plan, read));
        // Nothing is used after a panic.
        if catch_unwind(attempt).is_err() {
            return Shape::Any;
        }
        let is_over = session.progress == progress || session.is_exhausted();
        if is_over || plan.is_settled(&session.types) {
            break;
        }
    }
    learned::describe(&plan, &session.types, session.shapes)
}
