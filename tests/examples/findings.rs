//! Wrong examples, wrong definitions and wrong descriptions are found, each at its place.

use matrix_api::{
    endpoints::EndpointEntry,
    examples::{Example, ExampleBody, ExampleRequest, ExampleResponse},
    http::{Method, StatusCode},
};

mod store {
    use matrix_api::__private::serde;
    use matrix_api::ruma_api;

    /// An item of the store.
    #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
    #[serde(crate = "matrix_api::__private::serde")]
    pub struct Item {
        pub name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub colour: Option<String>,
        /// It is read, and not written again.
        #[serde(skip_serializing)]
        #[allow(dead_code)]
        pub lost: Option<bool>,
    }

    ruma_api! {
        metadata {
            description: "Store items.",
            method: PUT,
            name: "store",
            path: "/shelves/{shelf}/items",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub shelf: u32,
            #[ruma_api(query)]
            pub dry_run: bool,
            #[ruma_api(query)]
            pub label: Vec<String>,
            #[ruma_api(header = IF_MATCH)]
            pub version: String,
            pub items: Vec<Item>,
            pub password: String,
            pub comment: Option<String>,
        }
        response {
            #[ruma_api(header = ETAG)]
            pub version: String,
            pub stored: u64,
        }
    }
}

const fn request(target: &'static str, body: &'static str) -> Example {
    const HEADERS: &[(&str, &str)] = &[("if-match", "\"1\"")];
    let request = ExampleRequest::new(Method::PUT, target, HEADERS, ExampleBody::Json(body));
    Example::new("a request", Some(request), None)
}

