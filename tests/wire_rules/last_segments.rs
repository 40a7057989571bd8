//! The last segment of a path: it may be absent, or be all segments that are left.

use matrix_api::{
    Endpoint, IncomingRequest, OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{Method, Request},
};
use matrix_api_tests::through_request;

use crate::{encode, received};

/// Defines a GET endpoint in its own module, by path and path fields.
macro_rules! paths {
    ($($name:ident: $path:literal { $($request:tt)* })*) => {$(
        pub mod $name {
            matrix_api::ruma_api! {
                metadata {
                    description: "For rules about the last segment.",
                    method: GET,
                    name: "rule",
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                }
                #[derive(PartialEq)]
                request { $($request)* }
                response {}
            }
        }
    )*};
}

paths! {
    state: "/state/{kind}/{key}" {
        #[ruma_api(path)]
        pub kind: String,
        #[ruma_api(path)]
        #[serde(default)]
        pub key: String,
        #[ruma_api(query)]
        #[serde(default)]
        pub at: u8,
    }
    optional_state: "/state/{kind}/{key}" {
        #[ruma_api(path)]
        pub key: Option<String>,
        #[ruma_api(path)]
        pub kind: String,
    }
    skipped_state: "/{key}" {
        #[ruma_api(path)]
        #[serde(skip_serializing_if = "String::is_empty")]
        pub key: String,
    }
    numbered: "/n/{number}" {
        #[ruma_api(path)]
        #[serde(default)]
        pub number: u8,
    }
    with_function: "/f/{key}" {
        #[ruma_api(path)]
        #[serde(default = "super::underscore", with = "super::reversed")]
        pub key: String,
    }
    object: "/o/{bucket}/{key..}" {
        #[ruma_api(path)]
        pub bucket: String,
        #[ruma_api(path)]
        pub key: String,
    }
    segments: "/s/{key..}" {
        #[ruma_api(path)]
        pub key: Vec<String>,
    }
    numbers: "/{key..}" {
        #[ruma_api(path)]
        #[serde(default)]
        pub key: Vec<u8>,
    }
    objects: "/o/{bucket}/{key..}" {
        #[ruma_api(path)]
        pub bucket: String,
        #[ruma_api(path)]
        pub key: Option<String>,
    }
}

pub mod strict {
    matrix_api::ruma_api! {
        metadata {
            description: "For serde's own derives.",
            method: PUT,
            name: "strict",
            history: {
                unstable("org.example") => "/unstable/{list}/{item..}",
                1.1 => "/v3/{list}/items/{item..}",
            },
            rate_limited: false,
            requires_authentication: false,
        }
        #[serde(deny_unknown_fields)]
        request {
            #[ruma_api(path)]
            pub list: String,
            #[ruma_api(path)]
            pub item: String,
            #[ruma_api(query)]
            pub word: String,
        }
        response {}
    }
}

pub fn underscore() -> String {
    "_".to_owned()
}

/// The text backwards.
pub mod reversed {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::ptr_arg, reason = "serde passes a reference to the field")]
    pub fn serialize<S: Serializer>(text: &String, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text.chars().rev().collect::<String>())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer).map(|text| text.chars().rev().collect())
    }
}

fn path<R>(request: &R) -> String
where
    R: OutgoingRequest<Authentication = matrix_api::authentication::NoAuthentication>
        + IncomingRequest
        + PartialEq
        + std::fmt::Debug,
{
    let (encoded, decoded) = through_request(request, ());
    assert_eq!(&decoded, request);
    let below = request
        .try_into_http_request("https://example.org/sub/", (), &SupportedVersions::unknown())
        .unwrap();
    let expected = format!("/sub{}", encoded.uri().path());
    assert!([&*expected, expected.trim_end_matches('/')].contains(&below.uri().path()));
    encoded.uri().path_and_query().unwrap().to_string()
}

fn error<R>(request: &R) -> String
where
    R: OutgoingRequest<Authentication = matrix_api::authentication::NoAuthentication>,
{
    let encoded =
        request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown());
    encoded.unwrap_err().to_string()
}

