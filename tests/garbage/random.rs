//! Random bytes in every part.

use matrix_api::{
    EndpointError, FromHttpRequestError, IncomingRequest, IncomingResponse, MatrixError,
    bytes::Bytes,
    error::Part,
    http::{HeaderValue, Method, Response, Uri},
};
use matrix_client_account::uiaa::UiaaResponse;
use proptest::{collection::vec, prelude::*};

use crate::{BODY, PATH, anything, item, request};

/// Bytes that are valid in a URI, many of them with a meaning.
fn uri_bytes() -> impl Strategy<Value = String> {
    let byte = prop_oneof![
        4 => prop::sample::select(b"%/.?&=+;:@[]%25%2f%2e%ff".as_slice()),
        3 => b'!'..=b'~',
        2 => prop::sample::select(b"limitagstrcod0123456789abcdefABCDEF".as_slice()),
    ];
    vec(byte, 0..40).prop_map(|bytes| {
        bytes.into_iter().filter(|byte| !b"#\"<>\\^`{|}".contains(byte)).map(char::from).collect()
    })
}

/// Bytes, many of them JSON syntax.
fn json_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        vec(any::<u8>(), 1..4),
        prop::sample::select(
            &[
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u",
                "\\ud83d",
                "null",
                "true",
                "1e9",
                "-",
                "\"title\":",
                "\"x\"",
                "\"addresses\":[{",
                "\"medium\":\"email\"",
                "\"counts\":{",
                " ",
                "\n",
                "\"editor\":\"@a:b\"",
                "\"password\":",
            ][..]
        )
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// An error names the endpoint, and a decode error its part.
fn check(
    result: Result<item::Request, FromHttpRequestError>,
) -> Result<Option<Part>, TestCaseError> {
    let Err(error) = result else { return Ok(None) };
    let text = error.to_string();
    prop_assert!(text.starts_with("change_item: "), "{}", text);
    let debug = format!("{error:?}");
    prop_assert!(!debug.is_empty());
    Ok(match error {
        FromHttpRequestError::Decode(error) => Some(error.part()),
        _ => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn in_a_path_and_a_query(path in uri_bytes(), query in uri_bytes()) {
        for uri in [
            format!("/_matrix/items/{path}/5?{query}"),
            format!("/_matrix/items/@ann:example.org/{path}?{query}"),
            format!("/{path}?{query}"),
            format!("{PATH}?{query}"),
        ] {
            let Ok(uri) = uri.parse::<Uri>() else { continue };
            let mut request = request(Method::PUT, "/", BODY);
            *request.uri_mut() = uri;
            let part = check(item::Request::try_from_http_request(&request))?;
            prop_assert!(!matches!(part, Some(Part::Header | Part::Body)));
        }
        if let Ok(uri) = format!("/anything?{query}").parse::<Uri>() {
            let mut request = request(Method::POST, "/", "");
            *request.uri_mut() = uri;
            let _ = anything::Request::try_from_http_request(&request);
        }
    }

    #[test]
    fn in_headers(values in vec(("if-match|x-note|etag", vec(any::<u8>(), 0..12)), 0..4)) {
        let mut request = request(Method::PUT, PATH, BODY);
        for (name, value) in &values {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                request.headers_mut().append(
                    if name == "etag" { "etag" } else if name == "x-note" { "x-note" } else { "if-match" },
                    value,
                );
            }
        }
        let part = check(item::Request::try_from_http_request(&request))?;
        prop_assert!(matches!(part, None | Some(Part::Header)));
    }

    #[test]
    fn in_a_body(body in json_bytes()) {
        let body = Bytes::from(body);
        let part = check(item::Request::try_from_http_request(&request(Method::PUT, PATH, body.clone())))?;
        prop_assert!(matches!(part, None | Some(Part::Body)));
        let _ = anything::Request::try_from_http_request(&request(Method::POST, "/anything", body.clone()));
        for status in [200, 302, 401, 429, 500] {
            let mut response = Response::new(body.clone());
            *response.status_mut() = status.try_into().unwrap_or_default();
            let _ = item::Response::try_from_http_response(&response);
            let kept = MatrixError::from_http_response(&response);
            prop_assert!(!kept.to_string().is_empty());
            let kept = UiaaResponse::from_http_response(&response);
            prop_assert!(!kept.to_string().is_empty());
        }
    }

    #[test]
    fn in_a_body_that_was_valid(
        at in any::<prop::sample::Index>(),
        bytes in vec(any::<u8>(), 0..4),
        removed in 0..4_usize,
    ) {
        let mut body = br#"{"title":"x","editor":"@bob:example.org","addresses":[{"medium":"email","text":"t"}],"counts":{"a":-1},"ratio":0.5,"password":"p","extra":[{}]}"#.to_vec();
        let at = at.index(body.len());
        let end = (at + removed).min(body.len());
        body.splice(at..end, bytes);
        let part = check(item::Request::try_from_http_request(&request(Method::PUT, PATH, body)))?;
        prop_assert!(matches!(part, None | Some(Part::Body)));
    }
}
