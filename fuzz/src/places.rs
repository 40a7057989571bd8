//! An endpoint with fields in every place, of types that the account crate does not have there: what is decoded
//! can be encoded, and is decoded to the same again.
//!
//! The input is a request as text. Its first byte chooses the endpoint.

use std::fmt::Debug;

use matrix_api::{
    FromHttpRequestError, IncomingRequest, OutgoingRequest, SupportedVersions,
    authentication::NoAuthentication,
};

use crate::{choose, http_text, keeps_numbers, seed, show};

mod item {
    use std::collections::BTreeMap;

    use matrix_api::{identifiers::UserId, ruma_api};
    use serde::{Deserialize, Serialize};

    ruma_api! {
        metadata {
            description: "Change an item.",
            method: PUT,
            name: "change_item",
            path: "/items/{owner}/{name}/{number}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub owner: UserId,
            #[ruma_api(path)]
            pub name: String,
            #[ruma_api(path)]
            pub number: i128,
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<u16>,
            #[ruma_api(query)]
            #[serde(default)]
            pub tag: Vec<String>,
            #[ruma_api(query)]
            #[serde(default)]
            pub strict: bool,
            #[ruma_api(query)]
            #[serde(default)]
            pub ratio: f64,
            #[ruma_api(query)]
            #[serde(flatten)]
            pub page: Page,
            #[ruma_api(header = IF_MATCH)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub version: Option<u64>,
            #[ruma_api(header = "X-Note")]
            #[serde(default)]
            pub notes: Vec<String>,
            #[ruma_api(header = "X-Order")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub order: Option<Order>,
            pub title: String,
            #[serde(default)]
            pub counts: BTreeMap<String, i32>,
            #[serde(default)]
            pub large: Vec<u128>,
            #[serde(flatten)]
            pub rest: BTreeMap<String, serde_json::Value>,
        }

        response {}
    }

    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub(super) struct Page {
        pub from: Option<String>,
        #[serde(default)]
        pub dir: Option<Order>,
    }

    #[derive(Clone, Debug, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(super) enum Order {
        Up,
        Down,
    }
}

mod anything {
    use std::collections::BTreeMap;

    matrix_api::ruma_api! {
        metadata {
            description: "Take anything.",
            method: PUT,
            name: "anything",
            path: "/anything/{id}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub id: String,
            #[ruma_api(query_all)]
            pub query: BTreeMap<String, Vec<String>>,
            #[ruma_api(header = CONTENT_LANGUAGE)]
            #[serde(default)]
            pub languages: Vec<String>,
            #[ruma_api(body)]
            pub body: serde_json::Value,
        }

        response {}
    }
}

mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Upload a file.",
            method: PUT,
            name: "upload",
            path: "/files/{name}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub name: String,
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub letter: Option<char>,
            #[ruma_api(header = CONTENT_TYPE)]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub content: Vec<u8>,
        }

        response {}
    }
}

const KINDS: [fn(&[u8]) -> bool; 3] =
    [check::<item::Request>, check::<anything::Request>, check::<upload::Request>];

pub(crate) fn run(input: &[u8]) -> bool {
    choose(input, KINDS.len()).is_some_and(|(kind, text)| KINDS[kind](text))
}

fn check<R>(text: &[u8]) -> bool
where
    R: IncomingRequest + OutgoingRequest<Authentication = NoAuthentication> + Debug,
{
    let Some(request) = http_text::request(&R::METADATA.method, text) else { return false };
    let decoded = match R::try_from_http_request(&request) {
        Ok(decoded) => decoded,
        Err(error) => {
            show(&error);
            if let FromHttpRequestError::Decode(error) = error {
                assert_eq!(error.endpoint(), R::METADATA.name);
            }
            return false;
        }
    };
    if !keeps_numbers(request.body()) {
        return true;
    }
    let encode = |request: &R| {
        request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
    };
    let encoded = encode(&decoded).unwrap_or_else(|error| panic!("{error}"));
    let again = R::try_from_http_request(&encoded).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(format!("{decoded:?}"), format!("{again:?}"));
    let sent_again = encode(&again).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((encoded.uri(), encoded.body()), (sent_again.uri(), sent_again.body()));
    assert_eq!(encoded.headers(), sent_again.headers());
    true
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    [
        (
            0,
            "/items/@ann:example.org/caf%C3%A9/-5?limit=7&tag=a&tag=b+c&strict=true&ratio=-0.25&from=x&dir=up\n\
             if-match: 12\nx-note: a\nx-note: b, c\nx-order: down\n\n\
             {\"title\":\"x\",\"counts\":{\"a\":-1},\"large\":[1],\"other\":[null,1.5,{\"a\":true}]}",
        ),
        (0, "/items/%40a%3Ab/x/0\n\n{\"title\":\"\"}"),
        (1, "/anything/a%2Fb?b=1&a=2&b=%26\ncontent-language: de\n\n[{\"a\":1e3},\"\\u00e9\",null]"),
        (2, "/files/a.b?letter=%C3%A9\ncontent-type: text/plain\n\nany bytes"),
    ]
    .map(|(kind, text)| seed(kind, text))
    .to_vec()
}
