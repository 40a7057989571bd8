//! Bodies that are no JSON, or none at all.
#![cfg(all(feature = "client", feature = "server"))]
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use matrix_api::{
    __private::serde::Serialize,
    Field, IntoHttpError, Metadata, Part, PathHistory, Place, SupportedVersions,
    wire::{
        LiteralTarget, RawBody, RequestDecoder, RequestEncoder, ResponseDecoder, ResponseEncoder,
    },
};

static UPLOAD: Metadata = Metadata::new("upload", Method::POST, PathHistory::fixed("/upload"))
    .request_fields(&[Field::new("content", Place::RawBody)]);
static DOWNLOAD: Metadata =
    Metadata::new("download", Method::GET, PathHistory::fixed("/download/{id}"));
static REDIRECT: Metadata = Metadata::new("redirect", Method::GET, PathHistory::fixed("/redirect"))
    .status(StatusCode::FOUND);

fn encoder(metadata: &'static Metadata) -> RequestEncoder<'static> {
    let literal_target = LiteralTarget::of(metadata);
    let supported = SupportedVersions::unknown();
    RequestEncoder::new(metadata, "https://ex.org", &supported, literal_target).unwrap()
}

#[test]
fn a_raw_body_is_never_copied() {
    let content = Bytes::from(vec![0_u8, 255, b'{']);
    let mut sending = encoder(&UPLOAD);
    sending.raw_body(content.clone());
    let request = sending.finish().unwrap();
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/octet-stream");
    assert_eq!(request.body().as_ptr(), content.as_ptr());
    let received = RequestDecoder::new(&UPLOAD, &request).unwrap().raw_body();
    assert_eq!(received.as_ptr(), content.as_ptr());

    let mut answering = ResponseEncoder::new(&UPLOAD);
    answering.raw_body(content.clone());
    let response = answering.finish();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/octet-stream");
    let received = ResponseDecoder::new(&UPLOAD, &response).raw_body();
    assert_eq!(received.as_ptr(), content.as_ptr());
    let copied =
        <Vec<u8> as RawBody>::from_bytes(ResponseDecoder::new(&UPLOAD, &response).raw_body());
    assert_eq!(copied, content);
}

#[test]
fn a_content_type_of_the_endpoint_s_own_wins() {
    let headers = BTreeMap::from([("content-type", "image/png")]);
    let mut sending = encoder(&UPLOAD);
    sending.headers(|serializer| headers.serialize(serializer)).unwrap();
    sending.raw_body(Bytes::from_static(b"png"));
    let request = sending.finish().unwrap();
    let types: Vec<_> = request.headers().get_all(header::CONTENT_TYPE).iter().collect();
    assert_eq!(types, ["image/png"]);
    assert_eq!(request.body(), "png");
}

#[test]
fn a_request_without_body_fields_has_an_empty_object_unless_it_is_a_get() {
    let request = encoder(&UPLOAD).finish().unwrap();
    assert_eq!(request.body(), "{}");
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/json");
    let mut get = encoder(&DOWNLOAD);
    get.path(|serializer| BTreeMap::from([("id", 5)]).serialize(serializer)).unwrap();
    let request = get.finish().unwrap();
    assert_eq!(request.uri(), "https://ex.org/download/5");
    assert!(request.body().is_empty());
    assert!(request.headers().is_empty());
}

#[test]
fn a_path_with_an_empty_placeholder_is_never_sent() {
    let unfilled = |error: IntoHttpError| {
        let IntoHttpError::Encode(error) = error else { panic!("{error}") };
        assert_eq!((error.part(), error.field()), (Part::Path, "id"));
        assert_eq!(error.to_string(), "download: request path: `id`: the path argument is missing");
    };
    unfilled(encoder(&DOWNLOAD).finish().unwrap_err());
    let nothing = BTreeMap::<String, u8>::new();
    unfilled(encoder(&DOWNLOAD).query(|serializer| nothing.serialize(serializer)).unwrap_err());
}

#[test]
fn a_redirect_has_no_body() {
    let mut answering = ResponseEncoder::new(&REDIRECT);
    let location = BTreeMap::from([("location", "https://ex.org/sso?a=b")]);
    answering.headers(|serializer| location.serialize(serializer)).unwrap();
    let response = answering.finish();
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()[header::LOCATION], "https://ex.org/sso?a=b");
    assert_eq!(response.headers().len(), 1);
    assert!(response.body().is_empty());
    assert!(ResponseDecoder::new(&REDIRECT, &response).is_success());
    let other = Response::new(Bytes::new());
    assert!(!ResponseDecoder::new(&REDIRECT, &other).is_success());
}

#[test]
fn head_is_taken_for_get() {
    let request =
        |method| Request::builder().method(method).uri("/download/5").body(Bytes::new()).unwrap();
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::HEAD)).is_ok());
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::POST)).is_err());
}