const fn response(
    status: StatusCode,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> Example {
    let response = ExampleResponse::new(status, headers, ExampleBody::Json(body));
    Example::new("a response", None, Some(response))
}

const ETAG: &[(&str, &str)] = &[("etag", "\"2\"")];

/// The failures of an example, without endpoint and name.
fn failures(examples: &'static [Example]) -> Vec<String> {
    let entry = EndpointEntry::of::<store::Request>().with_examples(examples);
    let failures = entry.example_failures().into_iter();
    failures.map(|failure| format!("{}: {}", failure.message, failure.problem)).collect()
}

const TARGET: &str = "/shelves/7/items?label=b&dry_run=true&label=a";

#[test]
fn correct_examples_have_no_failures() {
    const EXAMPLES: &[Example] = &[
        request(TARGET, r#"{"items":[],"password":"x"}"#),
        request(TARGET, r#"{"password":"x","items":[{"colour":"red","name":"a"}],"comment":null}"#),
        response(StatusCode::OK, ETAG, r#"{"stored":1}"#),
        response(StatusCode::NOT_FOUND, &[], r#"{"errcode":"M_NOT_FOUND","error":"no shelf"}"#),
    ];
    assert_eq!(failures(EXAMPLES), Vec::<String>::new());
}

#[test]
fn a_message_that_cannot_be_decoded_is_found_at_its_place() {
    const EXAMPLES: &[Example] = &[
        request("/shelves/x/items?dry_run=true", r#"{"items":[],"password":"x"}"#),
        request("/shelves/7/items?dry_run=yes", r#"{"items":[],"password":"x"}"#),
        request(TARGET, r#"{"items":[{}],"password":"x"}"#),
        request("/shelf/7", "{}"),
        response(StatusCode::OK, &[], r#"{"stored":1}"#),
        response(StatusCode::OK, ETAG, r#"{"stored":"1"}"#),
    ];
    assert_eq!(
        failures(EXAMPLES),
        [
            "request: path: `shelf`: invalid value: expected an integer (`u32`)",
            "request: query: `dry_run`: invalid value: expected a boolean",
            "request: body: `items[0].name`: missing",
            "request: store: the path of the request is not one of the endpoint's: /shelves/{shelf}/items",
            "response: header: `etag`: missing",
            "response: body: `stored`: expected an integer (`u64`), found a string",
        ]
    );
}

#[test]
fn what_is_not_written_again_is_found() {
    const EXAMPLES: &[Example] = &[
        request("/shelves/7/items?dry_run=true&extra=1", r#"{"items":[],"password":"x"}"#),
        request(TARGET, r#"{"items":[{"name":"a","lost":true}],"password":"x"}"#),
        request(TARGET, r#"{"items":[],"password":"x","note":"y"}"#),
        response(StatusCode::OK, &[("etag", "a"), ("x-other", "b")], r#"{"stored":1}"#),
        response(StatusCode::NOT_FOUND, ETAG, r#"{"errcode":"M_NOT_FOUND","error":"no shelf"}"#),
    ];
    assert_eq!(
        failures(EXAMPLES),
        [
            "request: query: `extra`: read, and not written again",
            "request: body: `items[0].lost`: read, and not written again",
            "request: body: `note`: read, and not written again",
            "response: header: `x-other`: not written again",
            "response: header: `etag`: not written again",
        ]
    );
}

mod search {
    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "Search a shelf, or all of them.",
            method: GET,
            name: "search",
            history: {
                unstable("org.example.search") => "/unstable/search/{shelf}",
                1.1 => "/v3/search/{shelf}",
            },
            rate_limited: false,
            authentication: AppserviceToken,
        }
        request {
            #[ruma_api(path)]
            pub shelf: Option<String>,
            #[ruma_api(query)]
            #[serde(alias = "query")]
            pub text: String,
        }
        response {
            #[serde(alias = "results")]
            pub found: Vec<String>,
        }

        example "all shelves, by the old path and for a user" {
            request { GET "/unstable/search?query=tea&user_id=%40ann%3Aexample.org&access_token=as_1" }
            response { 200 { "results": [] } }
        }
        example "a shelf" {
            request { GET "/v3/search/7?text=a+b" "authorization": "Bearer as_1" }
        }
    }
}

#[test]
fn aliases_and_credentials_are_read_and_not_written() {
    let failures = EndpointEntry::of::<search::Request>().example_failures();
    let failures: Vec<_> = failures.iter().map(ToString::to_string).collect();
    assert_eq!(failures, Vec::<String>::new());
}

mod list {
    use std::sync::atomic::{AtomicU32, Ordering};

    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "List items.",
            method: POST,
            name: "list",
            path: "/list",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(query)]
            #[serde(default = "twenty")]
            pub limit: u32,
            #[ruma_api(query)]
            #[serde(default = "tags")]
            pub tag: Vec<String>,
            #[serde(default = "twenty")]
            pub width: u32,
            #[serde(default)]
            pub filter: Option<String>,
        }
        response {}
        error: matrix_api::Problem

        example "the defaults" {
            request { POST "/list" }
            response { 409 { "title": "There is another list.", "status": 409 } }
        }
        example "a part of the defaults" {
            request { POST "/list?limit=20" { "filter": "tea" } }
        }
    }

    fn twenty() -> u32 {
        20
    }

    fn tags() -> Vec<String> {
        vec!["a".to_owned(), "b".to_owned()]
    }

    pub(super) mod with_faults {
        use super::*;

        ruma_api! {
            metadata {
                description: "List items.",
                method: POST,
                name: "list_with_faults",
                path: "/list",
                rate_limited: false,
                requires_authentication: false,
            }
            request {
                #[ruma_api(query)]
                #[serde(default = "another")]
                pub limit: u32,
                #[serde(default = "another")]
                pub width: u32,
                #[serde(skip_serializing_if = "never")]
                pub filter: Option<String>,
            }
            response {}
            error: matrix_api::Problem

            example "the defaults" {
                request { POST "/list" {} }
            }
            example "an error of another format" {
                response { 409 "content-type": "text/plain" { "title": "x", "status": 409 } }
            }
        }

        /// A default must not change.
        fn another() -> u32 {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            NEXT.fetch_add(1, Ordering::Relaxed)
        }

        fn never(_: &Option<String>) -> bool {
            false
        }
    }
}

fn failures_of(entry: EndpointEntry) -> Vec<String> {
    let failures = entry.example_failures().into_iter();
    failures.map(|failure| format!("{}: {}", failure.message, failure.problem)).collect()
}

#[test]
fn defaults_may_be_added_and_errors_have_the_type_of_their_format() {
    assert_eq!(failures_of(EndpointEntry::of::<list::Request>()), Vec::<String>::new());
}

#[test]
fn other_values_than_the_default_are_found() {
    assert_eq!(
        failures_of(EndpointEntry::of::<list::with_faults::Request>()),
        [
            "request: query: `limit`: written, but not in the example",
            "request: body: `filter`: written, but not in the example",
            "request: body: `width`: written, but not in the example",
            "response: header: `content-type`: written again with another value",
        ]
    );
}
