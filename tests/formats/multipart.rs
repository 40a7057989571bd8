//! `multipart/form-data` and `multipart/mixed`, by `Api` and `Client` over TCP.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use matrix_api::{
    DecodeError, IncomingRequest as _, IncomingResponse as _, IntoHttpError, MatrixError,
    OutgoingRequest as _, SupportedVersions,
    bytes::Bytes,
    error::DecodeProblem,
    http::{HeaderName, HeaderValue, Request, Response},
    server::Api,
    wire::{
        RawBody, RawBodyDecoder, RawBodyEncoder,
        multipart::{FormData, Mixed, Multipart, Part},
    },
};
use matrix_api_tests::through_response;
use proptest::prelude::*;

use crate::{
    decode_error,
    problems::{client, serve},
};

pub(crate) mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Upload a picture.",
            method: POST,
            name: "upload",
            path: "/pictures",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body)]
            pub picture: super::Picture,
        }
        response {
            pub size: usize,
        }
    }
}

/// The parts of an upload as fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    title: String,
    file: Part,
}

impl RawBody for Picture {
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        let form = Multipart::<FormData>::new().with(Part::text("title", &self.title));
        form.with(self.file.clone()).encode(encoder)
    }

    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        let form = Multipart::<FormData>::decode(decoder)?;
        let required =
            |name: &str| form.part(name).ok_or_else(|| decoder.error(name, DecodeProblem::Missing));
        let title = required("title")?.as_text();
        let problem = || DecodeProblem::rejected("expected text");
        Ok(Self {
            title: title.ok_or_else(|| decoder.error("title", problem()))?.to_owned(),
            file: required("file")?.clone(),
        })
    }
}

pub(crate) mod federation_media {
    matrix_api::ruma_api! {
        metadata {
            description: "Download a file of another server.",
            method: GET,
            name: "federation_media",
            path: "/_matrix/federation/v1/media/download/{media_id}",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub media_id: String,
        }
        response {
            #[ruma_api(raw_body)]
            pub parts: super::Multipart<super::Mixed>,
        }
    }
}

fn picture() -> Picture {
    let content = (0..=255).chain([13, 10, 45, 45]).collect::<Vec<u8>>();
    Picture {
        title: "Grüße\r\n--vom Strand".to_owned(),
        file: Part::file("file", "a \"beach\".png", "image/png", content),
    }
}

