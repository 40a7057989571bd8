//! What an endpoint is, and the four directions between its types and HTTP messages.

use bytes::Bytes;
use http::{Request, Response};

use crate::{
    authentication::AuthenticationScheme,
    base_url::ToBaseUrl,
    error::{DecodeError, FromHttpRequestError, FromHttpResponseError, IntoHttpError},
    matrix_error::EndpointError,
    metadata::Metadata,
    versions::SupportedVersions,
    wire::{
        request_decoder::RequestDecoder, request_encoder::RequestEncoder,
        request_target::LiteralTarget, response_decoder::ResponseDecoder,
        response_encoder::ResponseEncoder,
    },
};

/// An endpoint of an HTTP API. The type that implements it is that of its requests.
///
/// `ruma_api!` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request of an endpoint",
    label = "not made by `ruma_api!`",
    note = "use the `Request` of a module that has a `ruma_api!` block"
)]
pub trait Endpoint: Sized {
    /// What is known of the endpoint without a request at hand.
    const METADATA: &'static Metadata;
    /// How requests say on whose behalf they are sent.
    type Authentication: AuthenticationScheme;
    /// The answer of a success.
    type Response;
    /// The answer of a failure.
    type Error: EndpointError;
}

/// A request that a client can send.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a request",
    label = "not made by `ruma_api!`",
    note = "use the `Request` of a module that has a `ruma_api!` block"
)]
pub trait OutgoingRequest: Endpoint<Response: IncomingResponse<Endpoint = Self>> {
    /// Writes every part of the request.
    ///
    /// # Errors
    ///
    /// When a field cannot be written into its part.
    fn encode(&self, encoder: &mut RequestEncoder<'_>) -> Result<(), IntoHttpError>;

    /// Makes the HTTP request.
    ///
    /// - `base_url`: the homeserver's, a text such as `https://example.org`, or a
    ///   [`BaseUrl`](crate::BaseUrl), which is parsed once for many requests;
    /// - `authentication`: what the endpoint's scheme asks for;
    /// - `supported`: which versions of the specification the server supports. It decides on the
    ///   path.
    ///
    /// # Errors
    ///
    /// When the server has none of the endpoint's paths, when the base URL is none, or when a field
    /// cannot be written into its part.
    fn try_into_http_request(
        &self,
        base_url: &(impl ToBaseUrl + ?Sized),
        authentication: <Self::Authentication as AuthenticationScheme>::Input<'_>,
        supported: &SupportedVersions,
    ) -> Result<Request<Bytes>, IntoHttpError> {
        // Filled where it is returned: moving a request takes longer than writing most of its parts.
        let mut made = Ok(Request::new(Bytes::new()));
        if let Ok(request) = &mut made
            && let Err(error) = fill(self, request, &base_url, authentication, supported)
        {
            made = Err(error);
        }
        made
    }
}

/// Fills an empty request.
fn fill<R: OutgoingRequest>(
    fields: &R,
    request: &mut Request<Bytes>,
    base_url: &dyn ToBaseUrl,
    authentication: <R::Authentication as AuthenticationScheme>::Input<'_>,
    supported: &SupportedVersions,
) -> Result<(), IntoHttpError> {
    let literal_target = const { LiteralTarget::of(R::METADATA) };
    RequestEncoder::fill(request, R::METADATA, base_url, supported, literal_target, &|encoder| {
        fields.encode(encoder)
    })?;
    R::Authentication::add_to_request(request, authentication)
        .map_err(|source| IntoHttpError::authentication(R::METADATA, source))
}

/// The answer of a success that a client can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a response",
    label = "not made by `ruma_api!`",
    note = "use the `Response` of a module that has a `ruma_api!` block"
)]
pub trait IncomingResponse: Sized {
    /// The endpoint that answers so.
    type Endpoint: Endpoint<Response = Self>;

    /// Reads every part of the response.
    ///
    /// # Errors
    ///
    /// When a part is not as the endpoint says.
    fn decode(decoder: &ResponseDecoder<'_>) -> Result<Self, DecodeError>;

    /// Reads the answer of a server.
    ///
    /// It is a success if its status is that of the endpoint, or if both are 2xx.
    ///
    /// # Errors
    ///
    /// [`FromHttpResponseError::Endpoint`] when it is no success, whatever it looks like;
    /// [`FromHttpResponseError::Decode`] when it is one that is not as the endpoint says.
    fn try_from_http_response(
        response: &Response<Bytes>,
    ) -> Result<Self, FromHttpResponseError<<Self::Endpoint as Endpoint>::Error>> {
        let decoder = ResponseDecoder::new(Self::Endpoint::METADATA, response);
        if decoder.is_success() {
            Self::decode(&decoder).map_err(FromHttpResponseError::Decode)
        } else {
            Err(read_failure(response))
        }
    }
}

/// Apart from reading a success, which is short where it has no body.
#[cold]
fn read_failure<E: EndpointError>(response: &Response<Bytes>) -> FromHttpResponseError<E> {
    FromHttpResponseError::Endpoint(E::from_http_response(response))
}

/// A request that a server can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a request",
    label = "not made by `ruma_api!`",
    note = "use the `Request` of a module that has a `ruma_api!` block"
)]
pub trait IncomingRequest: Endpoint<Response: OutgoingResponse<Endpoint = Self>> {
    /// Reads every part of the request.
    ///
    /// # Errors
    ///
    /// [`FromHttpRequestError::Decode`] when a part is not as the endpoint says.
    fn decode(decoder: &RequestDecoder<'_>) -> Result<Self, FromHttpRequestError>;

    /// Reads the request of a client. Its credentials are for
    /// [`AuthenticationScheme::extract`].
    ///
    /// # Errors
    ///
    /// When the method or the path is not the endpoint's, or a part is not as the endpoint says.
    fn try_from_http_request(request: &Request<Bytes>) -> Result<Self, FromHttpRequestError> {
        let decoder = RequestDecoder::new(Self::METADATA, request)?;
        Self::decode(&decoder)
    }
}

/// The answer of a success that a server can send.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a response",
    label = "not made by `ruma_api!`",
    note = "use the `Response` of a module that has a `ruma_api!` block"
)]
pub trait OutgoingResponse: Sized {
    /// The endpoint that answers so.
    type Endpoint: Endpoint<Response = Self>;

    /// Writes every part of the response.
    ///
    /// # Errors
    ///
    /// When a field cannot be written into its part.
    fn encode(&self, encoder: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>;

    /// Makes the HTTP response.
    ///
    /// # Errors
    ///
    /// When a field cannot be written into its part.
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        // Filled where it is returned, as a request is.
        let mut made = Ok(Response::new(Bytes::new()));
        if let Ok(response) = &mut made
            && let Err(error) =
                ResponseEncoder::fill(response, Self::Endpoint::METADATA, |encoder| {
                    self.encode(encoder)
                })
        {
            made = Err(error);
        }
        made
    }
}
