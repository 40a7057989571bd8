//! Path arguments, queries and headers.

use std::collections::BTreeSet;

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{HeaderValue, Method, Response},
};
use matrix_api_tests::through_request;

use crate::{
    encode, flattened, headers, item, received, required_lists, required_newtype, required_scalars,
    response_headers, search,
};

#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Newtype<T>(pub T);

#[test]
fn a_header_of_a_response_that_is_not_utf_8_is_absent_if_it_is_optional() {
    let read = |headers: &[(&'static str, &[u8])]| {
        let mut response = Response::new(Bytes::new());
        for (name, value) in headers {
            response.headers_mut().append(*name, HeaderValue::from_bytes(value).unwrap());
        }
        response_headers::Response::try_from_http_response(&response)
    };
    let read_all = read(&[("etag", b"a"), ("link", b"b"), ("x-trace", b"c"), ("server", b"\xe9")]);
    let all = read_all.unwrap();
    assert_eq!((all.optional.as_deref(), all.list), (Some("b"), vec!["c".to_owned()]));
    let latin_1 =
        &[("etag", &b"a"[..]), ("link", b"\xe9"), ("x-trace", b"c"), ("x-trace", b"\xe9")];
    let required = read(latin_1).unwrap();
    assert_eq!(required.required, "a");
    assert_eq!((required.optional, required.list), (None, vec![]));
    let error = read(&[("etag", b"\xe9")]).unwrap_err().to_string();
    assert!(error.starts_with("rule: response header: `etag`: expected UTF-8"), "{error}");
    let mut request = received(Method::GET, "/empty", "");
    let language = HeaderValue::from_bytes(b"\xe9").unwrap();
    request.headers_mut().insert("accept-language", language);
    let error = response_headers::Request::try_from_http_request(&request).unwrap_err();
    assert!(error.to_string().contains("`accept-language`: expected UTF-8"), "{error}");
}

#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Page {
    pub limit: u8,
    pub reverse: bool,
    pub tags: Vec<i16>,
}

#[test]
fn a_flattened_struct_in_a_query_is_read() {
    let page = Page { limit: 5, reverse: false, tags: vec![-1] };
    let request = flattened::Request::new("5".to_owned(), page);
    let (encoded, decoded) = through_request(&request, ());
    let query = encoded.uri().query().unwrap();
    assert_eq!(query, "term=5&limit=5&reverse=false&tags=-1");
    assert_eq!((&decoded.term, &decoded.page), (&request.term, &request.page));
    let request = received(Method::GET, "/search?term=5&limit=300&reverse=true&tags=1", "");
    let error = flattened::Request::try_from_http_request(&request).unwrap_err().to_string();
    assert_eq!(error, "rule: request query: invalid value: expected an integer (`u8`)");
    let request = received(Method::GET, "/search?term=5&limit=x&reverse=true&tags=1", "");
    let error = flattened::Request::try_from_http_request(&request).unwrap_err().to_string();
    assert_eq!(error, "rule: request query: `limit`: expected an integer (`u8`), found a string");
}

/// An empty list has no text in a query or in headers, so an absent one is empty.
#[test]
fn a_required_list_that_is_absent_is_empty() {
    let request =
        required_lists::Request::new(vec![], BTreeSet::new(), Newtype(vec![]), vec![], vec![7]);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.uri().path_and_query().unwrap(), "/lists");
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    assert_eq!((decoded.tag, decoded.number), (vec![], BTreeSet::new()));
    assert_eq!((decoded.newtype, decoded.trace), (Newtype(vec![]), vec![]));
    assert_eq!(decoded.member, [7]);
}

#[test]
fn other_required_fields_that_are_absent_are_missing() {
    let request = received(Method::POST, "/lists", "{}");
    let error = required_lists::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request body: `member`: missing");
    let request = received(Method::GET, "/scalars", "");
    let error = required_scalars::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request query: `pair`: missing");
    let error = required_newtype::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request query: `newtype`: missing");
}

