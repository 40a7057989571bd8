//! `text/plain`.

use matrix_api::{IncomingResponse as _, bytes::Bytes, http::Response, wire::Text};
use matrix_api_tests::through_response;
use proptest::prelude::*;

use crate::decode_error;

mod motd {
    matrix_api::ruma_api! {
        metadata {
            description: "Get the message of the day.",
            method: GET,
            name: "motd",
            path: "/motd",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            #[ruma_api(raw_body)]
            pub message: matrix_api::wire::Text,
        }
    }
}

/// A page of HTML: the block says which text it is.
mod page {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a page.",
            method: GET,
            name: "page",
            path: "/page",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            #[ruma_api(header = CONTENT_TYPE)]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub page: matrix_api::wire::Text,
        }
    }
}

fn response(content_type: &str, body: &'static [u8]) -> Response<Bytes> {
    Response::builder().header("content-type", content_type).body(Bytes::from(body)).unwrap()
}

#[test]
fn text_has_a_charset() {
    let (encoded, decoded) = through_response(&motd::Response::new("Grüße".into()));
    assert_eq!(encoded.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(encoded.body(), "Grüße");
    assert_eq!(decoded.message, Text::from("Grüße"));
}

#[test]
fn text_is_read_if_it_is_utf_8() {
    for content_type in ["text/plain", "Text/Plain; charset=UTF-8", "text/plain; charset=us-ascii"]
    {
        let read = motd::Response::try_from_http_response(&response(content_type, b"hi")).unwrap();
        assert_eq!(String::from(read.message), "hi");
    }
    for (content_type, body, expected) in [
        (
            "text/html; charset=utf-8",
            &b"<p>"[..],
            "motd: response header: `content-type`: expected the media type `text/plain`, \
             found `text/html`",
        ),
        (
            "text/plain; charset=iso-8859-1",
            b"hi",
            "motd: response header: `content-type`: invalid value: expected the charset `utf-8`",
        ),
        ("text/plain", b"\xff", "motd: response body: invalid value: expected text in UTF-8"),
    ] {
        let error = motd::Response::try_from_http_response(&response(content_type, body));
        assert_eq!(decode_error(error), expected);
    }
}

#[test]
fn a_content_type_field_is_sent_and_read_instead() {
    let html = page::Response::new("text/html; charset=utf-8".to_owned(), "<p>".into());
    let (encoded, decoded) = through_response(&html);
    assert_eq!(encoded.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(encoded.headers().len(), 1);
    assert_eq!((decoded.content_type, decoded.page), (html.content_type, html.page));
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was_written(text: String) {
        let (_, decoded) = through_response(&motd::Response::new(Text(text.clone())));
        prop_assert_eq!(decoded.message.0, text);
    }
}
