//! Fields of queries and headers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::document;

mod search {
    matrix_api::ruma_api! {
        metadata {
            description: "Search.",
            method: GET,
            name: "search",
            path: "/search",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// What is searched.
            #[ruma_api(query)]
            pub text: String,
            #[ruma_api(query)]
            pub limit: Option<String>,
            #[ruma_api(header = IF_MATCH)]
            pub tag: String,
            #[ruma_api(header = "x-secret-thing", secret)]
            pub thing: Option<String>,
            #[ruma_api(header = ACCEPT)]
            pub accept: Option<String>,
        }
        response {
            /// The tag.
            #[ruma_api(header = ETAG)]
            pub tag: String,
            #[ruma_api(header = CONTENT_LANGUAGE)]
            pub language: Option<String>,
            #[ruma_api(header = CONTENT_TYPE)]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub content: Vec<u8>,
        }
    }
}

mod search_anything {
    use super::BTreeMap;

    matrix_api::ruma_api! {
        metadata {
            description: "Search.",
            method: GET,
            name: "search_anything",
            path: "/anything",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// What is searched.
            #[ruma_api(query_all)]
            pub terms: BTreeMap<String, String>,
        }
        response {}
    }
}

matrix_api::endpoints! { pub(crate) const SEARCH = [search, search_anything]; }

fn parameters(path: &str) -> Value {
    document(SEARCH)["paths"][path]["get"]["parameters"].clone()
}

#[test]
fn fields_of_the_query_and_headers_are_parameters() {
    assert_eq!(
        parameters("/search"),
        json!([
            {
                "name": "text",
                "in": "query",
                "description": "What is searched.",
                "required": true,
                "schema": { "type": "string" },
            },
            { "name": "limit", "in": "query", "schema": { "type": "string" } },
            { "name": "If-Match", "in": "header", "required": true, "schema": { "type": "string" } },
            {
                "name": "X-Secret-Thing",
                "in": "header",
                "schema": { "type": "string", "format": "password" },
            },
        ]),
    );
}

#[test]
fn headers_of_responses_have_their_own_place() {
    let response = &document(SEARCH)["paths"]["/search"]["get"]["responses"]["200"];
    assert_eq!(
        response["headers"],
        json!({
            "Etag": { "description": "The tag.", "required": true, "schema": { "type": "string" } },
            "Content-Language": { "schema": { "type": "string" } },
        }),
    );
}

/// With `explode`, [each member is a parameter](https://spec.openapis.org/oas/v3.1.1.html#style-values).
#[test]
fn a_map_is_a_parameter_whose_members_are_parameters() {
    assert_eq!(
        parameters("/anything"),
        json!([{
            "name": "terms",
            "in": "query",
            "description": "What is searched.",
            "style": "form",
            "explode": true,
            "schema": { "type": "object", "additionalProperties": { "type": "string" } },
        }]),
    );
}
