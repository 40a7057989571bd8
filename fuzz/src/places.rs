//! An endpoint with fields in every place, of types that the account crate does not have there: what is decoded
//! can be encoded, and is decoded to the same again.
//!
//! The input is a request as text. Its first byte chooses the endpoint.

use std::fmt::Debug;

use matrix_api::{
    Endpoint, FromHttpRequestError, IncomingRequest, OutgoingRequest, SupportedVersions,
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

mod object {
    use matrix_api::{ruma_api, wire::Form};
    use serde::{Deserialize, Serialize};

    ruma_api! {
        metadata {
            description: "Change the labels of an object, or of all objects of a bucket.",
            method: PUT,
            name: "label",
            path: "/labels/{bucket}/{key..}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub bucket: String,
            #[ruma_api(path)]
            pub key: Option<String>,
            #[ruma_api(raw_body)]
            pub labels: Form<Labels>,
        }

        response {}
    }

    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub(super) struct Labels {
        #[serde(default)]
        pub label: Vec<String>,
        pub priority: Option<i64>,
    }
}

mod pages {
    matrix_api::ruma_api! {
        metadata {
            description: "Turn a page.",
            method: PUT,
            name: "turn",
            path: "/pages/{page}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub page: Option<u64>,
            #[ruma_api(query)]
            pub after: Option<String>,
            // An empty list is left out, so an `Option` of it would come back as `None`.
            #[ruma_api(header = IF_NONE_MATCH)]
            #[serde(default)]
            pub tags: Vec<String>,
            pub note: Option<Option<String>>,
            #[ruma_api(nullable)]
            pub color: Option<String>,
        }

        response {}
    }
}

mod parts {
    use matrix_api::{
        ruma_api,
        wire::multipart::{Mixed, Multipart},
    };

    ruma_api! {
        metadata {
            description: "Send several parts.",
            method: PUT,
            name: "parts",
            path: "/parts",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(raw_body)]
            pub parts: Multipart<Mixed>,
        }

        response {}
    }
}

const KINDS: [fn(&[u8]) -> bool; 6] = [
    check::<item::Request>,
    check::<anything::Request>,
    check::<upload::Request>,
    check::<object::Request>,
    check::<pages::Request>,
    check_parts,
];

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

/// The boundary between the parts is random, so only the parts are compared.
fn check_parts(text: &[u8]) -> bool {
    let request = http_text::request(&parts::Request::METADATA.method, text);
    let Some(Ok(decoded)) = request.map(|request| parts::Request::try_from_http_request(&request))
    else {
        return false;
    };
    let encoded =
        decoded.try_into_http_request("https://example.org", (), &SupportedVersions::unknown());
    let encoded = encoded.unwrap_or_else(|error| panic!("{error}"));
    let again =
        parts::Request::try_from_http_request(&encoded).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(decoded.parts.parts, again.parts.parts);
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
        (3, "/labels/b/2024/a%20b.jpg\ncontent-type: application/x-www-form-urlencoded\n\nlabel=a+b&label=%26&priority=-1"),
        (3, "/labels/b\ncontent-type: application/x-www-form-urlencoded\n\n"),
        (4, "/pages/7?after=x\nif-none-match: \"a\", \"b,c\"\n\n{\"note\":null,\"color\":\"red\"}"),
        (4, "/pages\n\n{\"color\":null}"),
        (
            5,
            "/parts\ncontent-type: multipart/mixed; boundary=x\n\n--x\r\ncontent-type: text/plain\r\n\
             content-disposition: attachment; name=\"a\"; filename=\"b \\\"c.txt\"; filename*=UTF-8''%C3%A9\r\n\
             x-note: 1\r\n\r\nany\r\n--x\r\n\r\n\r\n--x--\r\n",
        ),
    ]
    .map(|(kind, text)| seed(kind, text))
    .to_vec()
}
