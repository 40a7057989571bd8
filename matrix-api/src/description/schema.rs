//! Shapes of types that have a JSON Schema.

use std::sync::PoisonError;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::{
    shape::{Member, Object, Shape, UnknownMembers, Variant},
    shapes::Shapes,
};

impl Shapes {
    /// The shape of a type by its JSON Schema. What a shape cannot say stays a [`Shape::Schema`].
    pub fn of_schema<T: JsonSchema>(&mut self) -> Shape {
        let schemas = self.schemas.get_mut().unwrap_or_else(PoisonError::into_inner);
        let schema = schemas.subschema_for::<T>().to_value();
        let definitions = schemas.definitions().clone();
        let names: BTreeMap<_, _> = definitions
            .keys()
            .map(|name| (name.clone(), self.name_type(&format!("{DEFINITIONS}{name}"), name)))
            .collect();
        for (name, schema) in &definitions {
            if let Some(name) = names.get(name)
                && self.get(name).is_none()
            {
                self.define(name, convert(schema, &names));
            }
        }
        convert(&schema, &names)
    }
}

/// Where schemas refer to.
const DEFINITIONS: &str = "#/$defs/";

/// The known values of a text that may have others.
const EXTENSIBLE: &str = "x-extensible-enum";

/// The names of shapes, by those of the definitions.
type Names = BTreeMap<String, String>;

/// Keywords that say nothing about values.
const ANNOTATIONS: [&str; 9] = [
    "$schema",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
];

fn convert(schema: &Value, names: &Names) -> Shape {
    match schema {
        Value::Bool(true) => Shape::Any,
        Value::Object(keywords) => convert_object(keywords, names)
            .unwrap_or_else(|| Shape::Schema(with_shape_names(schema, names))),
        _ => Shape::Schema(schema.clone()),
    }
}

/// `None` if no shape says as much as the schema.
fn convert_object(keywords: &Map<String, Value>, names: &Names) -> Option<Shape> {
    let of = |name: &str| keywords.get(name);
    if let Some(reference) = of("$ref") {
        only(keywords, &["$ref"])?;
        let name = reference.as_str()?.strip_prefix(DEFINITIONS)?;
        return names.get(name).cloned().map(Shape::Named);
    }
    if let Some(value) = of("const") {
        only(keywords, &["const", "type"])?;
        return Some(Shape::closed_texts([value.as_str()?]));
    }
    if let Some(values) = of("enum") {
        only(keywords, &["enum", "type"])?;
        let values = values.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
        return Some(Shape::closed_texts(values));
    }
    if let Some(alternatives) = of("anyOf").or_else(|| of("oneOf")) {
        only(keywords, &["anyOf", "oneOf"])?;
        let shapes = alternatives.as_array()?.iter().map(|schema| convert(schema, names));
        return Some(one_of(shapes.collect()));
    }
    match of("type") {
        None => only(keywords, &[]).map(|()| Shape::Any),
        Some(Value::String(kind)) => convert_kind(kind, keywords, names),
        Some(Value::Array(kinds)) => {
            let shapes = kinds.iter().map(|kind| match kind.as_str()? {
                "null" => Some(Shape::Null),
                kind => convert_kind(kind, keywords, names),
            });
            Some(Shape::OneOf(shapes.collect::<Option<_>>()?))
        }
        Some(_) => None,
    }
}

/// `None` if there are other keywords that say something about values.
fn only(keywords: &Map<String, Value>, known: &[&str]) -> Option<()> {
    let is_known = |name: &str| known.contains(&name) || ANNOTATIONS.contains(&name);
    keywords.keys().all(|name| is_known(name)).then_some(())
}

fn convert_kind(kind: &str, keywords: &Map<String, Value>, names: &Names) -> Option<Shape> {
    let of = |name: &str| keywords.get(name);
    match kind {
        "null" => only(keywords, &["type"]).map(|()| Shape::Null),
        "boolean" => only(keywords, &["type"]).map(|()| Shape::Boolean),
        "number" => only(keywords, &["type", "format"]).map(|()| Shape::Number),
        "integer" => {
            only(keywords, &["type", "format", "minimum", "maximum"])?;
            let limits = of("format").and_then(Value::as_str).map_or((None, None), limits);
            let given = |name| of(name).and_then(|limit: &Value| limit.as_i64()).map(i128::from);
            let (minimum, maximum) = (given("minimum").or(limits.0), given("maximum").or(limits.1));
            Some(Shape::Integer { minimum, maximum })
        }
        "string" => {
            only(keywords, &["type", "format", EXTENSIBLE])?;
            if let Some(Value::Array(values)) = of(EXTENSIBLE) {
                return Some(Shape::known_texts(values.iter().filter_map(Value::as_str)));
            }
            Some(of("format").and_then(Value::as_str).map_or(Shape::TEXT, Shape::text))
        }
        "array" => convert_array(keywords, names),
        "object" => {
            only(keywords, &["type", "properties", "required", "additionalProperties"])?;
            Some(object(keywords, names))
        }
        _ => None,
    }
}

