//! An endpoint written by hand: `PUT /profile/{userId}/{key}`, with fields in every part.
//!
//! Each part of a message is a struct that serde reads and writes; the rest is four short functions.
#![allow(missing_docs, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use bytes::Bytes;
use http::{Method, StatusCode, header};
use matrix_api::{
    DecodeError, Endpoint, EndpointError, FromHttpRequestError, FromHttpResponseError,
    IncomingRequest, IncomingResponse, IntoHttpError, MatrixVersion, Metadata, OutgoingRequest,
    OutgoingResponse, PathHistory, SupportedVersions,
    authentication::{AuthenticationScheme, NoAuthentication},
    metadata::{Field, FieldPlace, SuccessResponse},
    path_template,
    wire::{RequestDecoder, RequestEncoder, ResponseDecoder, ResponseEncoder},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq)]
pub struct Request {
    pub path: RequestPath,
    pub headers: RequestHeaders,
    pub body: RequestBody,
}

/// The placeholders, in the order of the path.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestPath {
    #[serde(rename = "userId")]
    pub user_id: String,
    pub key: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestHeaders {
    #[serde(rename = "x-signature")]
    pub signature: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestBody {
    pub value: u64,
}

impl Endpoint for Request {
    const METADATA: &'static Metadata = &Metadata::new(
        "set_profile",
        Method::PUT,
        PathHistory::versioned(
            &[("org.example.profile", path_template!("/unstable/{userId}/{key}"))],
            &[(MatrixVersion::V1_1, path_template!("/profile/{userId}/{key}"))],
            None,
            None,
        ),
    )
    .status(StatusCode::CREATED)
    .authentication(NoAuthentication::NAME)
    .request_fields(&[
        Field::new("userId", FieldPlace::Path),
        Field::new("key", FieldPlace::Path),
        Field::new("x-signature", FieldPlace::Header).optional().secret(),
        Field::new("value", FieldPlace::Body),
    ])
    .response_fields(&[Field::new("etag", FieldPlace::Header)]);
    type Authentication = NoAuthentication;
    type Response = Response;
    type Error = Refusal;
}

impl OutgoingRequest for Request {
    fn encode(&self, encoder: &mut RequestEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.path(|serializer| self.path.serialize(serializer))?;
        encoder.headers(|serializer| self.headers.serialize(serializer))?;
        encoder.json(|serializer| self.body.serialize(serializer))
    }
}

impl IncomingRequest for Request {
    fn decode(decoder: &RequestDecoder<'_>) -> Result<Self, FromHttpRequestError> {
        Ok(Self { path: decoder.path()?, headers: decoder.headers()?, body: decoder.json()? })
    }
}

/// Its only field travels in a header.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    pub etag: String,
}

impl OutgoingResponse for Response {
    type Endpoint = Request;

    fn encode(&self, encoder: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.headers(|serializer| self.serialize(serializer))
    }
}

impl IncomingResponse for Response {
    type Endpoint = Request;

    fn decode(decoder: &ResponseDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.headers()
    }
}

/// An error type that keeps the whole response.
#[derive(Debug)]
pub struct Refusal(http::Response<Bytes>);

impl EndpointError for Refusal {
    fn from_http_response(response: &http::Response<Bytes>) -> Self {
        Self(response.clone())
    }

    fn try_into_http_response(&self) -> Result<http::Response<Bytes>, IntoHttpError> {
        Ok(self.0.clone())
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused with {}", self.0.status())
    }
}

impl std::error::Error for Refusal {}

#[test]
fn requests_and_responses_are_sent_and_received() {
    let request = Request {
        path: RequestPath { user_id: "@zoë:ex.org".to_owned(), key: "a/b".to_owned() },
        headers: RequestHeaders { signature: Some("signed".to_owned()) },
        body: RequestBody { value: 5 },
    };
    let supported = SupportedVersions::from([MatrixVersion::V1_9]);
    let http = request.try_into_http_request("https://ex.org/sub/", (), &supported).unwrap();
    assert_eq!(http.method(), Method::PUT);
    assert_eq!(http.uri(), "https://ex.org/sub/profile/%40zo%C3%AB%3Aex.org/a%2Fb");
    assert_eq!(http.headers()["x-signature"], "signed");
    assert!(http.headers()["x-signature"].is_sensitive());
    assert_eq!(http.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(http.body(), r#"{"value":5}"#);
    // A server without a prefix in its base URL receives the path alone.
    let received = http::Request::put("/profile/%40zo%C3%AB%3Aex.org/a%2Fb")
        .header("x-signature", "signed")
        .body(http.into_body());
    assert_eq!(Request::try_from_http_request(&received.unwrap()).unwrap(), request);

    let response = Response { etag: "\"1\"".to_owned() };
    let http = response.try_into_http_response().unwrap();
    assert_eq!((http.status(), http.body().as_ref()), (StatusCode::CREATED, &b"{}"[..]));
    assert_eq!(Response::try_from_http_response(&http).unwrap(), response);
}

#[test]
fn an_error_response_becomes_the_error_type() {
    let http = http::Response::builder().status(429).body(Bytes::from_static(b"<html>")).unwrap();
    let Err(FromHttpResponseError::Endpoint(refusal)) = Response::try_from_http_response(&http)
    else {
        panic!("429 was accepted");
    };
    let again = refusal.try_into_http_response().unwrap();
    assert_eq!((again.status().as_u16(), again.body().as_ref()), (429, &b"<html>"[..]));
}

/// `GET /profile`: an endpoint with two responses. An enum selects one by its status.
pub mod several_responses {
    use super::*;

    #[derive(Debug, PartialEq)]
    pub struct Request;

    impl Endpoint for Request {
        const METADATA: &'static Metadata = &Metadata::new(
            "get_profile",
            Method::GET,
            PathHistory::fixed(path_template!("/profile")),
        )
        .responses(&[
            SuccessResponse::new(StatusCode::OK, &[Field::new("value", FieldPlace::Body)]),
            SuccessResponse::new(StatusCode::NOT_MODIFIED, &[]),
        ]);
        type Authentication = NoAuthentication;
        type Response = Response;
        type Error = Refusal;
    }

    #[derive(Debug, PartialEq)]
    pub enum Response {
        Profile(Profile),
        NotModified,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Profile {
        pub value: u64,
    }

    impl OutgoingResponse for Response {
        type Endpoint = Request;

        fn encode(&self, encoder: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError> {
            match self {
                // The first response need not be selected.
                Self::Profile(profile) => encoder.json(|serializer| profile.serialize(serializer)),
                Self::NotModified => encoder.select(StatusCode::NOT_MODIFIED),
            }
        }
    }

    impl IncomingResponse for Response {
        type Endpoint = Request;

        fn decode(decoder: &ResponseDecoder<'_>) -> Result<Self, DecodeError> {
            match decoder.success_response()?.status {
                StatusCode::NOT_MODIFIED => Ok(Self::NotModified),
                _ => decoder.json().map(Self::Profile),
            }
        }
    }
}

#[test]
fn one_of_several_responses_is_sent_and_received() {
    use several_responses::{Profile, Response};

    for (response, status, body) in [
        (Response::Profile(Profile { value: 5 }), 200, r#"{"value":5}"#),
        (Response::NotModified, 304, ""),
    ] {
        let http = response.try_into_http_response().unwrap();
        assert_eq!((http.status().as_u16(), http.body().as_ref()), (status, body.as_bytes()));
        assert_eq!(Response::try_from_http_response(&http).unwrap(), response);
    }
}