#[tokio::test]
async fn a_form_with_a_file_is_uploaded() {
    type Pictures = Arc<Mutex<Vec<Picture>>>;
    async fn upload(
        State(pictures): State<Pictures>,
        request: upload::Request,
    ) -> Result<upload::Response, MatrixError> {
        let size = request.picture.file.content.len();
        pictures.lock().unwrap().push(request.picture);
        Ok(upload::Response::new(size))
    }
    let pictures = Pictures::default();
    let router = Api::new().endpoint(upload).into_router(Arc::clone(&pictures)).unwrap();
    let url = serve(router).await;
    let sent = client(&url).send(&upload::Request::new(picture())).await.unwrap();
    assert_eq!(sent.size, 260);

    // Another program.
    let form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nhello\r\n--x\r\n\
                Content-Disposition: form-data; name=\"title\"\r\n\r\nhi\r\n--x--\r\n";
    let response = reqwest::Client::new()
        .post(format!("{url}/pictures"))
        .header("content-type", "multipart/form-data; charset=utf-8; boundary=\"x\"")
        .body(form);
    assert_eq!(response.send().await.unwrap().text().await.unwrap(), r#"{"size":5}"#);
    let pictures = pictures.lock().unwrap();
    assert_eq!(pictures[0], picture());
    assert_eq!(pictures[1].title, "hi");
    assert_eq!(pictures[1].file.file_name.as_deref(), Some("b.txt"));
}

#[test]
fn errors_name_the_part() {
    let versions = SupportedVersions::unknown();
    let received = |content_type: &str, body: &str| {
        let request = Request::post("/pictures").header("content-type", content_type);
        let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
        MatrixError::from(upload::Request::try_from_http_request(&request).unwrap_err()).to_string()
    };
    let form = "multipart/form-data; boundary=x";
    let part = |header: &str| format!("--x\r\n{header}\r\n\r\n1\r\n--x--");
    let title = "Content-Disposition: form-data; name=title";
    for (content_type, body, expected) in [
        (
            "multipart/mixed; boundary=x",
            part(title),
            "[415 M_INVALID_PARAM] upload: request header: `content-type`: expected the media type \
             `multipart/form-data`, found `multipart/mixed`",
        ),
        (
            "multipart/form-data",
            part(title),
            "[400 M_INVALID_PARAM] upload: request header: `content-type`: invalid value: expected a \
             media type with a `boundary`",
        ),
        (
            form,
            part("A: b"),
            "[400 M_MISSING_PARAM] upload: request body: `parts[0].name`: missing",
        ),
        (form, part(title), "[400 M_MISSING_PARAM] upload: request body: `file`: missing"),
        (
            form,
            part("Content-Disposition: form-data; name=\"title"),
            "[400 M_INVALID_PARAM] upload: request body: `parts[0]`: invalid value: \
             `content-disposition` is malformed",
        ),
    ] {
        assert_eq!(received(content_type, &body), expected);
    }
    let unnamed = upload::Request::new(Picture { title: String::new(), file: Part::new("") });
    let error = unnamed.try_into_http_request("https://example.org", (), &versions).unwrap_err();
    let expected = "upload: request body: `parts[1]`: a part of a form must have a name";
    assert_eq!(error.to_string(), expected);
}

/// [The federation API](https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1mediadownloadmediaid).
#[tokio::test]
async fn media_of_another_server_are_downloaded() {
    async fn download(
        request: federation_media::Request,
    ) -> Result<federation_media::Response, MatrixError> {
        let file = match request.media_id.as_str() {
            "here" => Part::new("plain text")
                .with_content_type("text/plain")
                .with_disposition("inline")
                .with_file_name("a.txt"),
            _ => Part::new("").with_header(
                HeaderName::from_static("location"),
                HeaderValue::from_static("https://cdn.example.org/a"),
            ),
        };
        let metadata = Part::new("{}").with_content_type("application/json");
        Ok(federation_media::Response::new(Multipart::new().with(metadata).with(file)))
    }
    let url = serve(Api::new().endpoint(download).into_router(()).unwrap()).await;
    let here = client(&url).send(&federation_media::Request::new("here".to_owned())).await.unwrap();
    let [metadata, file] = &*here.parts.parts else { panic!("{:?}", here.parts) };
    assert_eq!(
        (metadata.content_type.as_deref(), &*metadata.content),
        (Some("application/json"), &b"{}"[..])
    );
    assert_eq!((file.disposition.as_deref(), file.as_text()), (Some("inline"), Some("plain text")));
    let there = federation_media::Request::new("there".to_owned());
    let there = client(&url).send(&there).await.unwrap();
    assert_eq!(there.parts.parts[1].headers["location"], "https://cdn.example.org/a");
}

/// As the specification shows it.
#[test]
fn the_example_of_the_specification_is_read() {
    let body = "--gc0p4Jq0M2Yt08jU534c0p\r\nContent-Type: application/json\r\n\r\n{}\r\n\
                --gc0p4Jq0M2Yt08jU534c0p\r\nContent-Type: text/plain\r\n\r\n\
                This media is plain text. Maybe somebody used it as a paste bin.\r\n\
                --gc0p4Jq0M2Yt08jU534c0p";
    let response = |body: String| {
        let content_type = "multipart/mixed; boundary=gc0p4Jq0M2Yt08jU534c0p";
        let response = Response::builder().header("content-type", content_type).body(body.into());
        federation_media::Response::try_from_http_response(&response.unwrap())
    };
    let read = response(format!("{body}--\r\n")).unwrap();
    assert_eq!(read.parts.parts.len(), 2);
    let expected = "federation_media: response body: `parts[1]`: invalid value: expected a delimiter \
                    after the part";
    assert_eq!(decode_error(response(body.to_owned())), expected);
}

/// A block whose users choose the boundary.
mod own_boundary {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a batch.",
            method: GET,
            name: "batch",
            path: "/batch",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response {
            #[ruma_api(header = CONTENT_TYPE)]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub parts: super::Multipart<super::Mixed>,
        }
    }
}

