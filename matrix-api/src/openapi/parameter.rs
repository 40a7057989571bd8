//! Fields of the path, the query and the headers:
//! [Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object).

use super::{
    example::Examples,
    json::{Json, JsonObject},
    schema::{of_type, without_null},
    security,
    served::{PathForm, Served},
    settings::without_letter,
    writer::Writer,
};
use crate::{
    description::{Member, Object, Shape, UnknownMembers},
    endpoints::FieldDescription,
    metadata::FieldPlace,
};

/// The headers that OpenAPI does not take for parameters.
const NO_PARAMETERS: &[&str] = &["accept", "authorization", "content-type"];

impl Writer<'_> {
    pub(super) fn parameters(
        &self,
        endpoint: &Served<'_>,
        form: &PathForm<'_>,
        examples: &Examples<'_>,
    ) -> Vec<JsonObject> {
        let mut parameters = Vec::new();
        for field in &endpoint.description.request {
            match field.metadata.place {
                FieldPlace::Path => {
                    let mut names = form.names.iter();
                    let name = names.find(|(name, _)| is_placeholder(name, field.metadata.name));
                    if let Some((_, name)) = name {
                        let is_rest = endpoint.template.rest() == Some(field.metadata.name);
                        parameters.push(self.path_parameter(field, name, is_rest, examples));
                    }
                }
                FieldPlace::Query => parameters.push(self.query_parameter(field, examples)),
                FieldPlace::QueryAll => parameters.extend(self.whole_query(field, examples)),
                FieldPlace::Header if !NO_PARAMETERS.contains(&field.metadata.name) => {
                    parameters.push(self.header_parameter(field, examples));
                }
                _ => {}
            }
        }
        for (name, parameter) in security::parameters(endpoint.description.security) {
            if !parameters.iter().any(|other| is_query(other, name)) {
                parameters.push(parameter);
            }
        }
        parameters
    }

    /// The headers of a response, by name: [Header Object](https://spec.openapis.org/oas/v3.1.1.html#header-object).
    pub(super) fn headers(&self, fields: &[FieldDescription]) -> JsonObject {
        let mut headers = JsonObject::new();
        for field in fields.iter().filter(|field| field.metadata.place == FieldPlace::Header) {
            if field.metadata.name != "content-type" {
                let header = JsonObject::new()
                    .with_markdown("description", field.documentation)
                    .with_flag("required", self.is_required(field))
                    .with_flag("deprecated", field.deprecated)
                    .with("schema", self.parameter_schema(field));
                headers.set(header_name(field.metadata.name), header);
            }
        }
        headers
    }

    fn path_parameter(
        &self,
        field: &FieldDescription,
        name: &str,
        is_rest: bool,
        examples: &Examples<'_>,
    ) -> JsonObject {
        let rest = "The rest of the path: segments with `/` between them.";
        let description = match (is_rest, field.documentation) {
            (true, "") => rest.to_owned(),
            (true, documentation) => format!("{documentation}\n\n{rest}"),
            (false, documentation) => documentation.to_owned(),
        };
        // A list of segments is one text: `/` between its items is not a style of OpenAPI.
        let schema = if is_rest { of_type("string") } else { self.parameter_schema(field) };
        let examples = examples.of_path(field.metadata.name, &schema);
        parameter(name, "path", &description)
            .with("required", true)
            .with_flag("deprecated", field.deprecated)
            .with("schema", schema)
            .with_object("examples", examples)
    }

    fn query_parameter(&self, field: &FieldDescription, examples: &Examples<'_>) -> JsonObject {
        let is_list = self.is_list(&field.shape);
        let schema = self.parameter_schema(field);
        let examples = examples.of_query(field.metadata.name, &schema, is_list);
        parameter(field.metadata.name, "query", field.documentation)
            .with_flag("required", self.is_required(field))
            .with_flag("deprecated", field.deprecated)
            .with_some("style", is_list.then_some("form"))
            .with_some("explode", is_list.then_some(true))
            .with("schema", schema)
            .with_object("examples", examples)
    }

    fn header_parameter(&self, field: &FieldDescription, examples: &Examples<'_>) -> JsonObject {
        let is_list = self.is_list(&field.shape);
        let schema = self.parameter_schema(field);
        let examples = examples.of_header(field.metadata.name, &schema, is_list);
        parameter(&header_name(field.metadata.name), "header", field.documentation)
            .with_flag("required", self.is_required(field))
            .with_flag("deprecated", field.deprecated)
            .with_some("style", is_list.then_some("simple"))
            .with_some("explode", is_list.then_some(false))
            .with("schema", schema)
            .with_object("examples", examples)
    }

    /// A struct is one parameter for each member, and a map is a parameter whose members are parameters: that is
    /// what the style `form` with `explode` means.
    fn whole_query(&self, field: &FieldDescription, examples: &Examples<'_>) -> Vec<JsonObject> {
        let map = |schema: JsonObject| {
            parameter(field.metadata.name, "query", field.documentation)
                .with("style", "form")
                .with("explode", true)
                .with("schema", schema)
        };
        let Shape::Object(object) = self.schemas.resolve(&field.shape) else {
            return vec![map(self.field_schema(field))];
        };
        let is_optional = field.metadata.optional;
        let member = |member: &Member| self.member_parameter(member, is_optional, examples);
        let mut parameters: Vec<JsonObject> = object.members.iter().map(member).collect();
        if let UnknownMembers::Kept(value) = &object.unknown {
            let others =
                Object { unknown: UnknownMembers::Kept(value.clone()), ..Object::default() };
            parameters.push(map(self.schemas.schema(&Shape::Object(others))));
        }
        parameters
    }

    fn member_parameter(
        &self,
        member: &Member,
        is_optional: bool,
        examples: &Examples<'_>,
    ) -> JsonObject {
        let is_list = self.is_list(&member.shape);
        let schema = self.schemas.schema(&without_null(&member.shape));
        let examples = examples.of_query(&member.name, &schema, is_list);
        parameter(&member.name, "query", &member.documentation)
            .with_flag("required", member.required && !is_list && !is_optional)
            .with("schema", schema)
            .with_object("examples", examples)
    }

    /// A list that is absent is read as empty.
    fn is_required(&self, field: &FieldDescription) -> bool {
        !field.metadata.optional && !self.is_list(&field.shape)
    }

    fn is_list(&self, shape: &Shape) -> bool {
        matches!(self.schemas.resolve(&without_null(shape)), Shape::List(_))
    }

    /// The schema of a field in the path, the query or the headers.
    fn parameter_schema(&self, field: &FieldDescription) -> JsonObject {
        self.field_schema(&FieldDescription { shape: without_null(&field.shape), ..field.clone() })
    }

    /// The schema of a field: its shape, its default, and whether it is a secret.
    pub(super) fn field_schema(&self, field: &FieldDescription) -> JsonObject {
        let mut schema = self.schemas.schema(&field.shape);
        if field.metadata.secret
            && schema.get("type") == Some(&Json::from("string"))
            && schema.get("format").is_none()
        {
            schema.set("format", "password");
        }
        schema
            .with_some("default", field.default.clone())
            .with_some("x-addedInMatrixVersion", field.since.map(without_letter))
    }
}

/// Whether the text in the braces of a placeholder stands for a field.
fn is_placeholder(placeholder: &str, field: &str) -> bool {
    placeholder.strip_suffix("..").unwrap_or(placeholder) == field
}

/// Whether a parameter of the query has the name.
fn is_query(parameter: &JsonObject, name: &str) -> bool {
    let has = |member: &str, value: &str| parameter.get(member) == Some(&Json::from(value));
    has("in", "query") && has("name", name)
}

fn parameter(name: &str, place: &str, description: &str) -> JsonObject {
    JsonObject::new().with("name", name).with("in", place).with_markdown("description", description)
}

/// The name of a header as people write it: `Retry-After`.
fn header_name(name: &str) -> String {
    let capitalize = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capitalize).collect::<Vec<_>>().join("-")
}
