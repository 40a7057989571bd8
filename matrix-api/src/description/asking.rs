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
mod samples;
mod session;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::DeserializeOwned;

use self::{deserializer::Probe, plan::Plan, session::Session};
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
        learn(self, &|probe| drop(T::deserialize(probe)))
    }
}

/// Deserializes a type until nothing more can be learned.
fn learn(shapes: &mut Shapes, attempt: &dyn Fn(Probe<'_, '_>)) -> Shape {
    let mut session = Session::new(shapes);
    let mut plan = Plan::Unknown;
    loop {
        let progress = session.progress;
        session.is_stopped = false;
        let probe = Probe::new(&mut plan, &mut session);
        // Nothing is used after a panic.
        if catch_unwind(AssertUnwindSafe(|| attempt(probe))).is_err() {
            return Shape::Any;
        }
        if plan.is_settled(&session.types) || session.progress == progress {
            break;
        }
    }
    learned::describe(&plan, &session.types, session.shapes)
}
