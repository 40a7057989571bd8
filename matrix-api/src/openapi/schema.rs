//! From shapes to schemas: [JSON Schema 2020-12](https://json-schema.org/draft/2020-12/json-schema-validation),
//! as OpenAPI 3.1 has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Number;

use super::json::{Json, JsonObject};
use crate::description::{Member, Object, Shape, Shapes, Text, UnknownMembers, Variant};

/// Where the schemas with names are.
const PREFIX: &str = "#/components/schemas/";

/// Makes schemas, and names those that a document refers to.
pub(super) struct Schemas<'a> {
    shapes: &'a Shapes,
    /// The name of each named shape in the document.
    names: BTreeMap<&'a str, String>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(shapes: &'a Shapes) -> Self {
        let (mut names, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for (name, _) in shapes.iter() {
            let valid = component_name(name);
            let numbered = (2..).map(|number| format!("{valid}_{number}"));
            let free =
                std::iter::once(valid.clone()).chain(numbered).find(|it| taken.insert(it.clone()));
            names.insert(name, free.unwrap_or(valid));
        }
        Self { shapes, names }
    }

    /// The schema of a shape.
    pub(super) fn schema(&self, shape: &Shape) -> JsonObject {
        match shape {
            Shape::Null => of_type("null"),
            Shape::Boolean => of_type("boolean"),
            Shape::Integer { minimum, maximum } => of_type("integer")
                .with_some("minimum", minimum.and_then(number))
                .with_some("maximum", maximum.and_then(number)),
            Shape::Number => of_type("number"),
            Shape::Text(text) => text_schema(text),
            Shape::List(item) => of_type("array").with("items", self.schema(item)),
            Shape::Tuple(items) => tuple(items.iter().map(|item| self.schema(item)).collect()),
            Shape::Map(value) => of_type("object").with("additionalProperties", self.others(value)),
            Shape::Object(object) => self.object(object),
            Shape::Tagged { tag, variants, other } => self.tagged(tag, variants, other.as_deref()),
            Shape::OneOf(shapes) => self.one_of(shapes),
            Shape::Named(name) => self.reference(name),
            Shape::Any => JsonObject::new(),
            Shape::Schema(schema) => match Json::from(schema.clone()) {
                Json::Object(schema) => schema,
                _ => JsonObject::new(),
            },
        }
    }

    /// The shape, or the one that it refers to.
    pub(super) fn resolve<'s>(&'s self, shape: &'s Shape) -> &'s Shape {
        self.shapes.resolve(shape)
    }

    /// The schemas to which a part of the document refers, and those to which they refer, by name.
    pub(super) fn used_by(&self, document: &Json) -> JsonObject {
        let mut used = BTreeMap::new();
        let mut found = BTreeSet::new();
        find_references(document, &mut found);
        while let Some(name) = found.pop_first() {
            let Some((shape, _)) = self.names.iter().find(|(_, valid)| **valid == name) else {
                continue;
            };
            let schema = Json::from(self.schema(self.shapes.get(shape).unwrap_or(&Shape::Any)));
            let mut inner = BTreeSet::new();
            find_references(&schema, &mut inner);
            used.insert(name, schema);
            found.extend(inner.into_iter().filter(|name| !used.contains_key(name)));
        }
        let mut schemas = JsonObject::new();
        used.into_iter().for_each(|(name, schema)| schemas.set(name, schema));
        schemas
    }

    fn reference(&self, name: &str) -> JsonObject {
        match self.names.get(name) {
            Some(valid) => JsonObject::new().with("$ref", format!("{PREFIX}{valid}")),
            None => JsonObject::new(),
        }
    }

    fn object(&self, object: &Object) -> JsonObject {
        let (mut properties, mut required) = (JsonObject::new(), Vec::new());
        for member in &object.members {
            properties.set(member.name.clone(), self.member(member));
            if member.required {
                required.push(member.name.as_str());
            }
        }
        let schema =
            of_type("object").with_object("properties", properties).with_list("required", required);
        match &object.unknown {
            UnknownMembers::Ignored => schema,
            UnknownMembers::Refused => schema.with("additionalProperties", false),
            UnknownMembers::Kept(value) => schema.with("additionalProperties", self.others(value)),
        }
    }

    /// The members that a type keeps without knowing them.
    pub(super) fn others(&self, value: &Shape) -> Json {
        match value {
            Shape::Any => Json::from(true),
            value => Json::from(self.schema(value)),
        }
    }

    fn member(&self, member: &Member) -> JsonObject {
        self.schema(&member.shape)
            .with_markdown("description", &member.documentation)
            .with_some("default", member.default.clone())
    }

    /// Each variant has the member that distinguishes it. With another tag, it is the other shape.
    fn tagged(&self, tag: &str, variants: &[Variant], other: Option<&Shape>) -> JsonObject {
        let with_tag = |schema: JsonObject, value: JsonObject| {
            let tags = JsonObject::new().with(tag, value);
            of_type("object")
                .with_some("title", schema.get("title").cloned())
                .with("properties", tags)
                .with("required", vec![tag])
        };
        let known = variants.iter().map(|Variant { tag: value, shape, .. }| {
            let titled = JsonObject::new().with("title", value.as_str());
            let tagged = with_tag(titled, of_type("string").with("const", value.as_str()));
            self.with_members(tagged, shape)
        });
        let mut alternatives: Vec<JsonObject> = known.collect();
        if let Some(other) = other {
            let tags: Vec<&str> = variants.iter().map(|variant| variant.tag.as_str()).collect();
            let not_known = JsonObject::new().with("enum", tags);
            let value = of_type("string").with("not", not_known);
            alternatives.push(self.with_members(with_tag(JsonObject::new(), value), other));
        }
        JsonObject::new().with("oneOf", alternatives)
    }

    /// An object schema together with the members of a shape.
    fn with_members(&self, mut schema: JsonObject, shape: &Shape) -> JsonObject {
        if *shape == Shape::Any {
            return schema;
        }
        let Shape::Object(object) = shape else {
            return schema.with("allOf", vec![self.schema(shape)]);
        };
        let own = self.object(object);
        for (name, value) in own {
            match (schema.get_mut(&name), value) {
                (Some(Json::Object(properties)), Json::Object(more)) => {
                    more.into_iter().for_each(|(name, value)| properties.set(name, value));
                }
                (Some(Json::List(required)), Json::List(more)) => required.extend(more),
                (Some(_), _) => {}
                (None, value) => schema.set(name, value),
            }
        }
        schema
    }

    fn one_of(&self, shapes: &[Shape]) -> JsonObject {
        let others: Vec<&Shape> = shapes.iter().filter(|shape| **shape != Shape::Null).collect();
        if let ([only], true) = (&*others, others.len() < shapes.len()) {
            return nullable(self.schema(only));
        }
        let schemas: Vec<JsonObject> = shapes.iter().map(|shape| self.schema(shape)).collect();
        JsonObject::new().with("anyOf", schemas)
    }
}

