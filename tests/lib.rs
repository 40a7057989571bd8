//! Helpers of several tests.

pub mod account;
pub mod compared;
pub mod messages;
pub mod responses;

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    SupportedVersions, authentication::AuthenticationScheme, bytes::Bytes, http,
};

/// Encodes a request as a client and decodes it as a server.
pub fn through_request<R: OutgoingRequest + IncomingRequest>(
    request: &R,
    authentication: <R::Authentication as AuthenticationScheme>::Input<'_>,
) -> (http::Request<Bytes>, R) {
    let encoded = request
        .try_into_http_request(
            "https://matrix.example.org",
            authentication,
            &SupportedVersions::unknown(),
        )
        .expect("the request can be encoded");
    let decoded = R::try_from_http_request(&encoded).expect("what was encoded can be decoded");
    (encoded, decoded)
}

/// Encodes a response as a server and decodes it as a client.
pub fn through_response<R: OutgoingResponse + IncomingResponse>(
    response: &R,
) -> (http::Response<Bytes>, R)
where
    <<R as IncomingResponse>::Endpoint as Endpoint>::Error: std::fmt::Debug,
{
    let encoded = response.try_into_http_response().expect("the response can be encoded");
    let decoded = R::try_from_http_response(&encoded).expect("what was encoded can be decoded");
    (encoded, decoded)
}

/// The status of a response, and the code of its Matrix error if it has one: `403 M_FORBIDDEN`.
pub fn status_and_code(status: http::StatusCode, body: &serde_json::Value) -> String {
    match body["errcode"].as_str() {
        Some(code) => format!("{} {code}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// The README's examples compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The guide's examples compile and run.
#[cfg(doctest)]
pub mod guide {
    #[doc = include_str!("../matrix-api/src/guide/behind_a_proxy.md")]
    pub struct BehindAProxy;
    #[doc = include_str!("../matrix-api/src/guide/errors.md")]
    pub struct Errors;
    #[doc = include_str!("../matrix-api/src/guide/first_client.md")]
    pub struct FirstClient;
    #[doc = include_str!("../matrix-api/src/guide/first_server.md")]
    pub struct FirstServer;
    #[cfg(feature = "ruma")]
    #[doc = include_str!("../matrix-api/src/guide/from_ruma.md")]
    pub struct FromRuma;
    #[doc = include_str!("../matrix-api/src/guide/interactive.md")]
    pub struct Interactive;
    #[doc = include_str!("../matrix-api/src/guide/sessions.md")]
    pub struct Sessions;
    #[doc = include_str!("../matrix-api/src/guide/streaming.md")]
    pub struct Streaming;
    #[doc = include_str!("../matrix-api/src/guide/testing.md")]
    pub struct Testing;
    #[doc = include_str!("../matrix-api/src/guide/the_specification.md")]
    pub struct TheSpecification;
    #[doc = include_str!("../matrix-api/src/guide/your_own_api.md")]
    pub struct YourOwnApi;
}
