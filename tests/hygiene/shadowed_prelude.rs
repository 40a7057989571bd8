//! A module that shadows every name of the prelude.

#[allow(dead_code, unused_macros)]
mod shadowed {
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod serde {}
    pub(super) mod http {}
    pub(super) mod matrix_api {}
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Box;
    pub(super) struct Bytes;
    pub(super) struct Metadata;
    pub(super) struct Encoder;
    pub(super) trait Clone {}
    pub(super) trait Debug {}
    pub(super) trait Default {}
    pub(super) trait From {}
    pub(super) trait Into {}
    pub(super) trait Iterator {}
    pub(super) trait Serialize {}
    pub(super) trait Deserialize {}
    pub(super) trait Endpoint {}
    pub(super) trait OutgoingRequest {}
    macro_rules! vec {
        () => {};
    }
    macro_rules! format {
        () => {};
    }

    ::matrix_api::ruma_api! {
        metadata {
            description: "Every place of a request.",
            method: PUT,
            name: "every_place",
            path: "/items/{id}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            /// Path.
            #[ruma_api(path)]
            pub id: ::std::string::String,
            /// Query.
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            pub filter: ::std::option::Option<::std::string::String>,
            /// Header.
            #[ruma_api(header = ETAG)]
            #[serde(default)]
            pub version: ::std::primitive::u64,
            /// Body.
            pub password: ::std::string::String,
        }
        response {
            /// Body.
            #[ruma_api(raw_body)]
            pub content: ::matrix_api::bytes::Bytes,
        }
        response SEE_OTHER {
            /// Status.
            #[ruma_api(status)]
            pub status: ::matrix_api::http::StatusCode,
            /// Body.
            #[serde(flatten)]
            pub other: ::std::collections::BTreeMap<::std::string::String, ::std::primitive::u8>,
            /// Body.
            pub token: ::std::string::String,
        }
    }
}

#[test]
fn a_block_does_not_depend_on_the_prelude() {
    let request = shadowed::Request::new("a".to_owned(), "hunter2".to_owned())
        .filter("b".to_owned())
        .version(7_u64);
    let (encoded, decoded) = matrix_api_tests::through_request(&request, ());
    assert_eq!(encoded.uri(), "https://matrix.example.org/items/a?filter=b");
    assert_eq!(decoded.version, 7);
    assert_eq!(
        format!("{decoded:?}"),
        r#"Request { id: "a", filter: Some("b"), version: 7, password: <hidden> }"#
    );
    let other = std::iter::once(("a".to_owned(), 1)).collect();
    let response = shadowed::Response::from(shadowed::SeeOtherResponse::new(other, "b".to_owned()));
    assert_eq!(
        format!("{response:?}"),
        r#"SeeOther(SeeOtherResponse { status: 303, other: {"a": 1}, token: <hidden> })"#
    );
    let (encoded, decoded) = matrix_api_tests::through_response(&response);
    assert_eq!(encoded.status(), 303);
    assert_eq!(encoded.body(), r#"{"a":1,"token":"b"}"#);
    assert_eq!(format!("{decoded:?}"), format!("{response:?}"));
}