/// A schema that also accepts `null`.
fn nullable(mut schema: JsonObject) -> JsonObject {
    if schema.is_empty() {
        return schema;
    }
    let Some(Json::Text(name)) = schema.get("type").cloned() else {
        return JsonObject::new().with("anyOf", vec![schema, of_type("null")]);
    };
    schema.set("type", vec![name.as_str(), "null"]);
    if let Some(Json::List(values)) = schema.get_mut("enum") {
        values.push(Json::Null);
    }
    schema
}

/// The shape of a value without `null`: an absent one is left out.
pub(super) fn without_null(shape: &Shape) -> Shape {
    let Shape::OneOf(shapes) = shape else { return shape.clone() };
    let mut others: Vec<&Shape> = shapes.iter().filter(|shape| **shape != Shape::Null).collect();
    match others.pop() {
        Some(only) if others.is_empty() => only.clone(),
        _ => shape.clone(),
    }
}

/// A list with a schema for each of its items.
fn tuple(items: Vec<JsonObject>) -> JsonObject {
    let length = Number::from(items.len());
    of_type("array")
        .with("prefixItems", items)
        .with("minItems", length.clone())
        .with("maxItems", length)
}

/// The values of an open list are not an `enum`, which would refuse the others.
fn text_schema(text: &Text) -> JsonObject {
    let schema = of_type("string").with_markdown("format", text.format.as_deref().unwrap_or(""));
    let values: Vec<&str> = text.values.iter().map(String::as_str).collect();
    if values.is_empty() {
        schema
    } else if text.closed {
        schema.with("enum", values)
    } else {
        let first = values.iter().take(1).copied().collect();
        schema.with_list("examples", first).with("x-extensible-enum", values)
    }
}

pub(super) fn of_type(name: &str) -> JsonObject {
    JsonObject::new().with("type", name)
}

/// A limit, if JSON libraries can read it.
fn number(limit: i128) -> Option<Number> {
    let negative = || i64::try_from(limit).map(Number::from);
    u64::try_from(limit).map(Number::from).or_else(|_| negative()).ok()
}

/// A name of which every character is allowed for the key of a component.
fn component_name(name: &str) -> String {
    let is_allowed =
        |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let parts = name.split(|character| !is_allowed(character)).filter(|part| !part.is_empty());
    let valid = parts.collect::<Vec<_>>().join("_");
    if valid.is_empty() { "Schema".to_owned() } else { valid }
}

/// The names of all schemas to which a value refers.
fn find_references(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::List(list) => list.iter().for_each(|item| find_references(item, found)),
        Json::Object(object) => {
            for (name, value) in object.iter() {
                if let (true, Json::Text(target)) = (name == "$ref", value) {
                    found.extend(target.strip_prefix(PREFIX).map(str::to_owned));
                }
                find_references(value, found);
            }
        }
        _ => {}
    }
}
