//! Responses: [Responses Object](https://spec.openapis.org/oas/v3.1.1.html#responses-object).

use http::StatusCode;

use super::{
    example::Examples, json::JsonObject, operation::Writer, paths::Served, schema::of_type,
};
use crate::{
    endpoints::ResponseDescription,
    metadata::{FieldPlace, Metadata},
};

/// What a client learns from the statuses that a server sends by itself.
const DESCRIPTIONS: &[(u16, &str)] = &[
    (400, "The request is not what the endpoint defines."),
    (401, "The credentials are missing or not valid."),
    (403, "The caller may not do this."),
    (404, "It is not found."),
    (408, "The body did not arrive in time."),
    (413, "The body is too large."),
    (415, "The body has another media type."),
    (429, "There were too many requests. The header `Retry-After` says when to try again."),
];

impl Writer<'_> {
    pub(super) fn responses(&self, endpoint: &Served<'_>, examples: &Examples) -> JsonObject {
        let mut responses = JsonObject::new();
        for response in &endpoint.description.responses {
            self.add_success(response, examples, &mut responses);
        }
        let mut statuses = error_statuses(endpoint.entry.metadata());
        statuses.extend(examples.error_statuses());
        statuses.sort_unstable();
        statuses.dedup();
        for status in statuses {
            let response = self.error(endpoint, status, examples);
            responses.set(status.to_string(), response);
        }
        let default = JsonObject::new()
            .with("description", "An error.")
            .with("content", self.error_content(endpoint, JsonObject::new()));
        responses.with("default", default)
    }

    fn add_success(
        &self,
        response: &ResponseDescription,
        examples: &Examples,
        responses: &mut JsonObject,
    ) {
        let status = response.metadata.status;
        let reason = status.canonical_reason().unwrap_or("A success");
        let description = match response.documentation.trim() {
            "" => format!("{reason}."),
            documentation => documentation.to_owned(),
        };
        let examples = examples.of_response_bodies(status.as_u16());
        let content = match self.body(&response.fields, false) {
            Some(body) => body.into_content(examples),
            None if has_no_body(status) => JsonObject::new(),
            None => json_content(of_type("object"), examples),
        };
        let described = JsonObject::new()
            .with("description", description)
            .with_object("headers", self.headers(&response.fields))
            .with_object("content", content);
        let is_free =
            response.fields.iter().any(|field| field.metadata.place == FieldPlace::Status);
        if is_free {
            let class = format!("{}XX", status.as_u16() / 100);
            responses.set(class, described.clone());
        }
        responses.set(status.as_str(), described);
    }

    fn error(&self, endpoint: &Served<'_>, status: u16, examples: &Examples) -> JsonObject {
        let described = DESCRIPTIONS.iter().find(|(known, _)| *known == status);
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let description = match described {
            Some((_, description)) => (*description).to_owned(),
            None => format!("{}.", reason.unwrap_or("An error")),
        };
        let retry_after = JsonObject::new()
            .with("description", "When to try again: in how many seconds, or a date.")
            .with("schema", of_type("string"));
        let headers =
            JsonObject::new().with_some("Retry-After", (status == 429).then_some(retry_after));
        JsonObject::new()
            .with("description", description)
            .with_object("headers", headers)
            .with("content", self.error_content(endpoint, examples.of_response_bodies(status)))
    }

    fn error_content(&self, _: &Served<'_>, examples: JsonObject) -> JsonObject {
        let properties =
            JsonObject::new().with("errcode", of_type("string")).with("error", of_type("string"));
        let schema =
            of_type("object").with("properties", properties).with("required", vec!["errcode"]);
        json_content(schema, examples)
    }
}

fn json_content(schema: JsonObject, examples: JsonObject) -> JsonObject {
    let media = JsonObject::new().with("schema", schema).with_object("examples", examples);
    JsonObject::new().with("application/json", media)
}

/// Whether a success with the status has no body where the endpoint defines none.
fn has_no_body(status: StatusCode) -> bool {
    status.is_redirection() || matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
}

/// The statuses with which a server refuses requests by itself.
fn error_statuses(metadata: &Metadata) -> Vec<u16> {
    let mut statuses = Vec::new();
    let mut places = metadata.request_fields.iter().map(|field| field.place);
    if places.clone().next().is_some() {
        statuses.push(400);
    }
    if places.any(|place| {
        !matches!(
            place,
            FieldPlace::Path | FieldPlace::Query | FieldPlace::QueryAll | FieldPlace::Header
        )
    }) {
        statuses.extend([408, 413]);
    }
    if metadata.authentication != "NoAuthentication" && metadata.authentication != "NoAccessToken" {
        statuses.push(401);
    }
    if metadata.rate_limited {
        statuses.push(429);
    }
    statuses
}