fn convert_array(keywords: &Map<String, Value>, names: &Names) -> Option<Shape> {
    let of = |name: &str| keywords.get(name);
    let Some(items) = of("prefixItems") else {
        only(keywords, &["type", "items", "uniqueItems"])?;
        return Some(of("items").map_or(Shape::Any, |items| convert(items, names)).list());
    };
    only(keywords, &["type", "prefixItems", "minItems", "maxItems", "items"])?;
    let items: Vec<_> = items.as_array()?.iter().map(|item| convert(item, names)).collect();
    let is_exact = |name| of(name).and_then(Value::as_u64) == u64::try_from(items.len()).ok();
    (is_exact("minItems") && is_exact("maxItems")).then_some(Shape::Tuple(items))
}

fn object(keywords: &Map<String, Value>, names: &Names) -> Shape {
    let others = keywords.get("additionalProperties");
    let Some(Value::Object(properties)) = keywords.get("properties") else {
        return match others {
            Some(Value::Bool(false)) => {
                Shape::Object(Object { members: Vec::new(), unknown: UnknownMembers::Refused })
            }
            others => others.map_or(Shape::Any, |schema| convert(schema, names)).map(),
        };
    };
    let required = keywords.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it == name));
    let members = properties.iter().map(|(name, schema)| {
        let documentation = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        Member {
            required: is_required(name),
            default: schema.get("default").filter(|default| !default.is_null()).cloned(),
            ..Member::optional(name, convert(schema, names)).documented(documentation)
        }
    });
    let unknown = match others {
        None | Some(Value::Bool(true)) => UnknownMembers::Ignored,
        Some(Value::Bool(false)) => UnknownMembers::Refused,
        Some(schema) => UnknownMembers::Kept(Box::new(convert(schema, names))),
    };
    Shape::Object(Object { members: members.collect(), unknown })
}

/// One of several shapes. Objects that all have a member with a value of their own have a tag.
fn one_of(mut shapes: Vec<Shape>) -> Shape {
    // Texts that are documented one by one are one set of texts.
    if shapes.iter().all(|shape| matches!(shape, Shape::Text(text) if text.closed)) {
        let values = shapes.into_iter().flat_map(|shape| match shape {
            Shape::Text(text) => text.values,
            _ => Vec::new(),
        });
        return Shape::closed_texts(values);
    }
    let tag = shapes.first().and_then(|first| {
        let Shape::Object(first) = first else { return None };
        let mut tags = first.members.iter().map(|member| member.name.as_str());
        tags.find(|tag| shapes.iter().all(|shape| tag_value(shape, tag).is_some()))
    });
    let Some(tag) = tag.map(str::to_owned) else {
        return if shapes.len() == 1 { shapes.remove(0) } else { Shape::OneOf(shapes) };
    };
    let variants = shapes.into_iter().filter_map(|shape| {
        let value = tag_value(&shape, &tag)?.to_owned();
        let Shape::Object(mut object) = shape else { return None };
        object.members.retain(|member| member.name != tag);
        Some(Variant::new(value, Shape::Object(object)))
    });
    let variants = variants.collect();
    Shape::Tagged { tag, variants, other: None }
}

/// The only value of an object's member.
fn tag_value<'a>(shape: &'a Shape, tag: &str) -> Option<&'a str> {
    let Shape::Object(object) = shape else { return None };
    let member = object.members.iter().find(|member| member.name == tag && member.required)?;
    match &member.shape {
        Shape::Text(text) if text.closed => match &*text.values {
            [value] => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// The limits of an integer, by the format that schemars writes.
fn limits(format: &str) -> (Option<i128>, Option<i128>) {
    let limits = match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        _ => return (None, None),
    };
    (Some(limits.0), Some(limits.1))
}

/// A schema that refers to shapes by their names, as OpenAPI documents do.
fn with_shape_names(schema: &Value, names: &Names) -> Value {
    match schema {
        Value::Object(keywords) => {
            let keywords = keywords.iter().map(|(keyword, value)| {
                let reference = value.as_str().filter(|_| keyword == "$ref");
                let name = reference.and_then(|it| names.get(it.strip_prefix(DEFINITIONS)?));
                let value = match name {
                    Some(name) => Value::from(format!("#/components/schemas/{name}")),
                    None => with_shape_names(value, names),
                };
                (keyword.clone(), value)
            });
            Value::Object(keywords.collect())
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| with_shape_names(item, names)).collect())
        }
        other => other.clone(),
    }
}
