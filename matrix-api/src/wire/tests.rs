//! Bodies that are not JSON, or not there at all.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use serde::Serialize;

use super::{RawBody, RequestDecoder, RequestEncoder, ResponseDecoder, ResponseEncoder};
use crate::{
    error::{IntoHttpError, Part},
    metadata::{Field, FieldPlace, Metadata, SuccessResponse},
    path_history::PathHistory,
    versions::SupportedVersions,
    wire::request_target::StaticPath,
};

static UPLOAD: Metadata =
    Metadata::new("upload", Method::POST, PathHistory::fixed(path_template!("/upload")))
        .request_fields(&[Field::new("content", FieldPlace::RawBody)]);
static DOWNLOAD: Metadata =
    Metadata::new("download", Method::GET, PathHistory::fixed(path_template!("/download/{id}")));
static REDIRECT: Metadata =
    Metadata::new("redirect", Method::GET, PathHistory::fixed(path_template!("/redirect")))
        .status(StatusCode::FOUND);
static NOT_MODIFIED: Metadata =
    Metadata::new("cached", Method::GET, PathHistory::fixed(path_template!("/cached")))
        .status(StatusCode::NOT_MODIFIED);
static STORED: Metadata =
    Metadata::new("store", Method::PUT, PathHistory::fixed(path_template!("/store"))).responses(&[
        SuccessResponse::new(StatusCode::OK, &[Field::new("x-key", FieldPlace::Header)]),
        SuccessResponse::new(
            StatusCode::CREATED,
            &[
                Field::new("x-key", FieldPlace::Header).secret(),
                Field::new("key", FieldPlace::Body).secret(),
            ],
        ),
        SuccessResponse::new(StatusCode::FOUND, &[]),
    ]);

fn request(
    metadata: &'static Metadata,
    write: impl Fn(&mut RequestEncoder<'_>) -> Result<(), IntoHttpError>,
) -> Result<Request<Bytes>, IntoHttpError> {
    let mut request = Request::default();
    let static_path = StaticPath::of(metadata);
    let supported = SupportedVersions::unknown();
    let base_url = &"https://ex.org";
    RequestEncoder::fill(&mut request, None, metadata, base_url, &supported, static_path, &write)?;
    Ok(request)
}

fn response(
    metadata: &'static Metadata,
    write: impl Fn(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
) -> Response<Bytes> {
    let mut response = Response::default();
    ResponseEncoder::fill(&mut response, None, metadata, write).unwrap();
    response
}

#[test]
fn a_raw_body_is_never_copied() {
    let content = Bytes::from(vec![0_u8, 255, b'{']);
    let request = request(&UPLOAD, |encoder| content.encode(encoder.raw_body()));
    let request = request.unwrap();
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/octet-stream");
    assert_eq!(request.body().as_ptr(), content.as_ptr());
    let decoder = RequestDecoder::new(&UPLOAD, &request).unwrap();
    let received = Bytes::decode(decoder.raw_body()).unwrap();
    assert_eq!(received.as_ptr(), content.as_ptr());

    let response = response(&UPLOAD, |encoder| content.encode(encoder.raw_body()));
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/octet-stream");
    let decoder = ResponseDecoder::new(&UPLOAD, &response);
    assert_eq!(Bytes::decode(decoder.raw_body()).unwrap().as_ptr(), content.as_ptr());
    assert_eq!(Vec::decode(decoder.raw_body()).unwrap(), content);
}

#[test]
fn a_content_type_of_the_endpoint_s_own_wins() {
    let headers = BTreeMap::from([("content-type", "image/png")]);
    let request = request(&UPLOAD, |encoder| {
        encoder.headers(|serializer| headers.serialize(serializer))?;
        Bytes::from_static(b"png").encode(encoder.raw_body())
    });
    let request = request.unwrap();
    let types: Vec<_> = request.headers().get_all(header::CONTENT_TYPE).iter().collect();
    assert_eq!(types, ["image/png"]);
    assert_eq!(request.body(), "png");
}

#[test]
fn a_request_without_body_fields_has_an_empty_object_unless_it_is_a_get() {
    let post = request(&UPLOAD, |_| Ok(())).unwrap();
    assert_eq!(post.body(), "{}");
    assert_eq!(post.headers()[header::CONTENT_TYPE], "application/json");
    let arguments = BTreeMap::from([("id", 5)]);
    let get = |encoder: &mut RequestEncoder<'_>| {
        encoder.path(|serializer| arguments.serialize(serializer))
    };
    let request = request(&DOWNLOAD, get).unwrap();
    assert_eq!(request.uri(), "https://ex.org/download/5");
    assert!(request.body().is_empty());
    assert!(request.headers().is_empty());
}

#[test]
fn a_path_with_an_empty_placeholder_is_never_sent() {
    let unfilled = |request: Result<Request<Bytes>, IntoHttpError>| {
        let error = request.unwrap_err();
        let IntoHttpError::Encode(error) = error else { panic!("{error}") };
        assert_eq!((error.part(), error.field()), (Part::Path, "id"));
        assert_eq!(error.to_string(), "download: request path: `id`: the path argument is missing");
    };
    unfilled(request(&DOWNLOAD, |_| Ok(())));
    let nothing = BTreeMap::<String, u8>::new();
    unfilled(request(&DOWNLOAD, |encoder| {
        encoder.query(|serializer| nothing.serialize(serializer))
    }));
}

#[test]
fn a_redirect_has_no_body() {
    let location = BTreeMap::from([("location", "https://ex.org/sso?a=b")]);
    let response =
        response(&REDIRECT, |encoder| encoder.headers(|serializer| location.serialize(serializer)));
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()[header::LOCATION], "https://ex.org/sso?a=b");
    assert_eq!(response.headers().len(), 1);
    assert!(response.body().is_empty());
    assert!(ResponseDecoder::new(&REDIRECT, &response).is_success());
}

