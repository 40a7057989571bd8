//! Places in a message: the part, and then members and elements.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Element,
}

/// The first step is the part: `path`, `query`, `header` or `body`. A step into a list means its first
/// element.
pub(crate) struct Place<'a> {
    pub(crate) steps: Vec<Step>,
    pub(crate) schema: &'a Value,
}

impl Place<'_> {
    /// The part of the message.
    pub(crate) fn part(&self) -> &str {
        match self.steps.first() {
            Some(Step::Member(part)) => part,
            _ => "",
        }
    }

    /// The place in its part, in the notation of decode errors.
    pub(crate) fn location(&self) -> String {
        let mut location = String::new();
        for step in self.steps.iter().skip(1) {
            match step {
                Step::Element => location.push_str("[0]"),
                Step::Member(name) if name.contains(['.', '/']) => {
                    location.push_str(&format!("[{name:?}]"));
                }
                Step::Member(name) => {
                    if !location.is_empty() {
                        location.push('.');
                    }
                    location.push_str(name);
                }
            }
        }
        location
    }

    /// What another schema says of this place.
    pub(crate) fn find<'a>(&self, schema: &'a Value) -> Option<&'a Value> {
        self.steps.iter().try_fold(schema, |schema, step| match step {
            Step::Member(name) => {
                let others = || crate::example::values_of_map(schema);
                schema.get("properties").and_then(|members| members.get(name)).or_else(others)
            }
            Step::Element => schema.get("items"),
        })
    }

    pub(crate) fn is_member(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Member(_)))
    }

    /// Whether the message has a value here.
    pub(crate) fn is_in(&self, message: &Value) -> bool {
        self.value_in(message).is_some()
    }

    /// The message's value here.
    pub(crate) fn value_in<'a>(&self, message: &'a Value) -> Option<&'a Value> {
        self.steps.iter().try_fold(message, child)
    }

    /// The message with another value here, or without one.
    pub(crate) fn put(&self, message: &Value, value: Option<Value>) -> Value {
        let mut changed = message.clone();
        let (last, before) = self.steps.split_last().expect("a place has steps");
        let parent = before
            .iter()
            .try_fold(&mut changed, |value, step| match step {
                Step::Member(name) => value.get_mut(name),
                Step::Element => value.get_mut(0),
            })
            .expect("the message has the place");
        match (last, value) {
            (Step::Member(name), Some(value)) => {
                parent.as_object_mut().and_then(|object| object.insert(name.clone(), value));
            }
            (Step::Member(name), None) => {
                parent.as_object_mut().and_then(|object| object.remove(name));
            }
            (Step::Element, value) => *parent = value.into_iter().collect(),
        }
        changed
    }
}

fn child<'a>(value: &'a Value, step: &Step) -> Option<&'a Value> {
    match step {
        Step::Member(name) => value.get(name),
        Step::Element => value.get(0),
    }
}

/// Every place in the parts of a message.
pub(crate) fn places(schema: &Value) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    collect(schema, &[], &mut places);
    places.retain(|place| place.steps.len() > 1);
    places
}

fn collect<'a>(schema: &'a Value, steps: &[Step], places: &mut Vec<Place<'a>>) {
    let mut visit = |step: Step, schema: &'a Value| {
        let steps = [steps, &[step]].concat();
        places.push(Place { steps: steps.clone(), schema });
        collect(schema, &steps, places);
    };
    for (name, schema) in crate::facts::properties(schema) {
        visit(Step::Member(name.to_owned()), schema);
    }
    if let Some(items) = schema.get("items") {
        visit(Step::Element, items);
    }
    if let Some(values) = crate::example::values_of_map(schema) {
        visit(Step::Member(crate::example::KEY.to_owned()), values);
    }
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
