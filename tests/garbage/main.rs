//! Invalid messages: an error that names the part and the field, in bounded time and without a panic.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test may panic"
)]
#![allow(unreachable_pub, reason = "the modules of endpoints are public")]

mod random;
mod size;
mod table;

use matrix_api::{
    FromHttpRequestError, IncomingRequest,
    bytes::Bytes,
    http::{Method, Request, Uri},
    ruma_api,
};

/// An endpoint with fields in every place.
pub mod item {
    use std::collections::BTreeMap;

    use matrix_api::identifiers::UserId;
    use serde::{Deserialize, Serialize};

    super::ruma_api! {
        metadata {
            description: "Change an item.",
            method: PUT,
            name: "change_item",
            path: "/_matrix/items/{owner}/{number}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub owner: UserId,
            #[ruma_api(path)]
            pub number: u8,
            #[ruma_api(query)]
            pub limit: Option<u16>,
            #[ruma_api(query)]
            #[serde(default)]
            pub tag: Vec<String>,
            #[ruma_api(query)]
            #[serde(default)]
            pub strict: bool,
            #[ruma_api(query)]
            pub order: Option<Order>,
            #[ruma_api(header = IF_MATCH)]
            pub version: Option<u64>,
            #[ruma_api(header = "X-Note")]
            #[serde(default)]
            pub note: Vec<String>,
            pub title: String,
            pub editor: Option<UserId>,
            #[serde(default)]
            pub addresses: Vec<Address>,
            #[serde(default)]
            pub counts: BTreeMap<String, i32>,
            pub ratio: Option<f64>,
            pub password: Option<String>,
            pub extra: Option<serde_json::Value>,
        }
        response {
            pub title: String,
        }
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Address {
        pub medium: Medium,
        pub text: String,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Medium {
        Email,
        Msisdn,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Order {
        Up,
        Down,
    }
}

/// The query as a map, the body as any JSON.
pub mod anything {
    use std::collections::BTreeMap;

    super::ruma_api! {
        metadata {
            description: "Take anything.",
            method: POST,
            name: "anything",
            path: "/anything",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(query_all)]
            pub query: BTreeMap<String, Vec<String>>,
            #[ruma_api(body)]
            pub body: serde_json::Value,
        }
        response {}
    }
}

/// A valid path.
const PATH: &str = "/_matrix/items/@ann:example.org/5";
/// A valid body.
const BODY: &str = r#"{"title":"x"}"#;

fn request(method: Method, uri: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    let mut request = Request::new(body.into());
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse::<Uri>().unwrap_or_else(|error| panic!("{uri}: {error}"));
    request
}

fn read_item(uri: &str, body: impl Into<Bytes>) -> Result<item::Request, FromHttpRequestError> {
    item::Request::try_from_http_request(&request(Method::PUT, uri, body))
}
