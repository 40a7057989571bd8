//! What several tests share.

pub mod account;

use matrix_api::{
    Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    SupportedVersions, authentication::AuthenticationScheme, bytes::Bytes, http,
};

/// Sends a request through both sides: what a client encodes, a server decodes.
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

/// Sends a response through both sides: what a server encodes, a client decodes.
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

/// What the README shows compiles, and does what it says.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