#[test]
fn a_boundary_of_a_field_is_used() {
    use matrix_api::OutgoingResponse as _;

    let parts = || Multipart::new().with(Part::new("x"));
    let response =
        |content_type: &str| own_boundary::Response::new(content_type.to_owned(), parts());
    let content_type = "multipart/related; type=\"a/b\"; boundary=\"a b\"";
    let (encoded, decoded) = through_response(&response(content_type));
    assert_eq!(encoded.headers()["content-type"], content_type);
    assert_eq!(encoded.body(), "--a b\r\n\r\nx\r\n--a b--\r\n");
    assert_eq!(decoded.parts, parts());
    for without in ["multipart/related", "multipart/related; boundary=\"a\\\"\"", "multipart"] {
        let error = response(without).try_into_http_response().unwrap_err().to_string();
        assert!(error.ends_with("leave the field out to have one chosen"), "{error}");
    }
    let parts = Multipart::new().with(Part::new("--xy"));
    let response = own_boundary::Response::new("multipart/mixed; boundary=x".to_owned(), parts);
    let error = response.try_into_http_response().unwrap_err();
    let expected = "batch: response body: `parts[0]`: the boundary of `content-type` occurs in it";
    assert_eq!(error.to_string(), expected);
}

fn any_name() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[^\\p{Cc}]{0,12}|[\"\\\\;= é]{0,6}")
}

fn any_part() -> impl Strategy<Value = Part> {
    let content =
        prop_oneof![any::<Vec<u8>>(), "(\r\n|--|x|-| ){0,12}".prop_map(String::into_bytes),];
    (any_name(), any_name(), prop::option::of("[a-z]{1,5}/[a-z]{1,5}"), any::<bool>(), content)
        .prop_map(|(name, file_name, content_type, has_header, content)| {
            let mut part = Part::new(content);
            part.name = name;
            part.file_name = file_name;
            part.content_type = content_type;
            match has_header {
                true => part
                    .with_header(HeaderName::from_static("x-a"), HeaderValue::from_static("b: c")),
                false => part,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_parts_are_read_as_they_were_written(parts in prop::collection::vec(any_part(), 0..6)) {
        let parts = parts.into_iter().collect::<Multipart<Mixed>>();
        let (_, decoded) = through_response(&federation_media::Response::new(parts.clone()));
        prop_assert_eq!(decoded.parts, parts);
    }

    #[test]
    fn any_bytes_are_parts_or_an_error(
        body: Vec<u8>,
        text in "(--x|\r\n|--|: |Content-Disposition|form-data|; |name=|\"|\\\\|a|\t| ){0,30}",
    ) {
        for body in [body, text.into_bytes()] {
            let response = Response::builder()
                .header("content-type", "multipart/mixed; boundary=x")
                .body(Bytes::from(body));
            let _ = federation_media::Response::try_from_http_response(&response.unwrap());
        }
    }

    /// A body that was cut is never read as a shorter one.
    #[test]
    fn a_cut_body_is_an_error(parts in prop::collection::vec(any_part(), 1..4), cut: prop::sample::Index) {
        let parts = parts.into_iter().collect::<Multipart<Mixed>>();
        let (encoded, _) = through_response(&federation_media::Response::new(parts));
        let end = cut.index(encoded.body().len() - "--\r\n".len());
        let cut = encoded.map(|body| body.slice(..end));
        prop_assert!(federation_media::Response::try_from_http_response(&cut).is_err());
    }
}
