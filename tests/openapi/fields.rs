//! What an author says about a field: defaults, and that it is deprecated.

use serde_json::{Value, json};

use matrix_api::{MatrixVersion, openapi::OpenApi};

use crate::{document, written};

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

mod renewed {
    matrix_api::ruma_api! {
        metadata {
            description: "Test.",
            method: POST,
            name: "renewed",
            history: {
                1.1 => "/v3/renewed",
            },
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// The name.
            #[ruma_api(since = "1.5")]
            pub name: Option<String>,
            #[ruma_api(query, since = "1.7")]
            pub limit: Option<u8>,
        }
        response {
            #[ruma_api(since = "1.5")]
            pub note: Option<String>,
            pub text: Option<String>,
        }
        example "a note" { response { 200 { "note": "new", "text": "old" } } }
    }
}

fn ten() -> u8 {
    10
}

matrix_api::endpoints! { pub(crate) const FIELDS = [legacy, renewed]; }

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

/// The key is that of the specification's own documents.
#[test]
fn a_field_is_in_the_documents_of_the_versions_that_have_it() {
    let at = |version| {
        let document =
            written(&FIELDS, &OpenApi::new("Test").version(version)).expect("a document");
        document["paths"]["/v3/renewed"]["post"].clone()
    };
    let members = |content: &Value| content["application/json"]["schema"]["properties"].clone();
    let name = json!({
        "type": "string",
        "x-addedInMatrixVersion": "1.5",
        "description": "The name.",
    });

    let older = at(MatrixVersion::V1_4);
    assert_eq!(older.get("parameters"), None);
    assert_eq!(older.get("requestBody"), None);
    let response = &older["responses"]["200"]["content"];
    assert_eq!(members(response), json!({ "text": { "type": "string" } }));
    let example =
        |content: &Value| content["application/json"]["examples"]["a_note"]["value"].clone();
    assert_eq!(example(response), json!({ "text": "old" }));

    let newer = at(MatrixVersion::V1_7);
    assert_eq!(newer["parameters"][0]["name"], "limit");
    assert_eq!(members(&newer["requestBody"]["content"]), json!({ "name": name }));
    assert_eq!(
        members(&newer["responses"]["200"]["content"]),
        json!({
            "note": { "type": "string", "x-addedInMatrixVersion": "1.5" },
            "text": { "type": "string" },
        }),
    );
    let response = &newer["responses"]["200"]["content"];
    assert_eq!(example(response), json!({ "note": "new", "text": "old" }));
    assert_eq!(document(FIELDS)["paths"]["/v3/renewed"]["post"], newer);
}
