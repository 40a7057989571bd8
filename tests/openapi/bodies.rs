//! Bodies: JSON, forms, bytes and streams.

use std::collections::BTreeMap;

use matrix_api::{
    Body, EventStream, JsonLines,
    wire::{
        Form, Text,
        multipart::{FormData, Multipart},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::document;

/// Who logs in, and how.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Profile {
    name: String,
    age: Option<u8>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Grant {
    grant_type: String,
    scope: Option<String>,
}

/// A type with another named type in it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Account {
    owner: Owner,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Owner {
    id: u8,
}

macro_rules! endpoint {
    ($name:ident { $($request:tt)* } { $($response:tt)* }) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            matrix_api::ruma_api! {
                metadata {
                    description: "Test.",
                    method: POST,
                    name: stringify!($name),
                    path: concat!("/", stringify!($name)),
                    rate_limited: false,
                    requires_authentication: false,
                }
                request { $($request)* }
                response { $($response)* }
            }
        }
    };
}

endpoint! { members {
    /// The name.
    pub user: String,
    pub password: String,
    /// The age, or `null`.
    #[ruma_api(nullable)]
    pub age: Option<u8>,
    pub note: Option<String>,
} {
    /// It is returned to the client.
    pub access_token: String,
} }
endpoint! { optional_members { pub note: Option<String>, } {} }
endpoint! { flattened {
    pub id: u8,
    #[serde(flatten)]
    pub profile: Profile,
} {
    pub id: u8,
    #[serde(flatten)]
    pub others: BTreeMap<String, bool>,
} }
endpoint! { flattened_twice {
    pub note: Option<String>,
    #[serde(flatten)]
    pub profile: Profile,
    #[serde(flatten)]
    pub others: BTreeMap<String, bool>,
} {
    pub account: Account,
} }
endpoint! { whole {
    /// The *new* profile.
    #[ruma_api(body)]
    pub profile: Profile,
} {
    #[ruma_api(body)]
    pub names: Vec<String>,
} }
endpoint! { optional_whole {
    #[ruma_api(body)]
    pub profile: Option<Profile>,
} {} }
endpoint! { bytes {
    /// The picture.
    #[ruma_api(raw_body)]
    pub content: Vec<u8>,
} {
    #[ruma_api(header = CONTENT_TYPE)]
    pub content_type: String,
    #[ruma_api(raw_body)]
    pub content: Vec<u8>,
} }
endpoint! { form {
    #[ruma_api(raw_body)]
    pub grant: Form<Grant>,
} {
    #[ruma_api(raw_body)]
    pub text: Text,
} }
endpoint! { parts {
    #[ruma_api(raw_body)]
    pub form: Multipart<FormData>,
} {} }
endpoint! { streams {
    #[ruma_api(raw_body)]
    pub content: Body,
} {
    #[ruma_api(raw_body)]
    pub events: EventStream<Profile>,
} }
endpoint! { lines {
    #[ruma_api(raw_body)]
    pub lines: Option<JsonLines<u8>>,
} {} }

matrix_api::endpoints! {
    pub(crate) const BODIES = [
        members, optional_members, flattened, flattened_twice, whole, optional_whole, bytes, form, parts, streams, lines,
    ];
}

fn request(name: &str) -> Value {
    document(BODIES)["paths"][format!("/{name}")]["post"]["requestBody"].clone()
}

fn response(name: &str) -> Value {
    let document = document(BODIES);
    document["paths"][format!("/{name}")]["post"]["responses"]["200"]["content"].clone()
}

#[test]
fn the_field_of_a_whole_body_documents_it() {
    assert_eq!(request("bytes")["description"], "The picture.");
    assert_eq!(request("whole")["description"], "The *new* profile.");
    assert_eq!(request("form").get("description"), None);
    assert_eq!(request("members").get("description"), None);
}

#[test]
fn fields_are_the_members_of_an_object() {
    assert_eq!(
        request("members"),
        json!({
            "required": true,
            "content": { "application/json": { "schema": {
                "type": "object",
                "properties": {
                    "user": { "type": "string", "description": "The name." },
                    "password": { "type": "string", "format": "password", "writeOnly": true },
                    "age": {
                        "type": ["integer", "null"],
                        "minimum": 0,
                        "maximum": 255,
                        "description": "The age, or `null`.",
                    },
                    "note": { "type": "string" },
                },
                "required": ["user", "password", "age"],
            } } },
        }),
    );
}

