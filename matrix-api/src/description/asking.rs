//! Asks a type's `Deserialize` for its shape.
//!
//! The type is deserialized again and again. Each time it is offered what it is known to accept, and something
//! new in a few places: an integer, a text of another grammar, an object without one of its members. What it
//! asks for, and what it refuses, is its shape. A shape that cannot be learned is [`Shape::Any`].

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
mod writing;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use self::{
    error::Refusal,
    plan::{Kind, Plan},
    probe::Probe,
    session::Session,
};
use super::{shape::Shape, shapes::Shapes};

impl Shapes {
    /// The shape that the type's own `Deserialize` asks for. If that says nothing, it is [`Shape::Any`].
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
        learn(self, &|probe| T::deserialize(probe).map(|_| None), false)
    }

    /// As [`ask`](Self::ask), for a type that is written, too.
    ///
    /// A member that is left out when it is `None` is then known not to be `null`, and differences between the
    /// two directions are [reported](Self::warnings).
    ///
    /// ```
    /// use matrix_api::description::{Member, Shape, Shapes};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Deserialize, Serialize)]
    /// struct Profile {
    ///     #[serde(skip_serializing_if = "Option::is_none")]
    ///     name: Option<String>,
    ///     avatar: Option<String>,
    ///     #[serde(rename(serialize = "pronoun"))]
    ///     pronouns: String,
    /// }
    ///
    /// let mut shapes = Shapes::new();
    /// shapes.ask_and_compare::<Profile>();
    /// let profile = Shape::object([
    ///     Member::optional("name", Shape::TEXT),
    ///     Member::optional("avatar", Shape::TEXT.or_null()),
    ///     Member::required("pronouns", Shape::TEXT),
    /// ]);
    /// assert_eq!(shapes.get("Profile"), Some(&profile));
    /// let warnings: Vec<_> = shapes.warnings().collect();
    /// assert_eq!(warnings, [
    ///     "`Profile` requires `pronouns` when it is read, but does not write it",
    ///     "`Profile` writes `pronoun`, but does not read it",
    /// ]);
    /// ```
    pub fn ask_and_compare<T: DeserializeOwned + Serialize>(&mut self) -> Shape {
        let attempt = |probe: Probe<'_, '_>| {
            T::deserialize(probe).map(|value| serde_json::to_value(value).ok())
        };
        learn(self, &attempt, true)
    }
}

/// Deserializes a type, and writes what was read, if it can be written.
type Attempt<'a> = &'a dyn Fn(Probe<'_, '_>) -> Result<Option<Value>, Refusal>;

fn learn(shapes: &mut Shapes, attempt: Attempt<'_>, is_compared: bool) -> Shape {
    let mut session = Session::new(shapes);
    let mut plan = Plan::Unknown;
    let run = AssertUnwindSafe(|| {
        explore(&mut plan, &mut session, attempt);
        if is_compared && plan.is_settled(&session.types) {
            compare(&mut plan, &mut session, attempt);
        }
    });
    // Nothing is used after a panic.
    if catch_unwind(run).is_err() {
        return Shape::Any;
    }
    learned::describe(&plan, &session.types, is_compared, session.shapes)
}

/// Deserializes a type until nothing more can be learned.
fn explore(plan: &mut Plan, session: &mut Session<'_>, attempt: Attempt<'_>) {
    loop {
        let progress = session.progress;
        session.is_stopped = false;
        session.met_identifier = false;
        let read = |plan: &mut Plan, session: &mut Session<'_>| {
            attempt(Probe::new(plan, session)).map(drop)
        };
        // The plan has the values that were refused.
        let _ = session.judge(plan, read);
        let is_over = session.progress == progress || session.is_exhausted();
        if is_over || plan.is_settled(&session.types) {
            return;
        }
    }
}

/// Compares what a type writes with what it reads, after all was learned about reading.
fn compare(plan: &mut Plan, session: &mut Session<'_>, attempt: Attempt<'_>) {
    for number in session.types.with_options() {
        session.without_options = Some(number);
        if let Ok(Some(written)) = attempt(Probe::new(plan, session)) {
            let objects = writing::objects(plan, &session.types, &written);
            if let Some((_, object)) = objects.into_iter().find(|(found, _)| *found == number)
                && let Some(members) = session.types.members_mut(number)
            {
                members.learn_left_out(object);
            }
        }
    }
    session.without_options = None;
    if let Ok(Some(written)) = attempt(Probe::new(plan, session)) {
        for (number, object) in writing::objects(plan, &session.types, &written) {
            if let Some(known) = session.types.get(number)
                && let Some(Kind::Struct(members)) = &known.kind
            {
                let name = session.shapes.name_type(known.key, known.name);
                for difference in members.differences(&name, object) {
                    session.shapes.warn(difference);
                }
            }
        }
    }
}
