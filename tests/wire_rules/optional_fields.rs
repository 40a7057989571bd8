//! Fields of a type `Option<..>` in every place.

use std::collections::BTreeMap;

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingResponse,
    bytes::Bytes,
    http::{Method, Response},
    metadata::Field,
    ruma_api,
};
use matrix_api_tests::{through_request, through_response};
use serde::{Deserialize, Serialize};

use crate::{encode, endpoint, headers, received};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub from: Option<String>,
    pub limit: u8,
}

/// A tag, which text converts into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tag(String);

impl From<&str> for Tag {
    fn from(tag: &str) -> Self {
        Self(tag.to_owned())
    }
}

/// Writes an `Option` that is never `None`, in upper case.
pub mod upper_case {
    use serde::{Deserialize, Deserializer, Serializer, ser::Error};

    pub fn serialize<S: Serializer>(text: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
        let text = text.as_ref().ok_or_else(|| S::Error::custom("`None` is left out"))?;
        to.serialize_str(&text.to_uppercase())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
        String::deserialize(from).map(|text| Some(text.to_lowercase()))
    }
}

fn page() -> Option<u8> {
    Some(20)
}

endpoint!(
    every_place, POST "/options/{id}", OK,
    {
        #[ruma_api(path)]
        pub id: u8,
        #[ruma_api(query)]
        pub since: Option<String>,
        #[ruma_api(query)]
        #[serde(with = "crate::optional_fields::upper_case")]
        pub order: Option<String>,
        #[ruma_api(query)]
        pub tags: Option<Vec<String>>,
        #[ruma_api(header = ACCEPT_LANGUAGE)]
        pub language: Option<String>,
        pub limit: Option<u64>,
        pub tag: Option<super::Tag>,
        #[serde(rename = "upper", with = "crate::optional_fields::upper_case")]
        pub name: ::core::option::Option<String>,
        pub any: Option<serde_json::Value>,
    },
    {
        #[ruma_api(header = ETAG)]
        pub version: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub redundant: Option<u8>,
        #[serde(default)]
        pub redundant_default: Option<u8>,
    }
);
endpoint!(
    nulls, PUT "/nulls", OK,
    {
        #[ruma_api(nullable)]
        pub always: Option<u8>,
        #[ruma_api(nullable)]
        #[serde(default)]
        pub with_setter: Option<u8>,
        #[serde(default = "crate::optional_fields::page")]
        pub page: Option<u8>,
        pub topic: Option<Option<String>>,
    },
    {}
);
endpoint!(
    nulls_beside_flattened, PUT "/nulls", OK,
    {
        #[ruma_api(nullable)]
        pub always: Option<u8>,
        #[serde(default = "crate::optional_fields::page")]
        pub page: Option<u8>,
        pub topic: Option<Option<String>>,
        pub left_out: Option<u8>,
        #[serde(flatten)]
        pub rest: Option<std::collections::BTreeMap<String, String>>,
    },
    {}
);
endpoint!(
    whole_body, PUT "/whole", OK,
    { #[ruma_api(body)] pub page: Option<super::Page> },
    { #[ruma_api(body)] pub page: Option<super::Page> }
);
endpoint!(
    nullable_whole_body, PUT "/whole", OK,
    { #[ruma_api(body, nullable)] pub page: Option<super::Page> },
    {}
);
endpoint!(
    whole_body_beside_null, PUT "/whole", OK,
    { #[ruma_api(body)] pub page: Option<Option<super::Page>> },
    {}
);
endpoint!(
    whole_body_with_default, PUT "/whole", OK,
    { #[ruma_api(body)] #[serde(default = "crate::optional_fields::page")] pub page: Option<u8> },
    {}
);
endpoint!(
    whole_query, GET "/whole", OK,
    { #[ruma_api(query_all)] pub page: Option<super::Page> },
    {}
);
endpoint!(
    raw_body, PUT "/raw", OK,
    { #[ruma_api(raw_body)] pub content: Option<Vec<u8>> },
    { #[ruma_api(raw_body)] pub content: Option<matrix_api::bytes::Bytes> }
);

#[test]
fn none_is_left_out_in_every_place() {
    let request = every_place::Request::new(1);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.uri(), "https://matrix.example.org/options/1");
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    assert_eq!(encoded.body(), "{}");
    assert_eq!(format!("{decoded:?}"), format!("{request:?}"));

    let (encoded, decoded) = through_response(&every_place::Response::new());
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    assert_eq!(encoded.body(), "{}");
    assert_eq!((decoded.version, decoded.redundant, decoded.redundant_default), (None, None, None));
}

#[test]
fn some_is_the_value_in_every_place() {
    let request = every_place::Request::new(1)
        .since("s1")
        .order("up")
        .tags(vec!["a".to_owned(), "b".to_owned()])
        .language("de")
        .limit(5)
        .tag("t")
        .name("n")
        .any(serde_json::Value::Bool(true));
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(
        encoded.uri(),
        "https://matrix.example.org/options/1?since=s1&order=UP&tags=a&tags=b"
    );
    assert_eq!(encoded.headers()["accept-language"], "de");
    assert_eq!(encoded.body(), r#"{"limit":5,"tag":"t","upper":"N","any":true}"#);
    assert_eq!(format!("{decoded:?}"), format!("{request:?}"));
}

/// Each with the value itself, with what converts into it, with `Some` and with `None`.
#[test]
fn setters_take_values_and_options() {
    let new = || every_place::Request::new(1);
    let text = Some("s1".to_owned());
    assert_eq!(new().since("s1").since, text);
    assert_eq!(new().since(&"s1".to_owned()).since, text);
    assert_eq!(new().since("s1".to_owned()).since, text);
    assert_eq!(new().since(text.clone()).since, text);
    assert_eq!(new().since(Box::<str>::from("s1")).since, text);
    assert_eq!(new().since(String::from_utf8_lossy(b"s1")).since, text);
    assert_eq!(new().since('s').since.as_deref(), Some("s"));
    assert_eq!(new().since("s1").since(None).since, None);
    assert_eq!(new().limit(5).limit, Some(5));
    assert_eq!(new().limit(Some(5)).limit, Some(5));
    assert_eq!(new().limit(5).limit(None).limit, None);
    assert_eq!(new().tag("t").tag, Some(Tag("t".to_owned())));
    assert_eq!(new().tag(Tag("t".to_owned())).tag, Some(Tag("t".to_owned())));
    assert_eq!(new().tag("t").tag(None).tag, None);
    // A type that `Option` itself converts into.
    assert_eq!(new().any(Some(serde_json::Value::Null)).any, Some(serde_json::Value::Null));
    assert_eq!(new().any(serde_json::Value::Null).any(None).any, None);
}

#[test]
fn a_nullable_member_is_always_written() {
    let request = nulls::Request::new(None);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.body(), r#"{"always":null,"with_setter":null,"page":20}"#);
    assert_eq!(format!("{decoded:?}"), format!("{request:?}"));
    let request = request.with_setter(3);
    assert_eq!(encode(&request).body(), r#"{"always":null,"with_setter":3,"page":20}"#);
    let request = nulls::Request::new(Some(7)).page(None);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.body(), r#"{"always":7,"with_setter":null,"page":null}"#);
    assert_eq!(format!("{decoded:?}"), format!("{request:?}"));
}

/// A receiver is lenient, like serde.
#[test]
fn an_absent_nullable_member_is_none() {
    let request = received(Method::PUT, "/nulls", "{}");
    let request = nulls::Request::try_from_http_request(&request).unwrap();
    assert_eq!((request.always, request.with_setter, request.page), (None, None, Some(20)));
    let request = received(Method::PUT, "/nulls", "{}");
    let request = nulls_beside_flattened::Request::try_from_http_request(&request).unwrap();
    assert_eq!((request.always, request.page), (None, Some(20)));
}

#[test]
fn an_option_of_an_option_distinguishes_null() {
    let topic = |text: &str| Some(Some(text.to_owned()));
    for (topic, member) in
        [(None, ""), (Some(None), r#","topic":null"#), (topic("x"), r#","topic":"x""#)]
    {
        let mut request = nulls::Request::new(Some(1)).with_setter(2).page(3);
        request.topic = topic.clone();
        let (encoded, decoded) = through_request(&request, ());
        let expected = format!(r#"{{"always":1,"with_setter":2,"page":3{member}}}"#);
        assert_eq!(encoded.body(), expected.as_bytes());
        assert_eq!(decoded.topic, topic);

        let mut request = nulls_beside_flattened::Request::new(Some(1)).page(3);
        request.topic = topic.clone();
        let (encoded, decoded) = through_request(&request, ());
        assert_eq!(encoded.body(), format!(r#"{{"always":1,"page":3{member}}}"#).as_bytes());
        assert_eq!(decoded.topic, topic);
    }
    let new = || nulls::Request::new(None);
    assert_eq!(new().topic(Some(None)).topic, Some(None));
    assert_eq!(new().topic(Some(Some("x".to_owned()))).topic, topic("x"));
    assert_eq!(new().topic(Some("x".to_owned())).topic, topic("x"));
}

#[test]
fn a_flattened_option_is_optional() {
    let request = nulls_beside_flattened::Request::new(None);
    assert_eq!(encode(&request).body(), r#"{"always":null,"page":20}"#);
    let rest = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
    let (encoded, decoded) = through_request(&request.rest(rest.clone()), ());
    assert_eq!(encoded.body(), r#"{"always":null,"page":20,"a":"b"}"#);
    assert_eq!(decoded.rest, Some(rest));
}

#[test]
fn an_absent_whole_body_is_empty() {
    let (encoded, decoded) = through_request(&whole_body::Request::new(), ());
    assert_eq!((headers(encoded.headers()), encoded.body().len()), (vec![], 0));
    assert_eq!(decoded.page, None);
    let (encoded, decoded) = through_response(&whole_body::Response::new());
    assert_eq!((headers(encoded.headers()), encoded.body().len()), (vec![], 0));
    assert_eq!((encoded.status().as_u16(), decoded.page), (200, None));

    let page = Page { from: None, limit: 3 };
    let (encoded, decoded) = through_request(&whole_body::Request::new().page(page.clone()), ());
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    assert_eq!(encoded.body(), r#"{"from":null,"limit":3}"#);
    assert_eq!(decoded.page, Some(page));

    for body in ["", " \r\n\t", "\u{feff}", "null"] {
        let request = received(Method::PUT, "/whole", body);
        let request = whole_body::Request::try_from_http_request(&request).unwrap();
        assert_eq!(request.page, None, "{body:?}");
        let answer = Response::new(Bytes::from_static(body.as_bytes()));
        let answer = whole_body::Response::try_from_http_response(&answer).unwrap();
        assert_eq!(answer.page, None, "{body:?}");
    }
    for (body, message) in [
        ("{}", "rule: request body: `limit`: missing"),
        ("\u{b}", "rule: request body: not JSON: expected value at line 1 column 1"),
    ] {
        let request = received(Method::PUT, "/whole", body);
        let error = whole_body::Request::try_from_http_request(&request).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_whole_body_may_be_null() {
    let request = nullable_whole_body::Request::new(None);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    assert_eq!((encoded.body().as_ref(), decoded.page), (b"null".as_slice(), None));
    let request = received(Method::PUT, "/whole", "");
    let request = nullable_whole_body::Request::try_from_http_request(&request).unwrap();
    assert_eq!(request.page, None);

    for (page, body) in [
        (None, ""),
        (Some(None), "null"),
        (Some(Some(Page::default())), r#"{"from":null,"limit":0}"#),
    ] {
        let mut request = whole_body_beside_null::Request::new();
        request.page = page.clone();
        let (encoded, decoded) = through_request(&request, ());
        assert_eq!((encoded.body(), decoded.page), (&Bytes::from_static(body.as_bytes()), page));
    }
    for (page, body) in [(Some(20), "20"), (None, "null")] {
        let request = whole_body_with_default::Request::new();
        assert_eq!(request.page, Some(20));
        let (encoded, decoded) = through_request(&request.page(page), ());
        assert_eq!((encoded.body(), decoded.page), (&Bytes::from_static(body.as_bytes()), page));
    }
    let request = received(Method::PUT, "/whole", "");
    let request = whole_body_with_default::Request::try_from_http_request(&request).unwrap();
    assert_eq!(request.page, Some(20));
}

#[test]
fn an_absent_whole_query_is_empty() {
    let (encoded, decoded) = through_request(&whole_query::Request::new(), ());
    assert_eq!(
        (encoded.uri().to_string().as_str(), decoded.page),
        ("https://matrix.example.org/whole", None)
    );
    let page = Page { from: Some("a".to_owned()), limit: 3 };
    let (encoded, decoded) = through_request(&whole_query::Request::new().page(page.clone()), ());
    assert_eq!(encoded.uri(), "https://matrix.example.org/whole?from=a&limit=3");
    assert_eq!(decoded.page, Some(page));
    for uri in ["/whole", "/whole?", "/whole?&&"] {
        let request = received(Method::GET, uri, "");
        let request = whole_query::Request::try_from_http_request(&request).unwrap();
        assert_eq!(request.page, None, "{uri}");
    }
    let request = received(Method::GET, "/whole?from=a", "");
    let error = whole_query::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request query: `limit`: missing");
}

#[test]
fn an_absent_raw_body_is_empty() {
    let (encoded, decoded) = through_request(&raw_body::Request::new(), ());
    assert_eq!((headers(encoded.headers()), encoded.body().len()), (vec![], 0));
    assert_eq!(decoded.content, None);
    let (encoded, decoded) = through_request(&raw_body::Request::new().content(vec![0, 255]), ());
    assert_eq!(headers(encoded.headers()), ["content-type: application/octet-stream"]);
    assert_eq!(
        (encoded.body().as_ref(), decoded.content),
        ([0, 255].as_slice(), Some(vec![0, 255]))
    );
    let answer = raw_body::Response::new().try_into_http_response().unwrap();
    assert_eq!((headers(answer.headers()), answer.body().len()), (vec![], 0));
    assert_eq!(raw_body::Response::try_from_http_response(&answer).unwrap().content, None);
}

/// A peer that checks what is required reads this from the metadata.
#[test]
fn the_metadata_says_which_fields_are_optional() {
    fn required<R: matrix_api::Endpoint>() -> Vec<&'static str> {
        let required = |field: &&Field| !field.optional;
        R::METADATA.request_fields.iter().filter(required).map(|field| field.name).collect()
    }
    assert_eq!(required::<every_place::Request>(), ["id"]);
    assert_eq!(required::<nulls::Request>(), ["always"]);
    assert_eq!(required::<nulls_beside_flattened::Request>(), ["always"]);
    assert!(required::<whole_body::Request>().is_empty());
    assert_eq!(required::<nullable_whole_body::Request>(), ["page"]);
    assert!(required::<whole_query::Request>().is_empty());
    assert!(required::<raw_body::Request>().is_empty());
}
