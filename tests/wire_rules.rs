//! The rules of the wire, each against HTTP messages that are written out.

#![allow(missing_docs, reason = "the names of the endpoints say it")]
#![allow(clippy::panic, reason = "a test that cannot go on fails")]

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
    bytes::Bytes,
    http::{HeaderMap, Method, Request, Response, StatusCode},
    ruma_api,
};
use matrix_api_tests::{through_request, through_response};

/// An endpoint in a module of its own: method, path and status, and the fields.
macro_rules! endpoint {
    ($name:ident, $method:ident $path:literal, $status:ident, { $($request:tt)* }, { $($response:tt)* }) => {
        pub mod $name {
            super::ruma_api! {
                metadata {
                    description: "For a rule of the wire.",
                    method: $method,
                    name: "rule",
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                    status: $status,
                }
                request { $($request)* }
                response { $($response)* }
            }
        }
    };
}

endpoint!(get, GET "/empty", OK, {}, {});
endpoint!(head, HEAD "/empty", OK, {}, {});
endpoint!(post, POST "/empty", OK, {}, {});
endpoint!(put, PUT "/empty", OK, {}, {});
endpoint!(patch, PATCH "/empty", OK, {}, {});
endpoint!(delete, DELETE "/empty", OK, {}, {});
endpoint!(options, OPTIONS "/empty", OK, {}, {});
endpoint!(no_content, POST "/empty", NO_CONTENT, {}, {});
endpoint!(
    redirect, GET "/redirect", FOUND,
    {},
    {
        #[ruma_api(header = LOCATION)]
        pub location: String,
    }
);
endpoint!(
    members, POST "/members", OK,
    {
        pub required: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub optional: Option<u8>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub list: Vec<u8>,
    },
    {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub optional: Option<u8>,
    }
);
endpoint!(
    media, POST "/media", OK,
    {
        #[ruma_api(header = CONTENT_TYPE)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub content_type: Option<String>,
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    },
    {
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    }
);
endpoint!(
    search, GET "/search", OK,
    {
        #[ruma_api(query)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub term: Option<String>,
        #[ruma_api(query)]
        #[serde(default)]
        pub tag: Vec<String>,
        #[ruma_api(header = ACCEPT_LANGUAGE)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        #[ruma_api(header = "X-Trace")]
        #[serde(default)]
        pub trace: Vec<String>,
    },
    {}
);
endpoint!(
    item, GET "/items/{list}/entries/{entry}", OK,
    {
        #[ruma_api(path)]
        pub entry: String,
        #[ruma_api(path)]
        pub list: String,
    },
    {}
);

fn encode<R: OutgoingRequest<Authentication = matrix_api::authentication::NoAuthentication>>(
    request: &R,
) -> Request<Bytes> {
    request
        .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn received(method: Method, uri: &str, body: &'static str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from_static(body.as_bytes()));
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().unwrap_or_else(|error| panic!("{uri}: {error}"));
    request
}

/// Every header, as `name: value`.
fn headers(headers: &HeaderMap) -> Vec<String> {
    let line = |(name, value): (_, &matrix_api::http::HeaderValue)| {
        format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))
    };
    headers.iter().map(line).collect()
}

#[test]
fn a_request_without_fields_is_an_empty_object_except_for_get_and_head() {
    fn sent<R>(request: &R) -> (String, Vec<String>, String)
    where
        R: OutgoingRequest<Authentication = matrix_api::authentication::NoAuthentication>,
    {
        let request = encode(request);
        let line = format!("{} {}", request.method(), request.uri());
        (line, headers(request.headers()), String::from_utf8_lossy(request.body()).into_owned())
    }
    let line = |method: &str| format!("{method} https://example.org/empty");
    let bare = |method| (line(method), vec![], String::new());
    let json = || vec!["content-type: application/json".to_owned()];
    let object = |method| (line(method), json(), "{}".to_owned());
    assert_eq!(sent(&get::Request::new()), bare("GET"));
    assert_eq!(sent(&head::Request::new()), bare("HEAD"));
    assert_eq!(sent(&post::Request::new()), object("POST"));
    assert_eq!(sent(&put::Request::new()), object("PUT"));
    assert_eq!(sent(&patch::Request::new()), object("PATCH"));
    assert_eq!(sent(&delete::Request::new()), object("DELETE"));
    assert_eq!(sent(&options::Request::new()), object("OPTIONS"));
}

#[test]
fn an_answer_without_fields_is_an_empty_object() {
    let answer = post::Response::new().try_into_http_response().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(headers(answer.headers()), ["content-type: application/json"]);
    assert_eq!(answer.body(), "{}");
}

