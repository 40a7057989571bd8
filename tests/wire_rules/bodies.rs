//! Bodies and their content types.

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse, SupportedVersions,
    bytes::Bytes,
    http::{Method, Response},
};
use matrix_api_tests::{through_request, through_response};

use crate::{
    delete, encode, flattened_members, get, head, headers, media, members, no_content, options,
    patch, post, put, received, redirect, search,
};

#[test]
fn a_request_without_fields_has_an_empty_object_except_for_get_and_head() {
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
fn a_response_without_fields_has_an_empty_object() {
    let answer = post::Response::new().try_into_http_response().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(headers(answer.headers()), ["content-type: application/json"]);
    assert_eq!(answer.body(), "{}");
}

#[test]
fn no_content_and_redirects_have_no_body() {
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
fn json_is_sent_with_a_content_type_and_read_without_one() {
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
fn a_raw_body_is_an_octet_stream_unless_a_field_sets_the_content_type() {
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
fn an_absent_value_is_left_out_and_not_null() {
    assert_eq!(encode(&members::Request::new("x".to_owned())).body(), r#"{"required":"x"}"#);
    let all = members::Request::new("x".to_owned()).optional(5).list([1, 2]);
    assert_eq!(encode(&all).body(), r#"{"required":"x","optional":5,"list":[1,2]}"#);
    let answer = members::Response::new().try_into_http_response().unwrap();
    assert_eq!(answer.body(), "{}");
}

#[test]
fn null_is_read_as_none() {
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
fn a_body_without_fields_is_not_read() {
    let request = received(Method::GET, "/search?term=a", "no JSON");
    assert!(search::Request::try_from_http_request(&request).is_ok());
}

/// The receiver would refuse it, or take either of both.
#[test]
fn a_flattened_map_with_the_key_of_a_field_is_refused() {
    for count in [0, 1, 5, 20, 300] {
        for length in [1, 100, 400] {
            let key = |number: u64| (format!("{number}{}", "k".repeat(length)), number);
            let mut request =
                flattened_members::Request::new("a".repeat(length), (0..count).map(key).collect());
            request.escaped = Some(1);
            let (_, decoded) = through_request(&request, ());
            assert_eq!(decoded.other, request.other);
            for field in ["term", "a\"é"] {
                let mut request = request.clone();
                request.other.insert(field.to_owned(), 1);
                let error = request
                    .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
                    .unwrap_err();
                let expected =
                    format!("rule: request body: the key `{field}` would be written twice");
                assert_eq!(error.to_string(), expected, "{count} {length}");
            }
        }
    }
}
