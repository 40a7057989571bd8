//! What an author says about a field: defaults, and that it is deprecated.

use serde_json::{Value, json};

use crate::document;

mod legacy {
    matrix_api::ruma_api! {
        metadata {
            description: "Test.",
            method: POST,
            name: "legacy",
            path: "/legacy",
            rate_limited: false,
            requires_authentication: false,
        }
        /// The request of old clients.
        #[serde(deny_unknown_fields)]
        request {
            #[ruma_api(query)]
            #[serde(default = "crate::fields::ten")]
            pub limit: u8,
            #[ruma_api(query)]
            #[deprecated]
            pub page: Option<u8>,
            #[serde(default)]
            pub tags: Vec<String>,
            #[deprecated]
            pub name: Option<String>,
            #[serde(default)]
            #[ruma_api(secret)]
            pub key: String,
        }
        response {
            #[ruma_api(header = AGE)]
            #[deprecated]
            pub age: Option<u8>,
        }
    }
}

fn ten() -> u8 {
    10
}

matrix_api::endpoints! { pub(crate) const FIELDS = [legacy]; }

fn operation() -> Value {
    document(FIELDS)["paths"]["/legacy"]["post"].clone()
}

#[test]
fn parameters_have_defaults_and_may_be_deprecated() {
    assert_eq!(
        operation()["parameters"],
        json!([
            {
                "name": "limit",
                "in": "query",
                "schema": { "type": "integer", "minimum": 0, "maximum": 255, "default": 10 },
            },
            {
                "name": "page",
                "in": "query",
                "deprecated": true,
                "schema": { "type": "integer", "minimum": 0, "maximum": 255 },
            },
        ]),
    );
    assert_eq!(operation()["responses"]["200"]["headers"]["Age"]["deprecated"], true);
}

/// The default of a secret is not shown.
#[test]
fn members_have_defaults_and_may_be_deprecated() {
    assert_eq!(
        operation()["requestBody"],
        json!({
            "required": false,
            "content": { "application/json": { "schema": {
                "type": "object",
                "properties": {
                    "tags": { "type": "array", "items": { "type": "string" }, "default": [] },
                    "name": { "type": "string", "deprecated": true },
                    "key": { "type": "string", "format": "password", "writeOnly": true },
                },
                "additionalProperties": false,
            } } },
        }),
    );
}

#[test]
fn the_documentation_of_the_request_is_that_of_the_operation() {
    assert_eq!(operation()["summary"], "Test");
    assert_eq!(operation()["description"], "The request of old clients.");
}