#[test]
fn an_answer_204_and_a_redirect_have_no_body() {
    let answer = no_content::Response::new().try_into_http_response().unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!((headers(answer.headers()), answer.body().len()), (vec![], 0));

    let redirect = redirect::Response::new("https://sso.example.org/?a=b".to_owned());
    let (answer, read) = through_response(&redirect);
    assert_eq!(answer.status(), 302);
    assert_eq!(headers(answer.headers()), ["location: https://sso.example.org/?a=b"]);
    assert!(answer.body().is_empty());
    assert_eq!(read.location, redirect.location);
}

#[test]
fn every_success_is_one_to_an_endpoint_that_answers_with_one() {
    for status in [200, 201, 202, 204] {
        let answer = Response::builder().status(status).body(Bytes::new()).unwrap();
        assert!(post::Response::try_from_http_response(&answer).is_ok(), "{status}");
        assert!(no_content::Response::try_from_http_response(&answer).is_ok(), "{status}");
        let mut located = answer.clone();
        located.headers_mut().insert("location", "/".parse().unwrap());
        assert!(redirect::Response::try_from_http_response(&located).is_err(), "{status}");
    }
    for status in [301, 302, 304, 400, 401, 404, 500, 503] {
        let answer = Response::builder().status(status).body(Bytes::new()).unwrap();
        assert!(post::Response::try_from_http_response(&answer).is_err(), "{status}");
    }
}

#[test]
fn an_empty_body_is_read_as_an_empty_object() {
    for body in ["", "{}", " ", "\r\n", " { } "] {
        let request = received(Method::POST, "/empty", body);
        assert!(post::Request::try_from_http_request(&request).is_ok(), "{body:?}");
        let answer = Response::new(Bytes::from_static(body.as_bytes()));
        let answer = members::Response::try_from_http_response(&answer).unwrap();
        assert_eq!(answer.optional, None, "{body:?}");
    }
    let error = members::Request::try_from_http_request(&received(Method::POST, "/members", ""))
        .unwrap_err();
    assert_eq!(error.to_string(), "rule: request body: `required`: missing");
}

