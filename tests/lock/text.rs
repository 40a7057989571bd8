//! The text of a lock.

use matrix_api::lock::Lock;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Page {
    pub title: String,
    #[serde(alias = "pages")]
    pub children: Vec<Page>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<char>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    Newest,
    Oldest,
}

pub mod store_page {
    use matrix_api::{identifiers::UserId, ruma_api};

    use super::Page;

    fn three() -> u8 {
        3
    }

    ruma_api! {
        metadata {
            description: "Store a page.",
            method: PUT,
            name: "store_page",
            history: {
                unstable("org.example.pages") => "/unstable/pages/{owner}/{key..}",
                1.1 => "/v3/pages/{owner}/{key..}",
                1.9 => deprecated,
            },
            rate_limited: true,
            authentication: AccessToken,
        }

        /// Strict.
        #[serde(deny_unknown_fields)]
        request {
            #[ruma_api(path)]
            pub key: String,
            #[ruma_api(path)]
            pub owner: UserId,
            #[ruma_api(query)]
            #[serde(default = "three")]
            pub copies: u8,
            #[ruma_api(header = IF_MATCH)]
            pub version: Option<String>,
            pub page: Page,
            #[serde(rename = "m.note", alias = "note")]
            #[ruma_api(since = "1.3")]
            pub note: Option<String>,
            #[ruma_api(secret, nullable)]
            pub key_of_reader: Option<String>,
            #[ruma_api(secret)]
            #[serde(default)]
            pub pin: String,
        }

        response {
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
        }

        response SEE_OTHER {
            #[ruma_api(header = LOCATION)]
            pub location: String,
        }

        error: matrix_api::Problem
    }
}

pub mod list_pages {
    use matrix_api::{JsonLines, ruma_api};

    use super::{Order, Page};

    ruma_api! {
        metadata {
            description: "List pages.",
            method: GET,
            name: "list pages",
            path: "/pages",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(query)]
            pub order: Option<Order>,
        }

        response {
            #[ruma_api(raw_body)]
            pub pages: JsonLines<Page>,
        }
    }
}

matrix_api::endpoints! {
    /// Pages.
    const PAGES = [store_page, list_pages];
}

const TEXT: &str = r##"# The wire format of these endpoints. `WIRE_LOCK=update cargo test` writes it; edit only `accept` lines.
# To make a breaking change, add a line `accept <endpoint> "<place>" "<reason>"` before that.
wire 1

endpoint "list pages"
  method GET
  path always /pages
  authentication NoAuthentication optional
  error application/json MatrixError
  request query order optional text{newest,oldest}
  response 200
  response 200 raw-body pages required list(Page) media=application/x-ndjson

endpoint store_page
  method PUT
  path feature:org.example.pages /unstable/pages/{owner}/{key..}
  path 1.1 /v3/pages/{owner}/{key..}
  deprecated 1.9
  authentication AccessToken required authorization:Bearer query:access_token
  error application/problem+json Problem
  request refuses-unknown
  request path owner required text(mx-user-id)
  request path key required text
  request query copies optional integer(0..255) default=3
  request header if-match optional text
  request body key_of_reader required text | null secret null-if-absent
  request body m.note optional text alias=note since=1.3
  request body page required Page
  request body pin optional text secret default=?
  response 200
  response 200 status status required integer(100..999)
  response 303
  response 303 header location required text
"##;

const PAGE: &str = r#"
type Page
  object
  member children required list(Page) alias=pages
  member mark optional text(char)
  member title required text
"#;

#[test]
fn every_fact_is_a_line() {
    let text = Lock::of(&PAGES).to_string();
    let (endpoints, types) = text.split_once("\ntype MatrixError\n").expect("the error");
    assert_eq!(endpoints, TEXT);
    assert!(types.contains(PAGE), "{types}");
    assert_eq!(text.parse(), Ok(Lock::of(&PAGES)));
}

