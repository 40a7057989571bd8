//! Places in a message: the part, and then members and elements.

use matrix_api::{DecodeError, endpoints::RecodeError, error::Part};
use serde_json::Value;

use crate::schema::{ANY_NAME, Schema};

/// The first step is the part: `path`, `query`, `header` or `body`. A step into a list is `0`, its first
/// element.
pub(crate) struct Place<'a> {
    steps: Vec<&'a str>,
    pub(crate) schema: &'a Schema,
}

/// Every place in a message, its parts included.
pub(crate) fn places(message: &Schema) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    collect(message, &[], &mut places);
    places
}

fn collect<'a>(schema: &'a Schema, steps: &[&'a str], places: &mut Vec<Place<'a>>) {
    for (step, schema) in schema.children() {
        let steps = [steps, &[step]].concat();
        places.push(Place { steps: steps.clone(), schema });
        collect(schema, &steps, places);
    }
}

impl Place<'_> {
    /// The part of the message.
    pub(crate) fn part(&self) -> &str {
        self.steps[0]
    }

    pub(crate) fn is_part(&self) -> bool {
        self.steps.len() == 1
    }

    pub(crate) fn is_empty_part(&self) -> bool {
        self.is_part() && self.schema.members.is_empty()
    }

    /// Whether this is a field of the endpoint.
    pub(crate) fn is_field(&self) -> bool {
        self.steps.len() == 2
    }

    pub(crate) fn is_element(&self) -> bool {
        self.steps.last() == Some(&"0")
    }

    pub(crate) fn is_value_of_map(&self) -> bool {
        self.steps.last() == Some(&ANY_NAME)
    }

    /// The place in its part, in the notation of decode errors.
    fn location(&self) -> String {
        let mut location = String::new();
        for step in &self.steps[1..] {
            match *step {
                "0" => location.push_str("[0]"),
                name if name.contains(['.', '/']) => location.push_str(&format!("[{name:?}]")),
                name if location.is_empty() => location.push_str(name),
                name => location.push_str(&format!(".{name}")),
            }
        }
        location
    }

    /// The name of the place in findings.
    pub(crate) fn name(&self, message: &str) -> String {
        format!("{message} {} `{}`", self.part(), self.location())
    }

    /// The error, if it is about exactly this place.
    pub(crate) fn error<'a>(&self, failure: &'a RecodeError) -> Option<&'a DecodeError> {
        let RecodeError::Decode(error) = failure else { return None };
        let part = match error.part() {
            Part::Path => "path",
            Part::Query => "query",
            Part::Header => "header",
            _ => "body",
        };
        (part == self.part() && error.location() == self.location()).then_some(error)
    }

    /// What another schema says of this place.
    pub(crate) fn find<'a>(&self, message: &'a Schema) -> Option<&'a Schema> {
        find(&self.steps, message)
    }

    /// Whether the other schema has the place around this one.
    pub(crate) fn has_parent(&self, message: &Schema) -> bool {
        find(&self.steps[..self.steps.len() - 1], message).is_some()
    }

    /// The message's value here.
    pub(crate) fn value<'a>(&self, message: &'a Value) -> Option<&'a Value> {
        message.pointer(&pointer(&self.steps))
    }

    /// The message with another value here, or without one.
    pub(crate) fn put(&self, message: &Value, value: Option<Value>) -> Value {
        let mut changed = message.clone();
        let (last, parent) = self.steps.split_last().expect("a place has steps");
        match (changed.pointer_mut(&pointer(parent)).expect("the message has the place"), value) {
            (Value::Object(members), Some(value)) => {
                members.insert((*last).to_owned(), value);
            }
            (Value::Object(members), None) => {
                members.remove(*last);
            }
            (elements, value) => *elements = value.into_iter().collect(),
        }
        changed
    }
}

fn find<'a>(steps: &[&str], message: &'a Schema) -> Option<&'a Schema> {
    steps.iter().try_fold(message, |schema, step| {
        schema.children().find(|(name, _)| name == step).map(|(_, child)| child)
    })
}

fn pointer(steps: &[&str]) -> String {
    steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}

/// The differences between a message and its decoded and encoded form.
pub(crate) fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare(expected, found, "", &mut differences);
    differences
}

fn compare(expected: &Value, found: &Value, at: &str, differences: &mut Vec<String>) {
    let (Some(before), Some(after)) = (expected.as_object(), found.as_object()) else {
        if expected != found {
            differences.push(format!("`{at}` is changed to {found}"));
        }
        return;
    };
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    for (name, value) in before {
        match after.get(name) {
            Some(other) => compare(value, other, &below(name), differences),
            None => differences.push(format!("`{}` is lost", below(name))),
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        differences.push(format!("`{}` is added", below(name)));
    }
}
