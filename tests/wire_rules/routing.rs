//! Which requests and responses belong to an endpoint.

use matrix_api::{
    BaseUrl, Endpoint, IncomingRequest, IncomingResponse, IntoHttpError, OutgoingRequest,
    SupportedVersions,
    bytes::Bytes,
    http::{Method, Response, StatusCode},
};

use crate::{get, head, item, no_content, post, profile, received, redirect, search};

#[test]
fn any_2xx_is_a_success_unless_the_endpoint_redirects() {
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
fn a_request_with_another_path_is_refused() {
    let message = "rule: the path of the request is not one of the endpoint's: \
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
fn clients_choose_a_path_by_version_and_servers_accept_every_path() {
    let request = profile::Request::new("ann".to_owned());
    let sent = |versions: &[&str]| {
        let versions: Vec<_> = versions.iter().map(|version| (*version).to_owned()).collect();
        let supported = SupportedVersions::from_parts(&versions, &Default::default());
        request.try_into_http_request("http://h:8008/sub/", (), &supported)
    };
    assert_eq!(sent(&["v1.0"]).unwrap().uri(), "http://h:8008/sub/r0/ann/profile");
    assert_eq!(sent(&["v1.9"]).unwrap().uri(), "http://h:8008/sub/v3/user/ann/profile");
    let error = sent(&["v2.0"]).unwrap_err();
    assert!(matches!(error, IntoHttpError::NoSupportedPath { endpoint: "profile", .. }));
    for path in ["/unstable/ann/profile", "/r0/ann/profile", "http://h/v3/user/ann/profile?x=y"] {
        let request = profile::Request::try_from_http_request(&received(Method::PUT, path, "{}"));
        assert_eq!(request.unwrap().user, "ann", "{path}");
    }
    let request = received(Method::PUT, "/v3/ann/profile", "{}");
    assert_eq!(
        profile::Request::try_from_http_request(&request).unwrap_err().to_string(),
        "profile: the path of the request is not one of the endpoint's: /unstable/{user}/profile, \
         /r0/{user}/profile, /v3/user/{user}/profile"
    );
}

#[test]
fn a_request_with_another_method_is_refused_but_head_counts_as_get() {
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
fn a_base_url_can_have_a_path_a_port_and_a_trailing_slash() {
    for (base_url, expected) in [
        ("https://example.org", "https://example.org/empty"),
        ("https://example.org/", "https://example.org/empty"),
        ("http://127.0.0.1:8008", "http://127.0.0.1:8008/empty"),
        ("http://[::1]:8008/", "http://[::1]:8008/empty"),
        ("http://[::1]", "http://[::1]/empty"),
        ("http://a:65535", "http://a:65535/empty"),
        ("https://example.org/matrix/", "https://example.org/matrix/empty"),
    ] {
        let (request, supported) = (get::Request::new(), SupportedVersions::unknown());
        let as_text = request.try_into_http_request(base_url, (), &supported);
        assert_eq!(as_text.unwrap().uri(), expected);
        let parsed: BaseUrl = base_url.parse().unwrap();
        assert_eq!(parsed.as_str(), base_url.trim_end_matches('/'));
        assert_eq!(request.try_into_http_request(&parsed, (), &supported).unwrap().uri(), expected);
    }
    for base_url in [
        "",
        "example.org",
        "/",
        "ftp://example.org",
        "https://",
        "https:///",
        "https://:80",
        "https://user@",
        "https://a?b",
        "https://a/#b",
        "https://a b",
        "https://a:99999",
        "https://a:+80",
        "https://a:8x",
        "https://[::1]:8x/sub",
        "https://ann:secret@a:8x",
    ] {
        let request = get::Request::new();
        let request = request.try_into_http_request(base_url, (), &SupportedVersions::unknown());
        let error = request.unwrap_err().to_string();
        assert!(error.starts_with("rule: the base URL must be "), "{base_url}: {error}");
        assert!(base_url.parse::<BaseUrl>().is_err(), "{base_url}");
    }
    for base_url in ["https://ann:secret@a", "https://a/ b"] {
        assert!(base_url.parse::<BaseUrl>().is_err(), "{base_url}");
    }
}

#[test]
fn metadata_has_the_status_of_a_success() {
    assert_eq!(post::Request::METADATA.responses[0].status, StatusCode::OK);
    assert_eq!(no_content::Request::METADATA.responses[0].status, StatusCode::NO_CONTENT);
    assert_eq!(redirect::Request::METADATA.responses[0].status, StatusCode::FOUND);
}