/// The problem of a text, which has the head and these lines.
#[track_caller]
fn check_problem(lines: &str, expected: &str) {
    let error = format!("# A lock.\nwire 1\n{lines}").parse::<Lock>().unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_not_a_lock_is_refused_with_its_line() {
    assert_eq!("".parse::<Lock>().unwrap_err().to_string(), "line 1: expected `wire 1`");
    assert_eq!("endpoint a".parse::<Lock>().unwrap_err().to_string(), "line 1: expected `wire 1`");
    let error = "\nwire 2".parse::<Lock>().unwrap_err();
    assert_eq!(error.to_string(), "line 2: unknown version of the format: `2`");
    assert_eq!(error.line, 2);
    for (lines, expected) in [
        ("endpiont a", "line 3: unknown line: `endpiont`"),
        ("<<<<<<< HEAD", "line 3: unknown line: `<<<<<<<`"),
        ("  method GET", "line 3: a fact outside of an endpoint or a type"),
        ("endpoint", "line 3: expected a name, found the end of the line"),
        ("endpoint a b", "line 3: expected the end of the line, found `b`"),
        ("endpoint a\nendpoint a", "line 4: a second endpoint `a`"),
        ("type a\n  object\ntype a", "line 5: a second type `a`"),
        ("endpoint a\n  verb GET", "line 4: unknown fact of an endpoint: `verb`"),
        ("endpoint a\n  deprecated v1.1", "line 4: expected a version such as `1.3`, found `v1.1`"),
        ("endpoint a\n  response OK", "line 4: expected a status, found `OK`"),
        (
            "endpoint a\n  response 200 body b required text",
            "line 4: expected a line `response 200` before this one",
        ),
        ("endpoint a\n  request cookie b", "line 4: unknown place of a field: `cookie`"),
        (
            "endpoint a\n  request body b needed text",
            "line 4: expected `required` or `optional`, found `needed`",
        ),
        (
            "endpoint a\n  request body b required",
            "line 4: expected ` `, found the end of the line",
        ),
        (
            "endpoint a\n  request body b required text secret public",
            "line 4: unknown fact of a field: `public`",
        ),
        (
            "endpoint a\n  request body b required integer(1)",
            "line 4: expected limits such as `0..255`, found `1`",
        ),
        (
            "endpoint a\n  request body b required list(text",
            "line 4: expected `)`, found the end of the line",
        ),
        (
            "endpoint a\n  request body b required text default={",
            "line 4: expected JSON, found `{`",
        ),
        ("type a\n  struct", "line 4: expected `object`, `tagged` or `shape`, found `struct`"),
        ("type a\n  object\n  variant b text", "line 5: unknown fact of a type: `variant`"),
        (
            "accept a",
            "line 3: expected a place such as \"request body user\", found the end of the line",
        ),
        ("accept a \"method\" \"..\"", "line 3: expected a reason why the change may break others"),
        ("accept a \"method\" \" \"", "line 3: expected a reason why the change may break others"),
    ] {
        check_problem(lines, expected);
    }
}

#[test]
fn any_shape_survives() {
    for shape in [
        "any",
        "null",
        "boolean",
        "number",
        "integer",
        "integer(..5)",
        "integer(-9223372036854775808..)",
        "text(\"a b\"){\"\",\"..\",\"c d\",e,..}",
        "text{}",
        "list(text | null) | map(tuple(text, any)) | (null | any)",
        "tuple()",
        "schema({\"not\":{}})",
        "\"text\"",
        "\"Page<Item>\"",
        "Page_Item#2",
    ] {
        let text = format!("wire 1\ntype a\n  shape {shape}\n");
        let lock: Lock = text.parse().unwrap_or_else(|error| panic!("{shape}: {error}"));
        let written = lock.to_string();
        assert!(written.ends_with(&format!("  shape {shape}\n")), "{written}");
        assert_eq!(written.parse(), Ok(lock));
    }
    let deep = format!("{}any", "list(".repeat(100_000));
    check_problem(&format!("type a\n  shape {deep}"), "line 4: a shape with too many others in it");
}
