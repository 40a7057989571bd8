//! From path templates to the paths of a document.

use matrix_api::{
    Endpoint, MatrixError, Metadata, PathHistory,
    authentication::NoAuthentication,
    endpoints::EndpointEntry,
    http::Method,
    openapi::{OpenApi, OpenApiError},
    path_template,
};
use serde_json::{Value, json};

use crate::{document, written};

macro_rules! endpoint {
    ($name:ident: $method:ident $path:literal { $($request:tt)* }) => {
        mod $name {
            matrix_api::ruma_api! {
                metadata {
                    description: "Test.",
                    method: $method,
                    name: stringify!($name),
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                }
                request { $($request)* }
                response {}
            }
        }
    };
}

endpoint! { get_state: GET "/rooms/{roomId}/state/{type}/{key}" {
    #[ruma_api(path)]
    #[serde(rename = "roomId")]
    pub room_id: String,
    /// The type of the event.
    #[ruma_api(path)]
    #[serde(rename = "type")]
    pub kind: String,
    /// The state key.
    #[ruma_api(path)]
    pub key: Option<String>,
} }

endpoint! { put_state: PUT "/rooms/{room}/state/{type}" {
    #[ruma_api(path)]
    pub room: String,
    #[ruma_api(path)]
    #[serde(rename = "type")]
    pub kind: String,
} }

endpoint! { get_object: GET "/objects/{key..}" {
    /// The key.
    #[ruma_api(path)]
    pub key: String,
} }

endpoint! { get_anything: GET "/{key..}" {
    #[ruma_api(path)]
    pub key: Option<String>,
} }

endpoint! { get_other_object: GET "/objects/{name}" {
    #[ruma_api(path)]
    pub name: String,
} }

/// An endpoint with a method that `ruma_api!` does not have.
struct Tunnel;

static TUNNEL: Metadata =
    Metadata::new("tunnel", Method::CONNECT, PathHistory::fixed(path_template!("/tunnel")));

impl Endpoint for Tunnel {
    const METADATA: &'static Metadata = &TUNNEL;
    type Authentication = NoAuthentication;
    type Response = ();
    type Error = MatrixError;
}

matrix_api::endpoints! {
    pub(crate) const STATE = [get_state, put_state];
    pub(crate) const REST = [get_object];
    pub(crate) const ANYTHING = [get_anything];
    const AMBIGUOUS = [get_object, get_other_object];
}

/// The names of an operation's parameters.
fn names(operation: &Value) -> Vec<&str> {
    let parameters = operation["parameters"].as_array().expect("parameters");
    parameters.iter().map(|parameter| parameter["name"].as_str().expect("a name")).collect()
}

#[test]
fn a_last_segment_that_may_be_absent_is_a_second_path() {
    let document = document(STATE);
    let get = &document["paths"]["/rooms/{roomId}/state/{type}/{key}"]["get"];
    assert_eq!(get["operationId"], "get_state");
    assert_eq!(names(get), ["roomId", "type", "key"]);
    assert_eq!(
        get["parameters"][2],
        json!({
            "name": "key",
            "in": "path",
            "description": "The state key.",
            "required": true,
            "schema": { "type": "string" },
        }),
    );
    let short = &document["paths"]["/rooms/{roomId}/state/{type}"]["get"];
    assert_eq!(short["operationId"], "get_state_without_key");
    assert_eq!(names(short), ["roomId", "type"]);
}

/// Paths that differ in the names of their placeholders only
/// [are identical](https://spec.openapis.org/oas/v3.1.1.html#paths-object).
#[test]
fn operations_of_one_path_have_the_same_names_of_placeholders() {
    let document = document(STATE);
    let put = &document["paths"]["/rooms/{roomId}/state/{type}"]["put"];
    assert_eq!(put["operationId"], "put_state");
    assert_eq!(names(put), ["roomId", "type"]);
    assert_eq!(document["paths"].as_object().expect("paths").len(), 2);
}

#[test]
fn the_rest_of_a_path_is_one_parameter() {
    let document = document(REST);
    assert_eq!(
        document["paths"]["/objects/{key}"]["get"]["parameters"],
        json!([{
            "name": "key",
            "in": "path",
            "description": "The key.\n\nThe rest of the path: segments with `/` between them.",
            "required": true,
            "schema": { "type": "string" },
        }]),
    );
}

#[test]
fn a_path_of_nothing_is_a_slash() {
    let document = document(ANYTHING);
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths, ["/", "/{key}"]);
}

#[test]
fn a_path_is_used_once_for_a_method() {
    let error = written(&AMBIGUOUS, &OpenApi::new("Test")).unwrap_err();
    assert!(matches!(error, OpenApiError::RepeatedPath { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "two endpoints have the path `GET /objects/{name}`: openapi::paths::get_object and \
         openapi::paths::get_other_object"
    );
}

#[test]
fn other_methods_than_those_of_openapi_are_errors() {
    let endpoints = [EndpointEntry::without_codec::<Tunnel>()];
    let error = OpenApi::new("Test").document_of(&endpoints).unwrap_err();
    assert_eq!(
        error.to_string(),
        "OpenAPI has no operation for the method `CONNECT` of openapi::paths::Tunnel"
    );
}
