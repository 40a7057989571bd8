//! Responses: [Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object).

use http::StatusCode;

use super::{
    body::Body, example::Examples, json::JsonObject, schema::of_type, served::Served,
    writer::Writer,
};
use crate::{
    description::{BodyDescription, Shape},
    endpoints::{EndpointDescription, ResponseDescription},
    metadata::FieldPlace,
};

/// What the statuses say that a server sends by itself.
const DESCRIPTIONS: &[(u16, &str)] = &[
    (400, "The request is not what the endpoint defines."),
    (401, "The credentials are missing or not valid."),
    (403, "The caller may not do this."),
    (404, "It does not exist."),
    (408, "The body did not arrive in time."),
    (413, "The body is too large."),
    (415, "The body has another media type."),
    (429, "There were too many requests."),
];

impl Writer<'_> {
    pub(super) fn responses(&self, endpoint: &Served<'_>, examples: &Examples<'_>) -> JsonObject {
        let description = &endpoint.description;
        let mut responses = JsonObject::new();
        for response in &description.responses {
            self.add_success(response, examples, &mut responses);
        }
        let mut statuses = refusal_statuses(description);
        statuses.extend(description.error.statuses.iter().map(|it| it.status.as_u16()));
        statuses.extend(examples.error_statuses());
        statuses.sort_unstable();
        statuses.dedup();
        for status in statuses {
            responses.set(status.to_string(), self.error(description, status, examples));
        }
        let content = self.error_content(&description.error.body, JsonObject::new());
        responses.with(
            "default",
            JsonObject::new().with("description", "An error.").with("content", content),
        )
    }

    fn add_success(
        &self,
        response: &ResponseDescription,
        examples: &Examples<'_>,
        responses: &mut JsonObject,
    ) {
        let status = response.metadata.status;
        let description = match response.documentation.trim() {
            "" => format!("{}.", status.canonical_reason().unwrap_or("A success")),
            documentation => documentation.to_owned(),
        };
        let examples = examples.of_response_bodies(status.as_u16());
        let content = match self.body(&response.fields, false, response.refuses_unknown_members) {
            Some(body) => body.into_content(examples),
            None if has_no_body(status) => JsonObject::new(),
            None => Body::json(of_type("object"), false).into_content(examples),
        };
        let described = JsonObject::new()
            .with("description", description)
            .with_object("headers", self.headers(&response.fields))
            .with_object("content", content);
        let mut places = response.fields.iter().map(|field| field.metadata.place);
        if places.any(|place| place == FieldPlace::Status) {
            responses.set(format!("{}XX", status.as_u16() / 100), described.clone());
        }
        responses.set(status.as_str(), described);
    }

    /// The error responses with a status.
    fn error(
        &self,
        endpoint: &EndpointDescription,
        status: u16,
        examples: &Examples<'_>,
    ) -> JsonObject {
        let of_type = endpoint.error.statuses.iter().find(|it| it.status == status);
        let documentation = of_type.map_or("", |it| it.documentation.trim());
        let known = DESCRIPTIONS.iter().find(|(known, _)| *known == status).map(|(_, text)| *text);
        let reason = StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason());
        let description = match (documentation, known) {
            ("", Some(known)) => known.to_owned(),
            ("", None) => format!("{}.", reason.unwrap_or("An error")),
            (documentation, _) => documentation.to_owned(),
        };
        let body = of_type.map_or(&endpoint.error.body, |it| &it.body);
        let headers = JsonObject::new().with_some("Retry-After", (status == 429).then(retry_after));
        JsonObject::new()
            .with("description", description)
            .with_object("headers", headers)
            .with("content", self.error_content(body, examples.of_response_bodies(status)))
    }

    fn error_content(&self, body: &BodyDescription, examples: JsonObject) -> JsonObject {
        let media = match &body.shape {
            Shape::Any => JsonObject::new(),
            shape => JsonObject::new().with("schema", self.schemas.schema(shape)),
        };
        let media_type = body.media_type.unwrap_or("*/*").to_owned();
        Body { media_type, media, required: false }.into_content(examples)
    }
}

/// [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
fn retry_after() -> JsonObject {
    JsonObject::new()
        .with("description", "When to try again: in how many seconds, or a date.")
        .with("schema", of_type("string"))
}

/// Whether a success with the status has no body where the endpoint defines none.
fn has_no_body(status: StatusCode) -> bool {
    status.is_redirection() || matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
}

/// The statuses with which a server refuses requests by itself.
fn refusal_statuses(endpoint: &EndpointDescription) -> Vec<u16> {
    let has_media_type = |media_type: &str| media_type != "application/octet-stream";
    let has_body = endpoint.request.iter().any(|field| field.metadata.place.is_in_body());
    let media_types = endpoint.request.iter().filter_map(|field| field.media_type);
    let known = [
        (400, !endpoint.request.is_empty()),
        (401, !endpoint.security.credentials().is_empty()),
        (403, !endpoint.security.parameters().is_empty()),
        (408, has_body),
        (413, has_body),
        (415, media_types.into_iter().any(has_media_type)),
        (429, endpoint.metadata.rate_limited),
    ];
    known.into_iter().filter(|(_, is_sent)| *is_sent).map(|(status, _)| status).collect()
}