fn get(path: &str) -> Request<Bytes> {
    received(Method::GET, path, "")
}

#[test]
fn a_default_takes_its_slash_with_it() {
    let state = |key: &str| state::Request::new("t".to_owned()).key(key);
    assert_eq!(path(&state("k")), "/state/t/k?at=0");
    assert_eq!(path(&state("k/l")), "/state/t/k%2Fl?at=0");
    assert_eq!(path(&state("")), "/state/t?at=0");
    for uri in ["/state/t", "/state/t/", "/state/t?at=0", "/state/t/?"] {
        let received = state::Request::try_from_http_request(&get(uri)).unwrap();
        assert_eq!(received, state(""), "{uri}");
    }
    assert_eq!(path(&skipped_state::Request::new().key("k")), "/k");
    assert_eq!(path(&skipped_state::Request::new()), "/");
    // Only an empty text is left out.
    assert_eq!(path(&numbered::Request::new()), "/n/0");
    assert_eq!(numbered::Request::try_from_http_request(&get("/n/")).unwrap().number, 0);
}

#[test]
fn none_takes_its_slash_with_it() {
    let state = |key: Option<&str>| {
        optional_state::Request::new("t".to_owned()).key(key.map(str::to_owned))
    };
    assert_eq!(path(&state(Some("k"))), "/state/t/k");
    assert_eq!(path(&state(None)), "/state/t");
    for uri in ["/state/t", "/state/t/"] {
        let received = optional_state::Request::try_from_http_request(&get(uri)).unwrap();
        assert_eq!(received, state(None), "{uri}");
    }
    // It would be read as `None`.
    assert_eq!(
        error(&state(Some(""))),
        "rule: request path: `key`: a path argument must not be empty, `.` or `..`"
    );
}

#[test]
fn an_empty_text_is_refused_if_the_default_is_another_one() {
    assert_eq!(path(&with_function::Request::new().key("ab")), "/f/ba");
    assert_eq!(path(&with_function::Request::new()), "/f/_");
    let absent = with_function::Request::try_from_http_request(&get("/f")).unwrap();
    assert_eq!(absent.key, "_");
    assert_eq!(
        error(&with_function::Request::new().key("")),
        "rule: request path: `key`: a path argument must not be empty, `.` or `..`"
    );
}

#[test]
fn other_paths_are_not_those_of_an_optional_end() {
    for uri in ["/state", "/state/", "/state//k", "/state/t//", "/state/t/k/", "/state/t/k/l"] {
        assert!(state::Request::try_from_http_request(&get(uri)).is_err(), "{uri}");
        assert!(optional_state::Request::try_from_http_request(&get(uri)).is_err(), "{uri}");
    }
    let malformed = state::Request::try_from_http_request(&get("/state/t/%2e")).unwrap_err();
    assert_eq!(
        malformed.to_string(),
        "rule: request path: `key`: invalid value: a path argument must not be empty, `.` or `..`"
    );
}

#[test]
fn the_rest_of_a_path_is_encoded_segment_by_segment() {
    let object = |key: &str| object::Request::new("b".to_owned(), key.to_owned());
    assert_eq!(path(&object("k")), "/o/b/k");
    assert_eq!(path(&object("photos/2024 é/%2F.jpg")), "/o/b/photos/2024%20%C3%A9/%252F.jpg");
    // An encoded slash is a slash of the text.
    let slash = object::Request::try_from_http_request(&get("/o/b/k%2Fl/m")).unwrap();
    assert_eq!(slash, object("k/l/m"));
    let segments = |key: &[&str]| {
        segments::Request::new(key.iter().map(|segment| (*segment).to_owned()).collect())
    };
    assert_eq!(path(&segments(&["a"])), "/s/a");
    assert_eq!(path(&segments(&["a/b", "c", "é"])), "/s/a%2Fb/c/%C3%A9");
    assert_eq!(path(&numbers::Request::new().key(vec![1, 2, 3])), "/1/2/3");
    let mut paths = object::Request::METADATA.path.templates();
    assert_eq!(paths.next().and_then(|path| path.rest()), Some("key"));
}

