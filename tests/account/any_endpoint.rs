//! Endpoints without their types: functions from messages to messages.

#![allow(clippy::expect_used, reason = "a failing test may panic")]

use std::{any::TypeId, marker::PhantomData};

use matrix_api::{
    DecodeError, EndpointError, FromHttpRequestError, FromHttpResponseError, IncomingResponse,
    InteractiveRequest, MatrixVersion, Metadata, OutgoingResponse, SupportedVersions,
    authentication::AuthenticationScheme, bytes::Bytes, http,
};
use matrix_client_account::uiaa::UiaaResponse;

use super::{AccountEndpoint, WithToken};

/// An endpoint without its types.
pub struct AnyEndpoint {
    /// The module in the account crate, such as `session::login`.
    pub module: &'static str,
    /// The endpoint's metadata.
    pub metadata: &'static Metadata,
    /// Whether its error type is the one with user-interactive challenges.
    pub is_interactive: bool,
    /// Whether a client can send the request again with an answer to a challenge.
    pub is_interactive_request: bool,
    /// Decodes a request as a server does, and encodes it as a client does.
    pub recode_request: fn(
        &http::Request<Bytes>,
        &SupportedVersions,
    ) -> Result<http::Request<Bytes>, DecodeFailure>,
    /// Decodes a response as a client does, and encodes it as a server does.
    pub recode_response: fn(&http::Response<Bytes>) -> DecodedResponse,
}

/// Why a message was not decoded.
#[derive(Debug)]
pub enum DecodeFailure {
    /// The method or the path is another endpoint's.
    OtherEndpoint(String),
    /// The message is invalid.
    Invalid(DecodeError),
}

/// A decoded response.
#[derive(Debug)]
pub enum DecodedResponse {
    /// A success, encoded again.
    Success(http::Response<Bytes>),
    /// An error response, encoded again.
    Error(http::Response<Bytes>),
    /// An invalid success.
    Invalid(DecodeFailure),
}

impl AnyEndpoint {
    pub(super) fn of<R: AccountEndpoint>(
        module: &'static str,
        is_interactive_request: bool,
    ) -> Self {
        Self {
            module,
            metadata: R::METADATA,
            is_interactive: TypeId::of::<R::Error>() == TypeId::of::<UiaaResponse>(),
            is_interactive_request,
            recode_request: recode_request::<R>,
            recode_response: recode_response::<R>,
        }
    }

    /// The versions of a server that has the endpoint at this path, and at no newer one.
    #[must_use]
    pub fn server_with(&self, template: &str) -> SupportedVersions {
        let history = &self.metadata.path;
        let stable = history.stable().iter().find(|(_, path)| path.as_str() == template);
        let unstable = history.unstable().iter().find(|(_, path)| path.as_str() == template);
        match (stable, unstable) {
            (Some((version, _)), _) => SupportedVersions::from([*version]),
            (None, Some((feature, _))) => {
                SupportedVersions::from([MatrixVersion::V1_0]).with_feature(*feature)
            }
            (None, None) => SupportedVersions::unknown(),
        }
    }
}

fn recode_request<R: AccountEndpoint>(
    request: &http::Request<Bytes>,
    supported: &SupportedVersions,
) -> Result<http::Request<Bytes>, DecodeFailure> {
    let decoded = R::try_from_http_request(request).map_err(|error| match error {
        FromHttpRequestError::Decode(error) => DecodeFailure::Invalid(error),
        other => DecodeFailure::OtherEndpoint(other.to_string()),
    })?;
    let encoded = decoded
        .try_into_http_request(
            "https://matrix.example.org",
            R::Authentication::with_token("access_token"),
            supported,
        )
        .expect("what was decoded can be encoded");
    R::Authentication::extract(&encoded).expect("credentials that were added can be read");
    Ok(encoded)
}

fn recode_response<R: AccountEndpoint>(response: &http::Response<Bytes>) -> DecodedResponse {
    match R::Response::try_from_http_response(response) {
        Ok(decoded) => DecodedResponse::Success(
            decoded.try_into_http_response().expect("what was decoded can be encoded"),
        ),
        Err(FromHttpResponseError::Decode(error)) => {
            DecodedResponse::Invalid(DecodeFailure::Invalid(error))
        }
        Err(FromHttpResponseError::Endpoint(error)) => DecodedResponse::Error(
            error.try_into_http_response().expect("an error that was decoded can be encoded"),
        ),
        Err(_) => unreachable!("errors are either of decoding or the endpoint's own"),
    }
}

/// Says whether a type is an [`InteractiveRequest`]: its inherent method, where it exists, takes
/// precedence over the trait's.
pub(super) struct Probe<R>(pub(super) PhantomData<R>);

pub(super) trait NotInteractive {
    fn is_interactive_request(&self) -> bool {
        false
    }
}

impl<R> NotInteractive for Probe<R> {}

impl<R: InteractiveRequest> Probe<R> {
    pub(super) fn is_interactive_request(&self) -> bool {
        true
    }
}