#[test]
fn a_redirect_is_one_with_any_status_that_has_a_location() {
    for status in 100..600 {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let is_success = |metadata| ResponseDecoder::new(metadata, &response).is_success();
        assert_eq!(is_success(&REDIRECT), [301, 302, 303, 307, 308].contains(&status), "{status}");
        assert_eq!(is_success(&DOWNLOAD), (200..300).contains(&status), "{status}");
        assert_eq!(is_success(&NOT_MODIFIED), status == 304, "{status}");
    }
}

fn encode_error(
    metadata: &'static Metadata,
    write: impl Fn(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
) -> String {
    ResponseEncoder::fill(&mut Response::default(), None, metadata, write).unwrap_err().to_string()
}

#[test]
fn the_first_response_is_written_unless_another_is_selected() {
    let first = response(&STORED, |_| Ok(()));
    assert_eq!((first.status().as_u16(), first.body().as_ref()), (200, &b"{}"[..]));
    let created = response(&STORED, |encoder| encoder.select(StatusCode::CREATED));
    assert_eq!((created.status().as_u16(), created.body().as_ref()), (201, &b"{}"[..]));
    let found = response(&STORED, |encoder| encoder.select(StatusCode::FOUND));
    assert_eq!((found.status().as_u16(), found.body().as_ref()), (302, &b""[..]));
    assert_eq!(
        encode_error(&STORED, |encoder| encoder.select(StatusCode::ACCEPTED)),
        "store: response status: expected 200 or 201, found 202 Accepted"
    );
}

#[test]
fn a_status_is_of_the_class_of_its_response() {
    for code in 100..600 {
        let status = StatusCode::from_u16(code).unwrap();
        let written = |metadata, select: Option<StatusCode>| {
            let mut response = Response::default();
            let written = ResponseEncoder::fill(&mut response, None, metadata, |encoder| {
                select.map_or(Ok(()), |select| encoder.select(select))?;
                encoder.status(status)
            });
            if written.is_ok() {
                assert_eq!(response.status(), status);
            }
            written.is_ok()
        };
        let redirects = [301, 302, 303, 307, 308].contains(&code);
        assert_eq!(written(&DOWNLOAD, None), (200..300).contains(&code), "{code}");
        assert_eq!(written(&REDIRECT, None), redirects, "{code}");
        assert_eq!(written(&NOT_MODIFIED, None), code == 304, "{code}");
        assert_eq!(written(&STORED, None), code == 200, "{code}");
        assert_eq!(written(&STORED, Some(StatusCode::FOUND)), redirects, "{code}");
    }
    let error = |metadata, status| encode_error(metadata, |encoder| encoder.status(status));
    assert_eq!(
        error(&DOWNLOAD, StatusCode::NOT_FOUND),
        "download: response status: expected 2xx, found 404 Not Found"
    );
    assert_eq!(
        error(&REDIRECT, StatusCode::NOT_MODIFIED),
        "redirect: response status: expected 301, 302, 303, 307 or 308, found 304 Not Modified"
    );
    assert_eq!(
        error(&STORED, StatusCode::CREATED),
        "store: response status: expected 200, found 201 Created"
    );
}

/// [RFC 9110, section 15.3](https://www.rfc-editor.org/rfc/rfc9110#section-15.3).
#[test]
fn no_body_is_written_beside_204_and_205() {
    for status in [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT] {
        let empty = response(&DOWNLOAD, |encoder| encoder.status(status));
        assert!(empty.body().is_empty() && empty.headers().is_empty(), "{status}");
        let error = encode_error(&DOWNLOAD, |encoder| {
            Bytes::from_static(b"x").encode(encoder.raw_body())?;
            encoder.status(status)
        });
        let expected = format!("download: response status: {status} cannot have a body");
        assert_eq!(error, expected);
    }
}

#[test]
fn secrets_are_those_of_the_response_with_the_status() {
    let key = BTreeMap::from([("x-key", "marker")]);
    let sensitive = |status| {
        let response = response(&STORED, |encoder| {
            encoder.select(status)?;
            encoder.headers(|serializer| key.serialize(serializer))
        });
        response.headers()["x-key"].is_sensitive()
    };
    assert!(sensitive(StatusCode::CREATED) && !sensitive(StatusCode::OK));

    #[derive(Debug, serde::Deserialize)]
    struct Keys {
        #[serde(rename = "key")]
        _key: BTreeMap<String, u8>,
    }
    let shown = |status| {
        let body = Bytes::from_static(br#"{"key": {"marker": []}}"#);
        let response = Response::builder().status(status).body(body).unwrap();
        ResponseDecoder::new(&STORED, &response).json::<Keys>().unwrap_err().to_string()
    };
    assert_eq!(
        shown(StatusCode::OK),
        "store: response body: `key.marker`: expected an integer (`u8`), found a list"
    );
    assert_eq!(
        shown(StatusCode::CREATED),
        "store: response body: `key`: expected an integer (`u8`), found a list"
    );
}

#[test]
fn a_received_response_is_the_one_with_its_status() {
    let decoded = |status: u16| {
        let response = Response::builder().status(status).body(Bytes::new()).unwrap();
        let decoder = ResponseDecoder::new(&STORED, &response);
        assert_eq!(decoder.status().as_u16(), status);
        let found = decoder.success_response().map(|response| response.status.as_u16());
        (decoder.is_success(), found.map_err(|error| error.to_string()))
    };
    let unexpected = |expected: &str| Err(format!("store: response status: expected {expected}"));
    assert_eq!(decoded(200), (true, Ok(200)));
    assert_eq!(decoded(201), (true, Ok(201)));
    assert_eq!(decoded(202), (true, unexpected("200 or 201, found 202 Accepted")));
    assert_eq!(decoded(307), (true, Ok(302)));
    assert!(!decoded(304).0);
    assert_eq!(decoded(404), (false, unexpected("200, 201 or 302, found 404 Not Found")));
}

#[test]
fn head_is_taken_for_get() {
    let request =
        |method| Request::builder().method(method).uri("/download/5").body(Bytes::new()).unwrap();
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::HEAD)).is_ok());
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::POST)).is_err());
}
