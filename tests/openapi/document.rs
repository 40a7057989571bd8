//! The document as a whole.

use matrix_api::{
    MatrixVersion,
    openapi::{OpenApi, OpenApiError},
};
use serde_json::json;

use crate::{document, written};

mod greet {
    matrix_api::ruma_api! {
        metadata {
            description: "Greet somebody. The greeting is short.",
            method: GET,
            name: "greet",
            path: "/greet",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {}
    }
}

mod session {
    pub(super) mod log_in {
        matrix_api::ruma_api! {
            metadata {
                description: "Log in.",
                method: POST,
                    name: "log_in",
                operation_id: "logIn",
                history: {
                    unstable("org.example.login") => "/unstable/login",
                    1.1 => "/v3/login",
                    1.4 => "/v4/login",
                    1.6 => deprecated,
                    1.8 => removed,
                },
                rate_limited: false,
                requires_authentication: false,
            }
            request {}
            response {}
        }
    }
}

mod again {
    pub(super) use super::greet;
}

matrix_api::endpoints! {
    /// Greetings, and
    /// sessions.
    pub(crate) const SMALL = [greet, session::log_in];
    const GREET_TWICE = [greet, again::greet];
}

const TEXT: &str = r##"{
  "openapi": "3.1.0",
  "info": {
    "title": "Test",
    "description": "Greetings, and\nsessions.",
    "version": "1.0.0"
  },
  "servers": [
    {
      "url": "/"
    }
  ],
  "tags": [
    {
      "name": "small"
    }
  ],
  "paths": {
    "/greet": {
      "get": {
        "tags": [
          "small"
        ],
        "summary": "Greet somebody",
        "description": "Greet somebody. The greeting is short.",
        "operationId": "greet",
        "responses": {
          "200": {
            "description": "OK.",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object"
                }
              }
            }
          },
          "default": {"##;

#[test]
fn the_text_keeps_the_order_of_the_specification_and_of_the_endpoints() {
    let document = SMALL.openapi(&OpenApi::new("Test")).expect("a document");
    let text = document.to_json();
    assert!(text.starts_with(TEXT), "{text}");
    assert_eq!(text, SMALL.openapi(&OpenApi::new("Test")).expect("a document").to_json());
    assert_eq!(serde_json::to_string_pretty(&document).unwrap(), text);
}

#[test]
fn settings_are_written() {
    let settings = OpenApi::new("Greetings")
        .description("*Hello.*")
        .api_version("2.0")
        .server("https://example.org/api", "Production.")
        .server("/api", "")
        .contact("Ann", "https://example.org/ann")
        .license("MIT", "MIT")
        .tag("session", "Logging in.")
        .main_tag("main", "");
    let document = written(&SMALL, &settings).expect("a document");
    assert_eq!(
        document["info"],
        json!({
            "title": "Greetings",
            "description": "*Hello.*",
            "contact": { "name": "Ann", "url": "https://example.org/ann" },
            "license": { "name": "MIT", "identifier": "MIT" },
            "version": "2.0",
        }),
    );
    assert_eq!(
        document["servers"],
        json!([{ "url": "https://example.org/api", "description": "Production." }, { "url": "/api" }]),
    );
    assert_eq!(
        document["tags"],
        json!([{ "name": "session", "description": "Logging in." }, { "name": "main" }]),
    );
}

mod admin {
    pub(super) mod users {
        pub(crate) mod list_users {
            matrix_api::ruma_api! {
                metadata {
                    description: "List the users.",
                    method: GET,
                    name: "list_users",
                    path: "/users",
                    rate_limited: false,
                    requires_authentication: false,
                }
                request {}
                response {}
            }
        }
    }
}

matrix_api::endpoints! {
    const OF_TWO_CRATES = [
        greet,
        matrix_client_account::whoami,
        matrix_client_account::session::login,
        admin::users::list_users,
    ];
}

#[test]
fn the_tag_is_the_module_within_what_a_crate_has_in_common() {
    let document = written(&OF_TWO_CRATES, &OpenApi::new("Test")).expect("a document");
    let tag = |path: &str, method: &str| document["paths"][path][method]["tags"][0].clone();
    assert_eq!(tag("/greet", "get"), "of_two_crates");
    assert_eq!(tag("/_matrix/client/v3/account/whoami", "get"), "of_two_crates");
    assert_eq!(tag("/_matrix/client/v3/login", "post"), "session");
    assert_eq!(tag("/users", "get"), "admin.users");
}

/// The paths of a document, and whether the operation there is deprecated.
fn paths(settings: &OpenApi) -> Vec<(String, bool)> {
    let document = written(&SMALL, settings).expect("a document");
    let paths = document["paths"].as_object().expect("paths").iter();
    let is_deprecated = |item: &serde_json::Value| {
        let operation = item.as_object().expect("an item").values().next().expect("an operation");
        operation.get("deprecated") == Some(&json!(true))
    };
    let log_in = paths.filter(|(path, _)| path.contains("login"));
    log_in.map(|(path, item)| (path.clone(), is_deprecated(item))).collect()
}

#[test]
fn each_version_has_its_own_document() {
    let at = |version| paths(&OpenApi::new("Test").version(version));
    assert_eq!(at(MatrixVersion::V1_0), []);
    assert_eq!(at(MatrixVersion::V1_3), [("/v3/login".to_owned(), false)]);
    assert_eq!(at(MatrixVersion::V1_4), [("/v4/login".to_owned(), false)]);
    assert_eq!(at(MatrixVersion::V1_7), [("/v4/login".to_owned(), true)]);
    assert_eq!(at(MatrixVersion::V1_8), []);
    assert_eq!(paths(&OpenApi::new("Test")), []);
    let unstable = OpenApi::new("Test").version(MatrixVersion::V1_0).feature("org.example.login");
    assert_eq!(paths(&unstable), [("/unstable/login".to_owned(), false)]);
}

#[test]
fn the_version_of_matrix_is_that_of_the_document() {
    let settings = OpenApi::new("Test").version(MatrixVersion::V1_4);
    let document = written(&SMALL, &settings).expect("a document");
    assert_eq!(document["info"]["version"], "1.4");
    let log_in = &document["paths"]["/v4/login"]["post"];
    assert_eq!(log_in["x-addedInMatrixVersion"], "1.1");
    assert_eq!(log_in["operationId"], "logIn");
    assert_eq!(log_in["tags"], json!(["session"]));
}

#[test]
fn an_operation_id_is_used_once() {
    let error = written(&GREET_TWICE, &OpenApi::new("Test")).unwrap_err();
    assert!(
        matches!(&error, OpenApiError::RepeatedOperationId { operation_id: "greet", .. }),
        "{error:?}"
    );
    let module = "openapi::document::greet";
    assert_eq!(
        error.to_string(),
        format!("two endpoints have the operation ID `greet`: {module} and {module}")
    );
}

#[test]
fn an_empty_collection_has_a_document() {
    matrix_api::endpoints! { const NOTHING = []; }
    let document = document(NOTHING);
    assert_eq!(document["paths"], json!({}));
    assert_eq!(document.get("components"), None);
    assert_eq!(document.get("tags"), None);
}
