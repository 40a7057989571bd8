//! Formats of one's own: their content type, and their errors.

use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};

use super::{RawBody, RawBodyDecoder, RawBodyEncoder};
use crate::{
    error::{DecodeError, DecodeProblem, EncodeProblem, IntoHttpError, Part},
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
    wire::{ResponseDecoder, ResponseEncoder},
};

static PAGE: Metadata =
    Metadata::new("page", http::Method::GET, PathHistory::fixed(path_template!("/page")))
        .response_fields(&[Field::new("page", FieldPlace::RawBody)]);
static SECRET_PAGE: Metadata =
    Metadata::new("page", http::Method::GET, PathHistory::fixed(path_template!("/page")))
        .response_fields(&[Field::new("page", FieldPlace::RawBody).secret()]);
static TYPED_PAGE: Metadata =
    Metadata::new("page", http::Method::GET, PathHistory::fixed(path_template!("/page")))
        .response_fields(&[
            Field::new("page", FieldPlace::RawBody),
            Field::new("content-type", FieldPlace::Header).optional(),
        ]);

/// Text without digits.
#[derive(Debug, PartialEq)]
struct Words(&'static str);

impl RawBody for Words {
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        if self.0.contains(|character: char| character.is_ascii_digit()) {
            return Err(encoder.error("line 1", EncodeProblem::Rejected("a digit".into())));
        }
        let content_type = if self.0 == "bad" { "a\nb" } else { "text/words; charset=utf-8" };
        encoder.write(content_type, self.0)
    }

    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.expect_media_type("text/words")?;
        match decoder.text()? {
            "one two" => Ok(Self("one two")),
            "lots" => Err(decoder.error("line 1", DecodeProblem::Missing)),
            other => Err(decoder.error("line 1", DecodeProblem::rejected(other))),
        }
    }
}

fn encode(body: &impl RawBody) -> Result<Response<Bytes>, String> {
    let mut response = Response::default();
    let encoded = ResponseEncoder::fill(&mut response, None, &PAGE, |encoder| {
        body.encode(encoder.raw_body())
    });
    encoded.map(|()| response).map_err(|error| error.to_string())
}

fn decode(
    metadata: &'static Metadata,
    content_type: &str,
    body: &[u8],
) -> Result<Words, DecodeError> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    if !content_type.is_empty() {
        response.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
    }
    Words::decode(ResponseDecoder::new(metadata, &response).raw_body())
}

#[test]
fn a_format_writes_its_content_type() {
    let response = encode(&Words("one two")).unwrap();
    assert_eq!(response.headers()[CONTENT_TYPE], "text/words; charset=utf-8");
    assert_eq!(response.headers().len(), 1);
    assert_eq!(response.body(), "one two");
}

#[test]
fn a_content_type_of_a_field_is_sent_instead() {
    let mut response = Response::default();
    ResponseEncoder::fill(&mut response, None, &TYPED_PAGE, |encoder| {
        let headers = std::collections::BTreeMap::from([("content-type", "Text/Other; a=b")]);
        encoder.headers(|serializer| serde::Serialize::serialize(&headers, serializer))?;
        let encoder = encoder.raw_body();
        let of_field = encoder.content_type_of_field().unwrap();
        assert_eq!(of_field, "Text/Other; a=b");
        Words("one two").encode(encoder)
    })
    .unwrap();
    assert_eq!(response.headers()[CONTENT_TYPE], "Text/Other; a=b");
    assert_eq!(response.headers().len(), 1);
}

#[test]
fn errors_of_encoding_say_where() {
    assert_eq!(encode(&Words("1")).unwrap_err(), "page: response body: `line 1`: a digit");
    assert_eq!(
        encode(&Words("bad")).unwrap_err(),
        "page: response header: `content-type`: a header value must not have control characters, \
         or spaces at its ends",
    );
}

#[test]
fn the_media_type_is_checked_if_there_is_one() {
    for accepted in ["", "text/words", "TEXT/Words;charset=latin1", " text/words ; a=\"b;c\" "] {
        assert_eq!(decode(&PAGE, accepted, b"one two").unwrap(), Words("one two"), "{accepted}");
    }
    for (refused, found) in [
        ("text/HTML; charset=utf-8", "`text/html`"),
        ("application/words", "`application/words`"),
        ("text/words, text/html", "an invalid one"),
        ("words", "an invalid one"),
        ("text/words; charset", "an invalid one"),
    ] {
        let error = decode(&PAGE, refused, b"one two").unwrap_err();
        assert_eq!((error.part(), error.location()), (Part::Header, "content-type"));
        let expected = format!(
            "page: response header: `content-type`: expected the media type `text/words`, found {found}"
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_content_type_field_takes_any_media_type() {
    for content_type in ["text/html", "words", ""] {
        assert_eq!(decode(&TYPED_PAGE, content_type, b"one two").unwrap(), Words("one two"));
    }
}

#[test]
fn errors_of_decoding_say_where_unless_the_body_is_secret() {
    let errors = |body: &'static [u8]| {
        [&PAGE, &SECRET_PAGE].map(|metadata| {
            let error = decode(metadata, "", body).unwrap_err();
            assert_eq!(error.part(), Part::RawBody);
            error.to_string()
        })
    };
    assert_eq!(
        errors(b"lots"),
        ["page: response body: `line 1`: missing", "page: response body: missing"],
    );
    assert_eq!(
        errors(b"swordfish"),
        [
            "page: response body: `line 1`: invalid value: swordfish",
            "page: response body: invalid value",
        ],
    );
    assert_eq!(errors(b"\xff"), ["page: response body: invalid value: expected text in UTF-8"; 2],);
}

#[test]
fn none_is_an_empty_body_without_content_type() {
    let response = encode(&None::<Words>).unwrap();
    assert!(response.headers().is_empty());
    assert!(response.body().is_empty());
    let decoder = ResponseDecoder::new(&PAGE, &response);
    assert_eq!(Option::<Words>::decode(decoder.raw_body()).unwrap(), None);

    let response = encode(&Some(Words("one two"))).unwrap();
    let decoder = ResponseDecoder::new(&PAGE, &response);
    assert_eq!(Option::<Words>::decode(decoder.raw_body()).unwrap(), Some(Words("one two")));
}