#[test]
fn segments_that_would_change_the_path_are_refused_on_both_sides() {
    let expected =
        "rule: request path: `key`: a segment of a path argument must not be empty, `.` or `..`";
    for key in ["", "/a", "a/", "a//b", ".", "a/./b", "..", "../b", "a/.."] {
        let object = object::Request::new("b".to_owned(), key.to_owned());
        assert_eq!(error(&object), expected, "{key}");
        let key = key.split('/').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(error(&segments::Request::new(key)), expected);
    }
    assert_eq!(
        error(&segments::Request::new(vec![])),
        "rule: request path: `key`: the path argument is missing"
    );
    let expected = "rule: request path: `key`: invalid value: a segment of a path argument must not be \
                    empty, `.` or `..`";
    for key in ["a/", "a//b", "./a", "a/..", "a/%2e%2E/b", "a%2F..%2Fb", "%2Fa", "a%2f", "a%2F%2fb"]
    {
        let read = object::Request::try_from_http_request(&get(&format!("/o/b/{key}")));
        assert_eq!(read.unwrap_err().to_string(), expected, "{key}");
    }
    for key in ["a/", "a//b", "./a", "a/..", "a/%2e%2E/b"] {
        let read = segments::Request::try_from_http_request(&get(&format!("/s/{key}")));
        assert_eq!(read.unwrap_err().to_string(), expected, "{key}");
    }
    for path in ["/o/b", "/o/b/", "/o//k", "/o"] {
        let read = object::Request::try_from_http_request(&get(path)).unwrap_err().to_string();
        assert!(read.contains("the path of the request is not one of"), "{path}: {read}");
    }
    let number = numbers::Request::try_from_http_request(&get("/1/x")).unwrap_err();
    assert_eq!(
        number.to_string(),
        "rule: request path: `key`: invalid value: expected an integer (`u8`)"
    );
    let malformed = object::Request::try_from_http_request(&get("/o/b/k/%ff")).unwrap_err();
    assert!(malformed.to_string().contains("`key`: expected UTF-8"), "{malformed}");
}

#[test]
fn the_rest_of_a_path_may_be_absent() {
    let objects =
        |key: Option<&str>| objects::Request::new("b".to_owned()).key(key.map(str::to_owned));
    assert_eq!(path(&objects(None)), "/o/b");
    assert_eq!(path(&objects(Some("k/l"))), "/o/b/k/l");
    assert_eq!(path(&numbers::Request::new()), "/");
    for uri in ["/o/b", "/o/b/"] {
        let read = objects::Request::try_from_http_request(&get(uri)).unwrap();
        assert_eq!(read, objects(None), "{uri}");
    }
    assert!(objects::Request::try_from_http_request(&get("/o/")).is_err());
    assert!(objects::Request::try_from_http_request(&get("/o/b//k")).is_err());
}

#[test]
fn every_path_of_a_history_has_the_rest() {
    let request = strict::Request::new("l".to_owned(), "a/b c".to_owned(), "w".to_owned());
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.uri().path(), "/v3/l/items/a/b%20c");
    assert_eq!((decoded.list, decoded.item), ("l".to_owned(), "a/b c".to_owned()));
    for (path, item) in [("/unstable/l/a/b", "a/b"), ("/v3/l/items/a%2Fb", "a/b")] {
        let request = received(Method::PUT, &format!("{path}?word=w"), "{}");
        assert_eq!(strict::Request::try_from_http_request(&request).unwrap().item, item);
    }
    let request = received(Method::PUT, "/v3/l/items/a//b?word=w", "{}");
    let error = strict::Request::try_from_http_request(&request).unwrap_err().to_string();
    assert!(error.starts_with("strict: request path: `item`: invalid value"), "{error}");
    let (encoded, _) = (encode(&object::Request::new("b".into(), "k".into())), ());
    assert!(encoded.body().is_empty());
}
