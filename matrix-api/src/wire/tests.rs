//! Bodies that are not JSON, or not there at all.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use serde::Serialize;

use super::{RawBody, RequestDecoder, RequestEncoder, ResponseDecoder, ResponseEncoder};
use crate::{
    error::{IntoHttpError, Part},
    metadata::{Field, FieldPlace, Metadata},
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

fn request(
    metadata: &'static Metadata,
    write: impl Fn(&mut RequestEncoder<'_>) -> Result<(), IntoHttpError>,
) -> Result<Request<Bytes>, IntoHttpError> {
    let mut request = Request::default();
    let static_path = StaticPath::of(metadata);
    let supported = SupportedVersions::unknown();
    let base_url = &"https://ex.org";
    RequestEncoder::fill(&mut request, metadata, base_url, &supported, static_path, &write)?;
    Ok(request)
}

fn response(
    metadata: &'static Metadata,
    write: impl Fn(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
) -> Response<Bytes> {
    let mut response = Response::default();
    ResponseEncoder::fill(&mut response, metadata, write).unwrap();
    response
}

#[test]
fn a_raw_body_is_never_copied() {
    let content = Bytes::from(vec![0_u8, 255, b'{']);
    let request = request(&UPLOAD, |encoder| {
        encoder.raw_body(content.clone());
        Ok(())
    });
    let request = request.unwrap();
    assert_eq!(request.headers()[header::CONTENT_TYPE], "application/octet-stream");
    assert_eq!(request.body().as_ptr(), content.as_ptr());
    let received = RequestDecoder::new(&UPLOAD, &request).unwrap().raw_body();
    assert_eq!(received.as_ptr(), content.as_ptr());

    let response = response(&UPLOAD, |encoder| {
        encoder.raw_body(content.clone());
        Ok(())
    });
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
    let request = request(&UPLOAD, |encoder| {
        encoder.headers(|serializer| headers.serialize(serializer))?;
        encoder.raw_body(Bytes::from_static(b"png"));
        Ok(())
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

#[test]
fn head_is_taken_for_get() {
    let request =
        |method| Request::builder().method(method).uri("/download/5").body(Bytes::new()).unwrap();
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::HEAD)).is_ok());
    assert!(RequestDecoder::new(&DOWNLOAD, &request(Method::POST)).is_err());
}
