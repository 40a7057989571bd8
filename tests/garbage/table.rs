//! The error message of each kind of invalid message.

use matrix_api::{
    Endpoint, FromHttpRequestError, IncomingRequest, IncomingResponse,
    bytes::Bytes,
    http::{HeaderValue, Method, Response},
    wire::ResponseDecoder,
};
use serde_json::value::RawValue;

use crate::{BODY, PATH, anything, item, read_item, request};

#[track_caller]
fn assert_error<T: std::fmt::Debug>(
    result: Result<T, FromHttpRequestError>,
    expected: &str,
    about: &str,
) {
    match result {
        Ok(read) => panic!("{about}: was read as {read:?}"),
        Err(error) => assert_eq!(error.to_string(), format!("change_item: {expected}"), "{about}"),
    }
}

#[track_caller]
fn body_is_refused(body: &str, expected: &str) {
    let expected = format!("request body: {expected}");
    assert_error(read_item(PATH, body.to_owned()), &expected, body);
    // A response gets the same error.
    if expected.starts_with("request body: `title`") || expected.contains("not JSON") {
        let response = Response::new(Bytes::from(body.to_owned()));
        let error = item::Response::try_from_http_response(&response).expect_err(body);
        let expected = expected.replace("request", "response");
        assert_eq!(error.to_string(), format!("change_item: {expected}"));
    }
}

#[test]
fn a_valid_request_is_decoded() {
    let read = read_item(
        "/_matrix/items/%40ann%3Aexample.org/5?limit=10&tag=a&tag=b&strict=true&order=up",
        r#"{"title":"x","editor":"@bob:example.org","addresses":[{"medium":"email","text":"t"}],
            "counts":{"a":-1},"ratio":0.5,"password":"p","extra":[{}]}"#,
    )
    .expect("it is as the endpoint says");
    assert_eq!((read.owner.as_str(), read.number), ("@ann:example.org", 5));
    assert_eq!((read.limit, read.tag.len(), read.strict), (Some(10), 2, true));
    assert_eq!((read.addresses.len(), read.counts["a"]), (1, -1));
}

#[test]
fn invalid_json() {
    for (body, expected) in [
        ("{", "not JSON: EOF while parsing an object at line 1 column 1"),
        ("x", "not JSON: expected value at line 1 column 1"),
        ("{\"title\":\"x\"", "not JSON: EOF while parsing an object at line 1 column 12"),
        ("{\"title\":\"x\"}}", "not JSON: trailing characters at line 1 column 14"),
        ("{\"title\":\"x\",}", "not JSON: key must be a string at line 1 column 14"),
        ("{'title':'x'}", "not JSON: key must be a string at line 1 column 2"),
        ("{\n\"title\":\n x}", "not JSON: expected value at line 3 column 2"),
        ("{\"title\":\"\\x\"}", "not JSON: invalid escape at line 1 column 12"),
        (
            "{\"title\":\"a\nb\"}",
            "not JSON: control character (\\u0000-\\u001F) found while parsing a string at line 1 column 11",
        ),
        (
            "{\"title\":\"\0\"}",
            "not JSON: control character (\\u0000-\\u001F) found while parsing a string at line 1 column 10",
        ),
        ("\0", "not JSON: expected value at line 1 column 1"),
        ("title=x&a=b", "not JSON: expected ident at line 1 column 2"),
        ("<html></html>", "not JSON: HTML or XML begins at line 1 column 1"),
        ("{\"title\":01}", "not JSON: invalid number at line 1 column 11"),
        ("{\"title\":NaN}", "not JSON: expected value at line 1 column 10"),
        ("\u{feff}\u{feff}{}", "not JSON: expected value at line 1 column 1"),
        ("\u{c}", "not JSON: expected value at line 1 column 1"),
    ] {
        body_is_refused(body, expected);
    }
}

