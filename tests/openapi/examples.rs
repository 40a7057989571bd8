//! The `example` blocks of a definition in its document.

use serde_json::{Value, json};

use crate::document;

mod search {
    matrix_api::ruma_api! {
        metadata {
            description: "Search.",
            method: POST,
            name: "search",
            path: "/search/{area}/{rest..}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub area: String,
            #[ruma_api(path)]
            pub rest: String,
            #[ruma_api(query)]
            pub limit: Option<u8>,
            #[ruma_api(query)]
            pub tags: Vec<String>,
            #[ruma_api(header = IF_NONE_MATCH)]
            pub known: Vec<String>,
            pub text: String,
            pub other: Option<serde_json::Value>,
        }
        response {
            pub found: Vec<String>,
        }
        example "with a limit" {
            request {
                POST "/search/a%20b/c/d%2Fe?limit=5&tags=x+y&tags=z"
                "if-none-match": "\"1\", \"2\""
                { "text": "tea" }
            }
            response { 200 { "found": ["tea"] } }
        }
        example "without a limit" {
            request { POST "/search/all/of" { "text": "milk", "other": { "z": 1, "a": 2 } } }
        }
        example "nothing there" {
            response { 404 { "errcode": "M_NOT_FOUND", "error": "nothing" } }
        }
        example "teapot" {
            response { 418 { "errcode": "M_UNKNOWN" } }
        }
    }
}

mod text {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a text.",
            method: GET,
            name: "text",
            path: "/text",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            #[ruma_api(raw_body)]
            pub text: matrix_api::wire::Text,
        }
        example "a text" { response { 200 "tea" } }
    }
}

matrix_api::endpoints! { pub(crate) const EXAMPLES = [search, text]; }

fn operation() -> Value {
    document(EXAMPLES)["paths"]["/search/{area}/{rest}"]["post"].clone()
}

/// The examples of a parameter, by their keys.
fn of_parameter(index: usize) -> Value {
    operation()["parameters"][index]["examples"].clone()
}

fn example(summary: &str, value: Value) -> Value {
    json!({ "summary": summary, "value": value })
}

#[test]
fn parameters_have_the_values_of_the_requests() {
    let with = |value| example("with a limit", value);
    let without = |value| example("without a limit", value);
    assert_eq!(
        of_parameter(0),
        json!({ "with_a_limit": with(json!("a b")), "without_a_limit": without(json!("all")) }),
    );
    assert_eq!(
        of_parameter(1),
        json!({ "with_a_limit": with(json!("c/d/e")), "without_a_limit": without(json!("of")) }),
    );
    assert_eq!(of_parameter(2), json!({ "with_a_limit": with(json!(5)) }));
    assert_eq!(of_parameter(3), json!({ "with_a_limit": with(json!(["x y", "z"])) }));
    assert_eq!(of_parameter(4), json!({ "with_a_limit": with(json!(["\"1\"", "\"2\""])) }));
}

#[test]
fn bodies_have_those_of_the_messages() {
    let content = &operation()["requestBody"]["content"]["application/json"]["examples"];
    assert_eq!(
        *content,
        json!({
            "with_a_limit": example("with a limit", json!({ "text": "tea" })),
            "without_a_limit":
                example("without a limit", json!({ "text": "milk", "other": { "z": 1, "a": 2 } })),
        }),
    );
    let content = &operation()["responses"]["200"]["content"]["application/json"]["examples"];
    assert_eq!(
        *content,
        json!({ "with_a_limit": example("with a limit", json!({ "found": ["tea"] })) })
    );
    let text = &document(EXAMPLES)["paths"]["/text"]["get"]["responses"]["200"]["content"];
    assert_eq!(
        text["text/plain"]["examples"],
        json!({ "a_text": example("a text", json!("tea")) })
    );
}

/// The members of a value keep the order in which the author wrote them.
#[test]
fn the_text_of_an_example_keeps_its_order() {
    let settings = matrix_api::openapi::OpenApi::new("Test");
    let text = EXAMPLES.openapi(&settings).expect("a document").to_json();
    let text: String = text.split_whitespace().collect();
    assert!(text.contains(r#"{"text":"milk","other":{"z":1,"a":2}}"#), "{text}");
}

#[test]
fn an_error_of_an_example_is_a_response() {
    let responses = &operation()["responses"];
    let content = &responses["404"]["content"]["application/json"];
    assert_eq!(content["schema"], json!({ "$ref": "#/components/schemas/MatrixError" }));
    let body = json!({ "errcode": "M_NOT_FOUND", "error": "nothing" });
    assert_eq!(content["examples"], json!({ "nothing_there": example("nothing there", body) }));
    assert_eq!(responses["418"]["description"], "I'm a teapot.");
}