/// A client that logs in reads its token, which therefore is not `writeOnly`.
#[test]
fn a_secret_of_a_response_can_be_read() {
    assert_eq!(
        response("members")["application/json"]["schema"]["properties"]["access_token"],
        json!({
            "type": "string",
            "format": "password",
            "description": "It is returned to the client.",
        }),
    );
}

#[test]
fn a_body_without_required_members_is_not_required() {
    assert_eq!(request("optional_members")["required"], false);
    assert_eq!(request("flattened")["required"], true);
}

#[test]
fn flattened_members_are_described_by_their_own_schema() {
    let schema = &request("flattened")["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(["id"]));
    assert_eq!(schema["allOf"], json!([{ "$ref": "#/components/schemas/Profile" }]));
    assert_eq!(
        response("flattened"),
        json!({ "application/json": { "schema": {
            "type": "object",
            "properties": { "id": { "type": "integer", "minimum": 0, "maximum": 255 } },
            "required": ["id"],
            "additionalProperties": { "type": "boolean" },
        } } }),
    );
}

/// `additionalProperties` would not know the members that `allOf` describes.
#[test]
fn other_members_beside_flattened_ones_are_those_that_nothing_describes() {
    assert_eq!(
        request("flattened_twice"),
        json!({
            "required": true,
            "content": { "application/json": { "schema": {
                "type": "object",
                "properties": { "note": { "type": "string" } },
                "allOf": [{ "$ref": "#/components/schemas/Profile" }],
                "unevaluatedProperties": { "type": "boolean" },
            } } },
        }),
    );
}

#[test]
fn a_component_brings_those_that_it_refers_to() {
    let schemas = &document(BODIES)["components"]["schemas"];
    let owner = json!({ "$ref": "#/components/schemas/Owner" });
    assert_eq!(schemas["Account"]["properties"]["owner"], owner);
    assert_eq!(schemas["Owner"]["required"], json!(["id"]));
}

#[test]
fn a_body_of_a_format_may_have_the_wrong_one() {
    let responses =
        |name: &str| document(BODIES)["paths"][format!("/{name}")]["post"]["responses"].clone();
    assert_eq!(responses("form")["415"]["description"], "The body has another media type.");
    assert_eq!(responses("bytes").get("415"), None);
    assert_eq!(responses("whole").get("415"), None);
}

#[test]
fn a_whole_body_has_the_shape_of_its_field() {
    assert_eq!(
        request("whole"),
        json!({
            "description": "The *new* profile.",
            "required": true,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Profile" } } },
        }),
    );
    assert_eq!(
        response("whole"),
        json!({ "application/json": { "schema": { "type": "array", "items": { "type": "string" } } } }),
    );
    assert_eq!(request("optional_whole")["required"], false);
}

/// [Binary data](https://spec.openapis.org/oas/v3.1.1.html#working-with-binary-data) has no schema.
#[test]
fn bytes_have_a_media_type_and_no_schema() {
    assert_eq!(request("bytes")["content"], json!({ "application/octet-stream": {} }));
    assert_eq!(response("bytes"), json!({ "*/*": {} }));
}

#[test]
fn other_formats_have_their_media_type() {
    assert_eq!(
        request("form")["content"],
        json!({ "application/x-www-form-urlencoded": {
            "schema": { "$ref": "#/components/schemas/Grant" },
        } }),
    );
    assert_eq!(response("form"), json!({ "text/plain": { "schema": { "type": "string" } } }));
    assert_eq!(
        request("parts")["content"],
        json!({ "multipart/form-data": { "schema": { "type": "object" } } }),
    );
}

#[test]
fn a_stream_of_values_has_the_schema_of_a_value_beside_it() {
    assert_eq!(request("streams")["content"], json!({ "application/octet-stream": {} }));
    assert_eq!(
        response("streams"),
        json!({ "text/event-stream": {
            "schema": { "type": "string" },
            "x-itemSchema": { "$ref": "#/components/schemas/Profile" },
        } }),
    );
    let lines = request("lines");
    assert_eq!(lines["required"], false);
    assert_eq!(
        lines["content"]["application/x-ndjson"]["x-itemSchema"],
        json!({ "type": "integer", "minimum": 0, "maximum": 255 }),
    );
}

#[test]
fn a_named_schema_is_a_component() {
    assert_eq!(
        document(BODIES)["components"]["schemas"]["Profile"],
        json!({
            "type": "object",
            "properties": {
                "name": { "type": "string" },
                "age": { "type": ["integer", "null"], "minimum": 0, "maximum": 255 },
            },
            "required": ["name"],
        }),
    );
}