#[test]
fn an_empty_query_has_no_question_mark() {
    assert_eq!(encode(&search::Request::new()).uri(), "https://example.org/search");
    let with = |term: &str| encode(&search::Request::new().term(term.to_owned())).uri().to_string();
    assert_eq!(with(""), "https://example.org/search?term=");
    assert_eq!(with("a b&c=d+é"), "https://example.org/search?term=a+b%26c%3Dd%2B%C3%A9");
    for uri in ["/search", "/search?"] {
        let request = received(Method::GET, uri, "");
        assert_eq!(search::Request::try_from_http_request(&request).unwrap().term, None, "{uri}");
    }
}

#[test]
fn a_repeated_key_is_a_list() {
    let request = search::Request::new().tag(["b".to_owned(), "a".to_owned()]);
    assert_eq!(encode(&request).uri(), "https://example.org/search?tag=b&tag=a");
    let request = received(Method::GET, "/search?tag=1&term=x&tag=2&tag=", "");
    let request = search::Request::try_from_http_request(&request).unwrap();
    assert_eq!(request.tag, ["1", "2", ""]);
    let request = received(Method::GET, "/search?term=1&term=1", "");
    let error = search::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request query: `term`: given more than once");
}

#[test]
fn a_repeated_header_is_a_list() {
    let request = search::Request::new().trace(["b c".to_owned(), "a".to_owned()]);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(headers(encoded.headers()), ["x-trace: b c", "x-trace: a"]);
    assert_eq!(decoded.trace, request.trace);
}

#[test]
fn header_values_that_http_does_not_allow_are_refused() {
    for value in ["a\r\nx-evil: 1", "a\nb", "\0", "a\u{7f}", " a", "a\t", "\u{1b}[31m"] {
        let request = search::Request::new().language(value.to_owned());
        let error = request
            .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "rule: request header: `accept-language`: a header value must not have \
             control characters, or spaces at its ends",
            "{value:?}"
        );
    }
    for value in ["", "de", "de, en;q=0.5", "\"a\tb\"", "é"] {
        let request = search::Request::new().language(value.to_owned());
        let (_, decoded) = through_request(&request, ());
        assert_eq!(decoded.language.as_deref(), Some(value));
    }
}

#[test]
fn path_arguments_are_encoded_by_segment_and_bound_by_name() {
    let path = |list: &str, entry: &str| {
        let request = item::Request::new(entry.to_owned(), list.to_owned());
        let (encoded, decoded) = through_request(&request, ());
        assert_eq!((decoded.list.as_str(), decoded.entry.as_str()), (list, entry));
        encoded.uri().path().to_owned()
    };
    assert_eq!(path("a", "b"), "/items/a/entries/b");
    assert_eq!(path("a/b", "c/entries/d"), "/items/a%2Fb/entries/c%2Fentries%2Fd");
    assert_eq!(path("!r:example.org", "$é"), "/items/!r%3Aexample.org/entries/%24%C3%A9");
    assert_eq!(path("?q#f", "a%2Fb"), "/items/%3Fq%23f/entries/a%252Fb");
    assert_eq!(path("a b+c", "..."), "/items/a%20b%2Bc/entries/...");
}

#[test]
fn path_arguments_that_would_change_the_path_are_refused_on_both_sides() {
    for argument in ["", ".", ".."] {
        let request = item::Request::new("e".to_owned(), argument.to_owned());
        let error = request
            .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "rule: request path: `list`: a path argument must not be empty, `.` or `..`"
        );
    }
    let not_a_segment = "invalid value: a path argument must not be empty, `.` or `..`";
    let encoding = "expected UTF-8, with two hexadecimal digits after each `%`";
    for (path, field, expected) in [
        ("/items/../entries/e", "list", not_a_segment),
        ("/items/%2e%2E/entries/e", "list", not_a_segment),
        ("/items/.%2e/entries/e", "list", not_a_segment),
        ("/items/l/entries/%2e", "entry", not_a_segment),
        ("/items/l/entries/%ff", "entry", encoding),
        ("/items/l/entries/%", "entry", encoding),
        ("/items/l/entries/%4", "entry", encoding),
        ("/items/l/entries/%zz", "entry", encoding),
    ] {
        let request = received(Method::GET, path, "");
        let error = item::Request::try_from_http_request(&request).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("rule: request path: `{field}`: {expected}"),
            "{path}"
        );
    }
}
