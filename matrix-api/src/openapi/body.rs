//! Bodies: [Media Type Object](https://spec.openapis.org/oas/v3.1.1.html#media-type-object).

use super::{
    example::Examples,
    json::{Json, JsonObject},
    schema::{of_type, without_null},
    served::Served,
    writer::Writer,
};
use crate::{
    description::{Object, Shape, UnknownMembers},
    endpoints::FieldDescription,
    metadata::FieldPlace,
};

/// The body of a message.
pub(super) struct Body {
    pub(super) media_type: String,
    /// The Media Type Object.
    pub(super) media: JsonObject,
    /// Whether the message cannot do without it.
    pub(super) required: bool,
}

impl Body {
    pub(super) fn json(schema: JsonObject, required: bool) -> Self {
        let media = JsonObject::new().with_object("schema", schema);
        Self { media_type: "application/json".to_owned(), media, required }
    }

    /// The content with examples.
    pub(super) fn into_content(self, examples: JsonObject) -> JsonObject {
        JsonObject::new().with(self.media_type, self.media.with_object("examples", examples))
    }
}

impl Writer<'_> {
    /// [Request Body Object](https://spec.openapis.org/oas/v3.1.1.html#request-body-object)
    pub(super) fn request_body(
        &self,
        endpoint: &Served<'_>,
        examples: &Examples<'_>,
    ) -> Option<JsonObject> {
        let is_strict = endpoint.description.refuses_unknown_members;
        let body = self.body(&endpoint.description.request, true, is_strict)?;
        let required = body.required;
        let content = body.into_content(examples.of_request_bodies());
        let whole = endpoint.description.request.iter().find(|field| {
            field.metadata.place.is_in_body() && field.metadata.place != FieldPlace::Body
        });
        let body = JsonObject::new()
            .with_markdown("description", whole.map_or("", |field| field.documentation))
            .with("required", required);
        Some(body.with("content", content))
    }

    /// The body that fields make up.
    pub(super) fn body(
        &self,
        fields: &[FieldDescription],
        is_request: bool,
        is_strict: bool,
    ) -> Option<Body> {
        let in_body: Vec<&FieldDescription> =
            fields.iter().filter(|field| field.metadata.place.is_in_body()).collect();
        let first = *in_body.first()?;
        match first.metadata.place {
            FieldPlace::Body => Some(self.object_body(&in_body, is_request, is_strict)),
            FieldPlace::WholeBody => {
                let schema = self.body_schema(first, is_request);
                Some(Body::json(schema, !first.metadata.optional))
            }
            _ => Some(self.raw_body(first, fields, is_request)),
        }
    }

    /// A JSON object with a member for each field, and with the members of flattened fields.
    fn object_body(&self, fields: &[&FieldDescription], is_request: bool, is_strict: bool) -> Body {
        let mut object = ObjectSchema { is_strict, ..ObjectSchema::default() };
        for field in fields {
            if field.flattened {
                self.add_flattened(field, &mut object);
                continue;
            }
            let schema = self.body_schema(field, is_request);
            let schema = schema
                .with_markdown("description", field.documentation)
                .with_flag("deprecated", field.deprecated);
            object.properties.set(field.metadata.name, schema);
            if !field.metadata.optional {
                object.required.push(field.metadata.name);
            }
        }
        let is_required = !object.required.is_empty() || object.needs_more;
        Body::json(object.into_schema(), is_required)
    }

    /// The members of a map are others than the known ones. Those of an object are described by its own schema.
    fn add_flattened(&self, field: &FieldDescription, object: &mut ObjectSchema<'_>) {
        match &field.shape {
            Shape::Any => {}
            Shape::Map(value) => object.others = Some(self.schemas.others(value)),
            Shape::Object(Object { members, unknown: UnknownMembers::Kept(value) })
                if members.is_empty() =>
            {
                object.others = Some(self.schemas.others(value));
            }
            shape => {
                object.needs_more |= !field.metadata.optional && self.has_required(shape);
                object.all_of.push(self.schemas.schema(shape));
            }
        }
    }

    /// Whether an object needs members.
    fn has_required(&self, shape: &Shape) -> bool {
        match self.schemas.resolve(shape) {
            Shape::Object(object) => object.members.iter().any(|member| member.required),
            Shape::Tagged { .. } => true,
            _ => false,
        }
    }

    /// A body that is not JSON. A field for `Content-Type` has its media type.
    fn raw_body(
        &self,
        field: &FieldDescription,
        fields: &[FieldDescription],
        is_request: bool,
    ) -> Body {
        let is_header = |field: &FieldDescription| {
            field.metadata.place == FieldPlace::Header && field.metadata.name == "content-type"
        };
        let known = field.media_type.filter(|_| !fields.iter().any(is_header));
        let media = match (field.metadata.place, without_null(&field.shape)) {
            // OpenAPI 3.2 has `itemSchema` for the values of a stream.
            (FieldPlace::EventStream | FieldPlace::JsonLines, Shape::List(item)) => {
                of_text().with_object("x-itemSchema", self.schemas.schema(&item))
            }
            (FieldPlace::EventStream | FieldPlace::JsonLines, _) => of_text(),
            (_, Shape::Any) if known.is_some_and(|it| it.starts_with("multipart/")) => {
                JsonObject::new().with("schema", of_type("object"))
            }
            _ => JsonObject::new().with_object("schema", self.body_schema(field, is_request)),
        };
        let media_type = known.unwrap_or("*/*").to_owned();
        Body { media_type, media, required: !field.metadata.optional }
    }

    /// The schema of a field in a body. A secret of a request is never in a response.
    fn body_schema(&self, field: &FieldDescription, is_request: bool) -> JsonObject {
        let schema = self.field_schema(field);
        let is_bytes = schema.is_empty() && field.metadata.place != FieldPlace::Body;
        schema.with_flag("writeOnly", field.metadata.secret && is_request && !is_bytes)
    }
}

/// The schema of a JSON object, of the fields that were added.
#[derive(Default)]
struct ObjectSchema<'a> {
    properties: JsonObject,
    required: Vec<&'a str>,
    all_of: Vec<JsonObject>,
    others: Option<Json>,
    /// Whether a flattened field has required members.
    needs_more: bool,
    /// Whether other members are refused.
    is_strict: bool,
}

impl ObjectSchema<'_> {
    fn into_schema(self) -> JsonObject {
        // `additionalProperties` does not know the members that `allOf` describes.
        let others = match self.all_of.is_empty() {
            true => "additionalProperties",
            false => "unevaluatedProperties",
        };
        of_type("object")
            .with_object("properties", self.properties)
            .with_list("required", self.required)
            .with_list("allOf", self.all_of)
            .with_some(others, self.others)
            .with_some("additionalProperties", self.is_strict.then_some(false))
    }
}

fn of_text() -> JsonObject {
    JsonObject::new().with("schema", Json::from(of_type("string")))
}
