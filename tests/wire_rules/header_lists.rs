//! Headers with several values (RFC 9110, sections 5.3 and 5.6.1).

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingResponse,
    bytes::Bytes,
    http::{HeaderValue, Method, Request, Response},
};
use matrix_api_tests::{through_request, through_response};

use crate::{headers, received};

pub mod page {
    matrix_api::ruma_api! {
        metadata {
            description: "For rules about lists in headers.",
            method: GET,
            name: "rule",
            path: "/page",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(header = IF_NONE_MATCH)]
            pub tags: Vec<String>,
            #[ruma_api(header = COOKIE)]
            #[serde(default)]
            pub cookie: String,
            #[ruma_api(header = "x-number")]
            #[serde(default)]
            pub number: u8,
            #[ruma_api(header = "x-numbers")]
            pub numbers: Vec<u8>,
        }
        response {
            #[ruma_api(header = LINK)]
            pub links: Vec<String>,
            #[ruma_api(header = SET_COOKIE)]
            pub cookies: Vec<String>,
            #[ruma_api(header = WWW_AUTHENTICATE)]
            pub challenges: Vec<String>,
            #[ruma_api(header = LAST_MODIFIED)]
            pub modified: Vec<String>,
            #[ruma_api(header = VARY)]
            #[serde(default)]
            pub vary: String,
            #[ruma_api(header = ETAG)]
            #[serde(default)]
            pub tag: String,
            #[ruma_api(header = ALLOW)]
            #[serde(default)]
            pub allow: Option<Vec<super::Verb>>,
        }
    }
}

#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verb {
    Get,
    Put,
}

fn request(lines: &[(&'static str, &'static str)]) -> Request<Bytes> {
    let mut request = received(Method::GET, "/page", "");
    for (name, value) in lines {
        request.headers_mut().append(*name, HeaderValue::from_static(value));
    }
    request
}

fn response(lines: &[(&'static str, &'static str)]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"{}"));
    for (name, value) in lines {
        response.headers_mut().append(*name, HeaderValue::from_static(value));
    }
    response
}

#[test]
fn lines_and_elements_of_a_line_are_one_list() {
    for lines in [
        &[("if-none-match", "\"a\", W/\"b,c\", \"d\"")][..],
        &[("if-none-match", "\"a\",W/\"b,c\""), ("if-none-match", "\"d\"")],
        &[("if-none-match", "\"a\""), ("if-none-match", "W/\"b,c\""), ("if-none-match", "\"d\"")],
        &[
            ("if-none-match", ","),
            ("if-none-match", ", \"a\" ,,\tW/\"b,c\","),
            ("if-none-match", "\"d\""),
        ],
    ] {
        let page = page::Request::try_from_http_request(&request(lines)).unwrap();
        assert_eq!(page.tags, ["\"a\"", "W/\"b,c\"", "\"d\""], "{lines:?}");
    }
    let links = response(&[
        ("link", "</?page=2,3>; rel=\"next\", </>; rel=\"first\"; title=\"1, 2\""),
        ("link", "</9>; rel=last"),
        ("allow", "GET, PUT"),
    ]);
    let page = page::Response::try_from_http_response(&links).unwrap();
    let expected =
        ["</?page=2,3>; rel=\"next\"", "</>; rel=\"first\"; title=\"1, 2\"", "</9>; rel=last"];
    assert_eq!(page.links, expected);
    assert_eq!(page.allow, Some(vec![Verb::Get, Verb::Put]));
}

#[test]
fn an_empty_list_has_no_line_and_an_absent_one_is_empty() {
    for lines in [&[][..], &[("x-numbers", "")], &[("x-numbers", " , ,"), ("x-numbers", "")]] {
        let page = page::Request::try_from_http_request(&request(lines)).unwrap();
        assert_eq!((page.tags, page.numbers), (vec![], vec![]), "{lines:?}");
    }
    let (encoded, _) = through_request(&page::Request::new(vec![], vec![]).cookie("a=b"), ());
    assert_eq!(headers(encoded.headers()), ["cookie: a=b", "x-number: 0"]);
}

#[test]
fn elements_are_read_by_their_type() {
    let numbers = request(&[("x-numbers", "1, 2"), ("x-numbers", "3")]);
    assert_eq!(page::Request::try_from_http_request(&numbers).unwrap().numbers, [1, 2, 3]);
    let number = request(&[("x-numbers", "1, 300")]);
    let error = page::Request::try_from_http_request(&number).unwrap_err().to_string();
    assert_eq!(
        error,
        "rule: request header: `x-numbers`: invalid value: expected an integer (`u8`)"
    );
    let verb = response(&[("allow", "GET, PATCH")]);
    assert!(page::Response::try_from_http_response(&verb).is_err());
}

#[test]
fn each_line_of_these_headers_is_one_element() {
    let challenge = "Digest realm=\"a, b\", nonce=\"n\", Basic realm=c";
    let cookies = ["a=b; Expires=Sun, 06 Nov 1994 08:49:37 GMT", "c=d, e", ""];
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let mut written =
        page::Response::new(vec![], vec![], vec![challenge.to_owned()], vec![date.to_owned()]);
    written.cookies = cookies.map(str::to_owned).into();
    let (encoded, read) = through_response(&written);
    assert_eq!(encoded.headers().get_all("set-cookie").iter().count(), 3);
    assert_eq!(read.cookies, cookies);
    assert_eq!(read.challenges, [challenge]);
    assert_eq!(read.modified, [date]);
}

#[test]
fn an_element_that_would_be_read_as_none_or_several_is_refused() {
    let encode = |link: &str| {
        let page = page::Response::new(vec![link.to_owned()], vec![], vec![], vec![]);
        page.try_into_http_response()
    };
    for link in ["", "a, b", "a,", "\"a, b", "<a, b"] {
        assert_eq!(
            encode(link).unwrap_err().to_string(),
            "rule: response header: `link`: an element of a list in a header must not be empty, or \
             have a comma outside of `\"..\"` and `<..>`",
            "{link}"
        );
    }
    for link in ["</a,b>; title=\"c, d\"", "\"a\\\", b\"", "a b", "\""] {
        let page = page::Response::new(vec![link.to_owned()], vec![], vec![], vec![]);
        assert_eq!(through_response(&page).1.links, [link]);
    }
}

#[test]
fn several_lines_of_one_text_are_joined() {
    let lines = response(&[("vary", "Accept"), ("vary", ""), ("vary", "Origin, Cookie")]);
    let page = page::Response::try_from_http_response(&lines).unwrap();
    assert_eq!(page.vary, "Accept, , Origin, Cookie");
    // RFC 9113, section 8.2.3: HTTP/2 sends each cookie in a line of its own.
    let cookies = request(&[("cookie", "a=b"), ("cookie", "c=d")]);
    assert_eq!(page::Request::try_from_http_request(&cookies).unwrap().cookie, "a=b; c=d");
}

#[test]
fn a_header_with_one_value_must_not_have_two_lines() {
    let tags = response(&[("etag", "\"a\""), ("etag", "\"a\"")]);
    let error = page::Response::try_from_http_response(&tags).unwrap_err();
    assert_eq!(error.to_string(), "rule: response header: `etag`: given more than once");
    let numbers = request(&[("x-number", "1"), ("x-number", "1")]);
    let error = page::Request::try_from_http_request(&numbers).unwrap_err();
    assert_eq!(error.to_string(), "rule: request header: `x-number`: given more than once");
}
