//! What a schema says of a value.

use std::collections::BTreeMap;

use serde_json::Value;

/// The name of a member where the schema allows any name.
pub(crate) const ANY_NAME: &str = "example";

#[derive(Clone, Default)]
pub(crate) struct Schema {
    /// The name of the type, if there is one.
    kind: Option<String>,
    /// One of the values, if they are listed.
    pub(crate) listed: Option<String>,
    /// Whether the object must have this member.
    pub(crate) is_required: bool,
    pub(crate) members: BTreeMap<String, Schema>,
    elements: Option<Box<Schema>>,
    /// The members of other names.
    others: Option<Box<Schema>>,
}

impl Schema {
    /// An object of a message, without members.
    pub(crate) fn part() -> Self {
        Self { kind: Some("object".to_owned()), is_required: true, ..Self::default() }
    }

    /// Reads a schema or a reference to one. The members of alternatives are listed together, as the facts
    /// have them: a member is required if all of them require it.
    pub(crate) fn read(schema: &Value, document: &Value) -> Self {
        let target = schema["$ref"].as_str().map(|target| target.trim_start_matches('#'));
        let schema = target.and_then(|target| document.pointer(target)).unwrap_or(schema);
        let read = |schema: &Value| Self::read(schema, document);
        let inner =
            |name: &str| schema.get(name).filter(|it| it.is_object()).map(read).map(Box::new);
        let mut facts = Self {
            kind: list(&schema["type"]).chain([&schema["type"]]).find_map(text),
            listed: text(&schema["enum"][0]),
            elements: inner("items"),
            others: inner("additionalProperties"),
            ..Self::default()
        };
        for (name, member) in object(&schema["properties"]) {
            let is_required = list(&schema["required"]).any(|required| required == name);
            facts.members.insert(name.clone(), read(member).required(is_required));
        }
        // A challenge may be any other error instead.
        let is_other = |schema: &&Value| schema["$ref"] == "#/components/schemas/MatrixError";
        let alternatives = list(&schema["oneOf"]).chain(list(&schema["anyOf"]));
        let alternatives = alternatives.filter(|it| !is_other(it)).map(read).reduce(Self::or);
        list(&schema["allOf"]).map(read).chain(alternatives).fold(facts, Self::and)
    }

    pub(crate) fn required(self, is_required: bool) -> Self {
        Self { is_required, ..self }
    }

    /// The schema of values that have both.
    fn and(mut self, other: Self) -> Self {
        self.kind = self.kind.or(other.kind);
        self.others = self.others.or(other.others);
        for (name, member) in other.members {
            self.members.entry(name).or_insert(member);
        }
        self
    }

    /// The schema of values that have one of the two.
    fn or(mut self, mut other: Self) -> Self {
        for (name, member) in &mut self.members {
            member.is_required &= other.members.get(name).is_some_and(|it| it.is_required);
        }
        for member in other.members.values_mut() {
            member.is_required = false;
        }
        self.and(other)
    }

    pub(crate) fn kind(&self) -> &str {
        self.kind.as_deref().unwrap_or("anything")
    }

    /// Whether the object may have members that it does not list, with any value.
    pub(crate) fn is_open(&self) -> bool {
        self.others.as_ref().is_some_and(|others| others.kind.is_none())
    }

    /// The values in this one, by their step in a [`Place`](crate::place::Place).
    pub(crate) fn children(&self) -> impl Iterator<Item = (&str, &Self)> {
        // An object with named members allows extensions; one without is a map, with values of one type.
        let values = self.others.as_deref();
        let values = values.filter(|it| self.members.is_empty() && it.kind.is_some());
        let members = self.members.iter().map(|(name, member)| (name.as_str(), member));
        members
            .chain(self.elements.as_deref().map(|element| ("0", element)))
            .chain(values.map(|value| (ANY_NAME, value)))
    }
}

pub(crate) fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

pub(crate) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
