//! Responses: statuses, headers, redirects and errors.

use matrix_api::{
    EndpointError, IntoHttpError, Problem,
    bytes::Bytes,
    http::{Response, StatusCode},
};
use serde_json::{Value, json};

use crate::document;

mod store {
    matrix_api::ruma_api! {
        metadata {
            description: "Store an object.",
            method: PUT,
            name: "store",
            path: "/store",
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            pub content: String,
        }
        /// The object replaced another one.
        response OK {
            pub version: u8,
        }
        response CREATED {
            /// Where it is.
            #[ruma_api(header = LOCATION)]
            pub location: String,
        }
        response NOT_MODIFIED {}
    }
}

mod redirect {
    matrix_api::ruma_api! {
        metadata {
            description: "Redirect.",
            method: GET,
            name: "redirect",
            path: "/redirect",
            rate_limited: false,
            authentication: AccessTokenOptional,
            status: FOUND,
        }
        request {}
        response {
            #[ruma_api(header = LOCATION)]
            pub location: String,
            #[ruma_api(header = SET_COOKIE)]
            pub cookies: Vec<String>,
        }
        error: matrix_api::Problem
    }
}

mod any_status {
    matrix_api::ruma_api! {
        metadata {
            description: "Answer with any status of a success.",
            method: DELETE,
            name: "any_status",
            path: "/any_status",
            rate_limited: false,
            requires_authentication: false,
            status: NO_CONTENT,
        }
        request {}
        response {
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
        }
        error: super::Unknown
    }
}

mod as_appservice {
    matrix_api::ruma_api! {
        metadata {
            description: "Act as a user.",
            method: GET,
            name: "as_appservice",
            path: "/as_appservice",
            rate_limited: false,
            authentication: AppserviceToken,
        }
        request {}
        response {}
    }
}

/// An error that does not describe itself.
#[derive(Debug)]
pub struct Unknown;

impl std::error::Error for Unknown {}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unknown")
    }
}

impl EndpointError for Unknown {
    fn from_http_response(_: &Response<Bytes>) -> Self {
        Self
    }

    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        Problem::new(StatusCode::NOT_FOUND).try_into_http_response()
    }
}

matrix_api::endpoints! { pub(crate) const RESPONSES = [store, redirect, any_status, as_appservice]; }

fn operation(method: &str, name: &str) -> Value {
    document(RESPONSES)["paths"][format!("/{name}")][method].clone()
}

fn statuses(operation: &Value) -> Vec<&str> {
    operation["responses"].as_object().expect("responses").keys().map(String::as_str).collect()
}

#[test]
fn each_section_is_a_response() {
    let store = operation("put", "store");
    let responses = &store["responses"];
    assert_eq!(responses["200"]["description"], "The object replaced another one.");
    assert_eq!(
        responses["201"],
        json!({
            "description": "Created.",
            "headers": { "Location": {
                "description": "Where it is.",
                "required": true,
                "schema": { "type": "string" },
            } },
            "content": { "application/json": { "schema": { "type": "object" } } },
        }),
    );
    assert_eq!(responses["304"], json!({ "description": "Not Modified." }));
}

#[test]
fn the_statuses_of_errors_are_those_that_are_known() {
    assert_eq!(
        statuses(&operation("put", "store")),
        ["200", "201", "304", "400", "401", "408", "413", "429", "default"],
    );
    assert_eq!(statuses(&operation("get", "redirect")), ["302", "401", "default"]);
    assert_eq!(statuses(&operation("delete", "any_status")), ["204", "2XX", "default"]);
    assert_eq!(statuses(&operation("get", "as_appservice")), ["200", "401", "403", "default"]);
}

#[test]
fn errors_have_the_type_of_the_endpoint() {
    let schema = json!({ "$ref": "#/components/schemas/MatrixError" });
    let content = json!({ "application/json": { "schema": schema } });
    let responses = &operation("put", "store")["responses"];
    assert_eq!(responses["default"], json!({ "description": "An error.", "content": content }));
    assert_eq!(
        responses["429"],
        json!({
            "description": "There were too many requests.",
            "headers": { "Retry-After": {
                "description": "When to try again: in how many seconds, or a date.",
                "schema": { "type": "string" },
            } },
            "content": content,
        }),
    );
    let problem = &operation("get", "redirect")["responses"]["default"]["content"];
    assert_eq!(
        *problem,
        json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }),
    );
    let unknown = &operation("delete", "any_status")["responses"]["default"]["content"];
    assert_eq!(*unknown, json!({ "*/*": {} }));
}

#[test]
fn a_redirect_has_headers_and_no_content() {
    assert_eq!(
        operation("get", "redirect")["responses"]["302"],
        json!({
            "description": "Found.",
            "headers": {
                "Location": { "required": true, "schema": { "type": "string" } },
                "Set-Cookie": { "schema": { "type": "array", "items": { "type": "string" } } },
            },
        }),
    );
}

/// The names are those of the specification's own documents.
#[test]
fn credentials_are_alternatives() {
    let bearer = json!({ "accessTokenBearer": [] });
    let query = json!({ "accessTokenQuery": [] });
    assert_eq!(operation("put", "store")["security"], json!([bearer, query]));
    assert_eq!(operation("get", "redirect")["security"], json!([{}, bearer, query]));
    assert_eq!(operation("delete", "any_status")["security"], json!([]));
    assert_eq!(
        document(RESPONSES)["components"]["securitySchemes"],
        json!({
            "accessTokenBearer": { "type": "http", "scheme": "bearer" },
            "accessTokenQuery": { "type": "apiKey", "name": "access_token", "in": "query" },
        }),
    );
}

#[test]
fn parameters_that_belong_to_credentials_are_listed() {
    let operation = operation("get", "as_appservice");
    let parameters = operation["parameters"].as_array().expect("parameters");
    let names: Vec<&Value> = parameters.iter().map(|parameter| &parameter["name"]).collect();
    assert_eq!(names, ["user_id", "device_id"]);
    assert_eq!(parameters[0].get("required"), None);
}
