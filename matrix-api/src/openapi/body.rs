//! Bodies: [Media Type Object](https://spec.openapis.org/oas/v3.1.1.html#media-type-object).

use super::{
    example::Examples, json::JsonObject, operation::Writer, paths::Served, schema::of_type,
};
use crate::{
    description::{Shape, UnknownMembers},
    endpoints::FieldDescription,
    metadata::FieldPlace,
};

/// The body of a message.
pub(super) struct Body {
    pub(super) media_type: String,
    pub(super) media: JsonObject,
    /// Whether the message cannot do without it.
    pub(super) required: bool,
}

impl Body {
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
        examples: &Examples,
    ) -> Option<JsonObject> {
        let body = self.body(&endpoint.description.request, true)?;
        let required = body.required;
        let content = body.into_content(examples.of_request_bodies());
        Some(JsonObject::new().with("required", required).with("content", content))
    }

    /// The body that fields make up.
    pub(super) fn body(&self, fields: &[FieldDescription], is_request: bool) -> Option<Body> {
        let in_body = |field: &&FieldDescription| is_in_body(field.metadata.place);
        let fields: Vec<&FieldDescription> = fields.iter().filter(in_body).collect();
        let first = fields.first()?;
        match first.metadata.place {
            FieldPlace::Body => Some(self.object_body(&fields, is_request)),
            FieldPlace::WholeBody => Some(Body {
                media_type: "application/json".to_owned(),
                media: JsonObject::new().with("schema", self.secret_schema(first, is_request)),
                required: !first.metadata.optional,
            }),
            _ => Some(self.raw_body(first)),
        }
    }

    /// A JSON object with a member for each field, and with the members of flattened fields.
    fn object_body(&self, fields: &[&FieldDescription], is_request: bool) -> Body {
        let (mut properties, mut required, mut all_of) =
            (JsonObject::new(), Vec::new(), Vec::new());
        let mut others = None;
        let mut needs_flattened = false;
        for field in fields {
            if field.flattened {
                match &field.shape {
                    Shape::Map(value) => others = Some(self.schemas.schema(value)),
                    Shape::Any => {}
                    Shape::Object(object)
                        if matches!(&object.unknown, UnknownMembers::Kept(_))
                            && object.members.is_empty() =>
                    {
                        if let UnknownMembers::Kept(value) = &object.unknown {
                            others = Some(self.schemas.schema(value));
                        }
                    }
                    shape => {
                        needs_flattened |= !field.metadata.optional && self.has_required(shape);
                        all_of.push(self.schemas.schema(shape));
                    }
                }
                continue;
            }
            let schema = self.secret_schema(field, is_request);
            let schema = schema.with_text("description", field.documentation);
            properties.set(field.metadata.name, schema);
            if !field.metadata.optional {
                required.push(field.metadata.name);
            }
        }
        let is_required = !required.is_empty() || needs_flattened;
        let schema = of_type("object")
            .with_object("properties", properties)
            .with_list("required", required)
            .with_list("allOf", all_of)
            .with_object("additionalProperties", others.unwrap_or_default());
        Body {
            media_type: "application/json".to_owned(),
            media: JsonObject::new().with("schema", schema),
            required: is_required,
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

    /// A body that is not JSON.
    fn raw_body(&self, field: &FieldDescription) -> Body {
        let (media_type, media) = match field.metadata.place {
            FieldPlace::EventStream => ("text/event-stream", self.items(field)),
            FieldPlace::JsonLines => ("application/x-ndjson", self.items(field)),
            _ => ("application/octet-stream", JsonObject::new()),
        };
        Body { media_type: media_type.to_owned(), media, required: !field.metadata.optional }
    }

    /// A stream of values. OpenAPI 3.2 has `itemSchema` for it.
    fn items(&self, field: &FieldDescription) -> JsonObject {
        JsonObject::new()
            .with("schema", of_type("string"))
            .with("x-itemSchema", self.schemas.schema(&field.shape))
    }

    /// The schema of a field in a body. A secret of a request is never in a response.
    fn secret_schema(&self, field: &FieldDescription, is_request: bool) -> JsonObject {
        let schema = self.field_schema(field);
        schema.with_flag("writeOnly", field.metadata.secret && is_request)
    }
}

fn is_in_body(place: FieldPlace) -> bool {
    matches!(place, FieldPlace::Body | FieldPlace::WholeBody | FieldPlace::RawBody)
        || place.is_streamed()
}