#[test]
fn json_says_that_it_is_json_and_is_read_without_saying_so() {
    let request = members::Request::new("x".to_owned());
    let encoded = encode(&request);
    assert_eq!(headers(encoded.headers()), ["content-type: application/json"]);
    for content_type in ["application/json", "application/json; charset=utf-8", "text/plain", "??"]
    {
        let mut other = encoded.clone();
        other.headers_mut().insert("content-type", content_type.parse().unwrap());
        assert!(members::Request::try_from_http_request(&other).is_ok(), "{content_type}");
    }
    let silent = received(Method::POST, "/members", r#"{"required":"x"}"#);
    assert_eq!(members::Request::try_from_http_request(&silent).unwrap().required, "x");
}

#[test]
fn bytes_are_octets_unless_a_header_of_the_endpoint_says_otherwise() {
    let (encoded, decoded) = through_request(&media::Request::new(vec![0, 0xff, b'{']), ());
    assert_eq!(headers(encoded.headers()), ["content-type: application/octet-stream"]);
    assert_eq!(encoded.body().as_ref(), [0, 0xff, b'{']);
    assert_eq!(decoded.content, [0, 0xff, b'{']);

    let request = media::Request::new(vec![]).content_type("image/png".to_owned());
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(headers(encoded.headers()), ["content-type: image/png"]);
    assert_eq!((encoded.body().len(), decoded.content_type), (0, request.content_type));

    let (encoded, _) = through_response(&media::Response::new(vec![1]));
    assert_eq!(headers(encoded.headers()), ["content-type: application/octet-stream"]);
}

#[test]
fn an_absent_value_is_left_out_and_never_null() {
    assert_eq!(encode(&members::Request::new("x".to_owned())).body(), r#"{"required":"x"}"#);
    let all = members::Request::new("x".to_owned()).optional(5).list([1, 2]);
    assert_eq!(encode(&all).body(), r#"{"required":"x","optional":5,"list":[1,2]}"#);
    let answer = members::Response::new().try_into_http_response().unwrap();
    assert_eq!(answer.body(), "{}");
}

#[test]
fn null_is_read_as_absent_where_a_value_is_optional() {
    let body = r#"{"required":"x","optional":null}"#;
    let request = received(Method::POST, "/members", body);
    assert_eq!(members::Request::try_from_http_request(&request).unwrap().optional, None);
}

#[test]
fn unknown_fields_are_ignored_everywhere() {
    let body = r#"{"org.example.new":{"a":[1,{}]},"required":"x","optional":5,"zz":null}"#;
    let mut request = received(Method::POST, "/members?new=1&%zz=&=&&x", body);
    request.headers_mut().insert("x-new", "1".parse().unwrap());
    let request = members::Request::try_from_http_request(&request).unwrap();
    assert_eq!((request.required.as_str(), request.optional), ("x", Some(5)));
    let request = received(Method::GET, "/search?new=1&term=a&term2=b", "");
    let request = search::Request::try_from_http_request(&request).unwrap();
    assert_eq!(request.term.as_deref(), Some("a"));
}

#[test]
fn a_body_that_no_field_travels_in_is_not_read() {
    let request = received(Method::GET, "/search?term=a", "no JSON");
    assert!(search::Request::try_from_http_request(&request).is_ok());
}

#[test]
fn there_is_no_question_mark_without_a_query() {
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
    let request = search::Request::new().trace(["b, c".to_owned(), "a".to_owned()]);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(headers(encoded.headers()), ["x-trace: b, c", "x-trace: a"]);
    assert_eq!(decoded.trace, request.trace);
    let mut request = received(Method::GET, "/search", "");
    request.headers_mut().append("accept-language", "de".parse().unwrap());
    request.headers_mut().append("accept-language", "de".parse().unwrap());
    let error = search::Request::try_from_http_request(&request).unwrap_err();
    assert_eq!(error.to_string(), "rule: request header: `accept-language`: given more than once");
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
            "rule: request header: `accept-language`: a header value must have no control \
             characters and no spaces around it",
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
fn path_arguments_are_encoded_per_segment_and_bound_by_name() {
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
fn path_arguments_that_would_make_another_path_are_refused_on_both_sides() {
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
    for (path, expected) in [
        (
            "/items/../entries/e",
            "`list`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/items/%2e%2E/entries/e",
            "`list`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/items/l/entries/%2e",
            "`entry`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/items/l/entries/%ff",
            "`entry`: expected UTF-8, with a `%` ahead of two hexadecimal digits only",
        ),
    ] {
        let request = received(Method::GET, path, "");
        let error = item::Request::try_from_http_request(&request).unwrap_err();
        assert_eq!(error.to_string(), format!("rule: request path: {expected}"), "{path}");
    }
}

#[test]
fn another_path_is_another_endpoint() {
    let message = "rule: the request's path is none of the endpoint's: \
                   /items/{list}/entries/{entry}";
    for path in [
        "/items/l/entries/e/",
        "/items/l/entries",
        "/items/l/entries/",
        "/items//entries/e",
        "//items/l/entries/e",
        "/items/l/x/entries/e",
        "/Items/l/entries/e",
        "/",
        "*",
        "/items/l%2Fentries/e",
        "/items/{list}/{entry}",
    ] {
        let request = received(Method::GET, path, "");
        let error = item::Request::try_from_http_request(&request).unwrap_err();
        assert_eq!(error.to_string(), message, "{path}");
    }
}

#[test]
fn another_method_is_another_endpoint_but_head_is_taken_for_get() {
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get"];
    for method in methods {
        let name = Method::from_bytes(method.as_bytes()).unwrap();
        let request = received(name.clone(), "/search", "");
        match search::Request::try_from_http_request(&request) {
            Ok(_) => assert!(["GET", "HEAD"].contains(&method), "{method}"),
            Err(error) => {
                let expected = format!("rule: expected the method GET, found {method}");
                assert_eq!(error.to_string(), expected);
            }
        }
        let taken = post::Request::try_from_http_request(&received(name, "/empty", "")).is_ok();
        assert_eq!(taken, method == "POST", "{method}");
    }
    let request = received(Method::GET, "/empty", "");
    assert!(head::Request::try_from_http_request(&request).is_err());
}

#[test]
fn a_base_url_may_have_a_path_and_a_port_and_a_slash_at_its_end() {
    for (base_url, expected) in [
        ("https://example.org", "https://example.org/empty"),
        ("https://example.org/", "https://example.org/empty"),
        ("http://127.0.0.1:8008", "http://127.0.0.1:8008/empty"),
        ("http://[::1]:8008/", "http://[::1]:8008/empty"),
        ("https://example.org/matrix/", "https://example.org/matrix/empty"),
    ] {
        let request = get::Request::new();
        let request = request.try_into_http_request(base_url, (), &SupportedVersions::unknown());
        assert_eq!(request.unwrap().uri(), expected);
    }
    for base_url in [
        "",
        "example.org",
        "/",
        "ftp://example.org",
        "https://",
        "https:///",
        "https://a?b",
        "https://a/#b",
        "https://a b",
    ] {
        let request = get::Request::new();
        let request = request.try_into_http_request(base_url, (), &SupportedVersions::unknown());
        let error = request.unwrap_err().to_string();
        assert!(error.starts_with("rule: the base URL must be "), "{base_url}: {error}");
    }
}

#[test]
fn metadata_has_the_status_of_a_success() {
    assert_eq!(post::Request::METADATA.status, StatusCode::OK);
    assert_eq!(no_content::Request::METADATA.status, StatusCode::NO_CONTENT);
    assert_eq!(redirect::Request::METADATA.status, StatusCode::FOUND);
}