#[test]
fn bodies_that_are_not_utf_8() {
    for (body, expected) in [
        (b"{\"title\":\"a\xff\"}".as_slice(), "not JSON: not UTF-8 at line 1 column 12"),
        (
            b"{\"title\":\"x\",\"unknown\":[\"\xc3\"],\"ratio\":\"\"}",
            "not JSON: not UTF-8 at line 1 column 26",
        ),
        (b"{\"\xff\":1,\"title\":\"x\"}", "not JSON: not UTF-8 at line 1 column 3"),
        (b"\xff\xfe{}", "not JSON: expected value at line 1 column 1"),
        (b"{\"\xed\xa0\x80\":1}", "not JSON: not UTF-8 at line 1 column 3"),
    ] {
        let body = Bytes::from_static(body);
        let about = String::from_utf8_lossy(&body).into_owned();
        assert_error(read_item(PATH, body), &format!("request body: {expected}"), &about);
    }
}

#[test]
fn wrong_types_and_values_in_a_body() {
    for (body, expected) in [
        ("null", "expected an object, found null"),
        ("5", "expected an object, found an integer"),
        ("\"x\"", "expected an object, found a string"),
        ("[]", "expected an object, found a list"),
        (r#"["x"]"#, "expected an object, found a list"),
        (r#"{"title":5}"#, "`title`: expected a string, found an integer"),
        (r#"{"title":null}"#, "`title`: expected a string, found null"),
        (r#"{"title":["x"]}"#, "`title`: expected a string, found a list"),
        (r#"{"title":{"a":1}}"#, "`title`: expected a string, found an object"),
        (r#"{"title":"x","editor":5}"#, "`editor`: expected a string: user ID, found an integer"),
        (
            r#"{"title":"x","editor":"bob"}"#,
            "`editor`: invalid value: invalid user ID: it does not start with `@`",
        ),
        (r#"{"title":"x","addresses":{}}"#, "`addresses`: expected a list, found an object"),
        (
            r#"{"title":"x","addresses":[5]}"#,
            "`addresses[0]`: expected an object, found an integer",
        ),
        (
            r#"{"title":"x","addresses":[{"medium":"fax","text":"t"}]}"#,
            "`addresses[0].medium`: invalid value: expected `email` or `msisdn`",
        ),
        (
            r#"{"title":"x","addresses":[{"medium":"email","text":"t"},{"medium":"email","text":false}]}"#,
            "`addresses[1].text`: expected a string, found a boolean",
        ),
        (
            r#"{"title":"x","counts":{"a":1,"b":"2"}}"#,
            "`counts.b`: expected an integer (`i32`), found a string",
        ),
        (
            r#"{"title":"x","counts":{"a b":null}}"#,
            "`counts[\"a b\"]`: expected an integer (`i32`), found null",
        ),
        (r#"{"title":"x","password":5}"#, "`password`: expected a string, found an integer"),
        (
            r#"{"title":"x","password":{"deep":{"deeper":1}}}"#,
            "`password`: expected a string, found an object",
        ),
    ] {
        body_is_refused(body, expected);
    }
}

#[test]
fn raw_json_is_passed_by() {
    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)]
    struct Body {
        raw: Option<Box<RawValue>>,
        raws: Vec<Box<RawValue>>,
        text: String,
    }
    let response = Response::new(Bytes::from(r#"{"raw":{"a":[1]},"raws":["x", 1e999],"text":5}"#));
    let error = ResponseDecoder::new(item::Request::METADATA, &response).json::<Body>();
    let expected = "change_item: response body: `text`: expected a string, found an integer";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[test]
fn missing_and_repeated_members() {
    for (body, expected) in [
        ("", "`title`: missing"),
        ("{}", "`title`: missing"),
        (r#"{"Title":"x"}"#, "`title`: missing"),
        (r#"{"title":"x","addresses":[{"medium":"email"}]}"#, "`addresses[0].text`: missing"),
        (r#"{"title":"x","title":"x"}"#, "`title`: given more than once"),
        (r#"{"title":"x","\u0074itle":"y"}"#, "`title`: given more than once"),
        (r#"{"title":"x","limit":1,"ratio":1,"ratio":1}"#, "`ratio`: given more than once"),
        (
            r#"{"title":"x","addresses":[{"text":"","text":""}]}"#,
            "`addresses[0].text`: given more than once",
        ),
    ] {
        body_is_refused(body, expected);
    }
    // Unknown members can be repeated, as with serde.
    assert!(read_item(PATH, r#"{"a":1,"title":"x","a":[]}"#).is_ok());
}

#[test]
fn numbers_out_of_range() {
    for (body, expected) in [
        (
            r#"{"title":"x","counts":{"a":2147483648}}"#,
            "`counts.a`: invalid value: expected an integer (`i32`)",
        ),
        (
            r#"{"title":"x","counts":{"a":-2147483649}}"#,
            "`counts.a`: invalid value: expected an integer (`i32`)",
        ),
        (
            r#"{"title":"x","counts":{"a":1.0}}"#,
            "`counts.a`: expected an integer (`i32`), found a number",
        ),
        (
            r#"{"title":"x","counts":{"a":99999999999999999999}}"#,
            "`counts.a`: expected an integer (`i32`), found a number",
        ),
        (
            r#"{"title":"x","counts":{"a":1e5}}"#,
            "`counts.a`: expected an integer (`i32`), found a number",
        ),
        (
            r#"{"title":"x","ratio":1e999}"#,
            "`ratio`: invalid value: expected a number of at most 64 bits",
        ),
        (
            r#"{"title":"x","ratio":-1e999}"#,
            "`ratio`: invalid value: expected a number of at most 64 bits",
        ),
    ] {
        body_is_refused(body, expected);
    }
    for (query, expected) in [
        ("limit=65536", "`limit`: invalid value: expected an integer (`u16`)"),
        ("limit=-1", "`limit`: invalid value: expected an integer (`u16`)"),
        (
            "limit=99999999999999999999999999999999999999999",
            "`limit`: invalid value: expected an integer (`u16`)",
        ),
    ] {
        let expected = format!("request query: {expected}");
        assert_error(read_item(&format!("{PATH}?{query}"), BODY), &expected, query);
    }
    for number in ["256", "-1", "1.0", "0x1", "%2B1", "+1", "1%00", "%D9%A3"] {
        let expected = "request path: `number`: invalid value: expected an integer (`u8`)";
        assert_error(
            read_item(&format!("/_matrix/items/@ann:example.org/{number}"), BODY),
            expected,
            number,
        );
    }
}

#[test]
fn invalid_queries() {
    for (query, expected) in [
        ("limit=x", "`limit`: invalid value: expected an integer (`u16`)"),
        ("limit=", "`limit`: invalid value: expected an integer (`u16`)"),
        ("limit", "`limit`: invalid value: expected an integer (`u16`)"),
        ("limit=1&limit=1", "`limit`: given more than once"),
        ("limit=1&tag=x&%6Cimit=2", "`limit`: given more than once"),
        ("strict=yes", "`strict`: invalid value: expected a boolean"),
        ("strict=TRUE", "`strict`: invalid value: expected a boolean"),
        ("strict=1", "`strict`: invalid value: expected a boolean"),
        ("order=sideways", "`order`: invalid value: expected `up` or `down`"),
        ("order=up&order=down", "`order`: given more than once"),
        ("tag=a&tag=%ff", "`tag`: expected UTF-8, with two hexadecimal digits after each `%`"),
        ("tag=%", "`tag`: expected UTF-8, with two hexadecimal digits after each `%`"),
        ("tag=%4", "`tag`: expected UTF-8, with two hexadecimal digits after each `%`"),
        ("tag=%4x", "`tag`: expected UTF-8, with two hexadecimal digits after each `%`"),
    ] {
        let expected = format!("request query: {expected}");
        assert_error(read_item(&format!("{PATH}?{query}"), BODY), &expected, query);
    }
    let anything = |query: &str| {
        let request = request(Method::POST, &format!("/anything?{query}"), "");
        anything::Request::try_from_http_request(&request).expect_err(query).to_string()
    };
    // Names from the client are kept on one line.
    let problem = "expected UTF-8, with two hexadecimal digits after each `%`";
    for (query, location) in
        [("a.b=%zz", "`[\"a.b\"]`: "), ("a%0a%00=%zz", "`[\"a\\n\\0\"]`: "), ("%ff=1", "")]
    {
        assert_eq!(anything(query), format!("anything: request query: {location}{problem}"));
    }
    let read = read_item(&format!("{PATH}?tag=%00&%ff=1&=&&tag=a%26b"), BODY).expect("it is odd");
    assert_eq!(read.tag, ["\0", "a&b"]);
}

/// Names and values.
type Headers<'a> = &'a [(&'static str, &'a [u8])];

#[test]
fn invalid_headers() {
    let with = |headers: Headers<'_>| {
        let mut request = request(Method::PUT, PATH, BODY);
        for (name, value) in headers {
            let value = HeaderValue::from_bytes(value).unwrap_or_else(|error| panic!("{error}"));
            request.headers_mut().append(*name, value);
        }
        item::Request::try_from_http_request(&request)
    };
    let cases: &[(Headers<'_>, &str)] = &[
        (&[("if-match", b"x")], "`if-match`: invalid value: expected an integer (`u64`)"),
        (&[("if-match", b"")], "`if-match`: invalid value: expected an integer (`u64`)"),
        (
            &[("if-match", b"18446744073709551616")],
            "`if-match`: invalid value: expected an integer (`u64`)",
        ),
        (&[("if-match", b"1"), ("if-match", b"1")], "`if-match`: given more than once"),
        (
            &[("if-match", b"\xff")],
            "`if-match`: expected UTF-8, with two hexadecimal digits after each `%`",
        ),
        (
            &[("x-note", b"a"), ("x-note", b"\xc3\x28")],
            "`x-note`: expected UTF-8, with two hexadecimal digits after each `%`",
        ),
    ];
    for (headers, expected) in cases {
        assert_error(with(headers), &format!("request header: {expected}"), expected);
    }
    assert_eq!(
        with(&[("x-note", b"%ff"), ("x-note", "é".as_bytes())]).expect("text").note,
        ["%ff", "é"]
    );
}

#[test]
fn wrong_methods_and_paths() {
    for method in ["GET", "POST", "DELETE", "HEAD", "BREW"] {
        let request = request(Method::from_bytes(method.as_bytes()).expect(method), PATH, BODY);
        let expected = format!("expected the method PUT, found {method}");
        assert_error(item::Request::try_from_http_request(&request), &expected, method);
    }
    let other =
        "the path of the request is not one of the endpoint's: /_matrix/items/{owner}/{number}";
    for path in [
        "/",
        "/_matrix/items",
        "/_matrix/items/@ann:example.org",
        "/_matrix/items/@ann:example.org/",
        "/_matrix/items/@ann:example.org/5/",
        "/_matrix/items//5",
        "/_matrix/items/@ann:example.org/5/6",
        "/_matrix//items/@ann:example.org/5",
        "/_MATRIX/items/@ann:example.org/5",
        "/x/../_matrix/items/@ann:example.org/5",
        "/_matrix/items/@ann:example.org%2F5",
        "https://example.org/",
    ] {
        assert_error(read_item(path, BODY), other, path);
    }
    for (path, expected) in [
        (
            "/_matrix/items/../5",
            "`owner`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/_matrix/items/%2E%2e/5",
            "`owner`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/_matrix/items/@ann:example.org/.",
            "`number`: invalid value: a path argument must not be empty, `.` or `..`",
        ),
        (
            "/_matrix/items/%ff/5",
            "`owner`: expected UTF-8, with two hexadecimal digits after each `%`",
        ),
        (
            "/_matrix/items/%/5",
            "`owner`: expected UTF-8, with two hexadecimal digits after each `%`",
        ),
        (
            "/_matrix/items/ann/5",
            "`owner`: invalid value: invalid user ID: it does not start with `@`",
        ),
        (
            "/_matrix/items/@ann:example.org/x",
            "`number`: invalid value: expected an integer (`u8`)",
        ),
    ] {
        assert_error(read_item(path, BODY), &format!("request path: {expected}"), path);
    }
}

#[test]
fn the_first_invalid_part_is_reported() {
    let all_wrong = |uri: &str, header: &str| {
        let mut request = request(Method::PUT, uri, "no JSON");
        request.headers_mut().insert("if-match", header.parse().expect(header));
        item::Request::try_from_http_request(&request).expect_err(uri).to_string()
    };
    let path = "/_matrix/items/@ann:example.org/x?limit=x";
    assert!(all_wrong(path, "x").starts_with("change_item: request path: `number`"));
    let query = format!("{PATH}?limit=x");
    assert!(all_wrong(&query, "x").starts_with("change_item: request query: `limit`"));
    assert!(all_wrong(PATH, "x").starts_with("change_item: request header: `if-match`"));
    assert!(all_wrong(PATH, "1").starts_with("change_item: request body: not JSON"));
}
