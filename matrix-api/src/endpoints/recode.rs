//! From a message to the value, and back to a message.

use std::{
    error::Error,
    fmt,
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http::{Request, Response};

use crate::{
    body::{Body, BodyError},
    endpoint::{
        Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
        decode_request, decode_response, encode_fields, encode_response,
    },
    error::{DecodeError, FromHttpRequestError, FromHttpResponseError, IntoHttpError},
    matrix_error::EndpointError,
    path_history::PathHistory,
    versions::{MatrixVersion, SupportedVersions},
    wire::{path_arguments::PathArguments, response_decoder::ResponseDecoder},
};

/// A message that an [`EndpointEntry`](super::EndpointEntry) cannot decode and encode again.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecodeError {
    /// The request is not one of the endpoint: another method, or another path.
    OtherEndpoint(FromHttpRequestError),
    /// The message is not what the endpoint defines.
    Decode(DecodeError),
    /// The value cannot be encoded.
    Encode(IntoHttpError),
    /// The items of a stream cannot be read or written.
    Stream(BodyError),
    /// A stream waits for something outside of the message.
    Pending,
    /// The entry has no codec.
    NoCodec,
}

impl From<DecodeError> for RecodeError {
    #[inline]
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl From<IntoHttpError> for RecodeError {
    #[inline]
    fn from(error: IntoHttpError) -> Self {
        Self::Encode(error)
    }
}

impl From<BodyError> for RecodeError {
    #[inline]
    fn from(error: BodyError) -> Self {
        Self::Stream(error)
    }
}

// Inlined: only programs that show errors compile it.
impl fmt::Display for RecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherEndpoint(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Stream(error) => error.fmt(f),
            Self::Pending => f.write_str("a stream of the message waits for something else"),
            Self::NoCodec => f.write_str("the entry of the endpoint has no codec"),
        }
    }
}

/// The source of the cause: the message already includes the cause itself.
impl Error for RecodeError {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::OtherEndpoint(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Encode(error) => error.source(),
            Self::Stream(error) => Error::source(error),
            Self::Pending | Self::NoCodec => None,
        }
    }
}

/// A response that was decoded, and encoded again.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodedResponse {
    /// A success.
    Success(Response<Bytes>),
    /// An error response.
    Error(Response<Bytes>),
}

impl From<FromHttpRequestError> for RecodeError {
    #[inline]
    fn from(error: FromHttpRequestError) -> Self {
        match error {
            FromHttpRequestError::Decode(error) => Self::Decode(error),
            other => Self::OtherEndpoint(other),
        }
    }
}

/// Requests are encoded for this server.
const BASE_URL: &str = "https://example.org";

pub(super) fn recode_request<R: IncomingRequest + OutgoingRequest>(
    request: &Request<Bytes>,
) -> Result<Request<Bytes>, RecodeError> {
    let stream = R::METADATA.streams_request().then(|| Body::from(request.body().clone()));
    let decoded: R = decode_request(request, stream.as_ref())?;
    let supported = server_with(&R::METADATA.path, request.uri().path());
    let (mut encoded, mut stream) = (Request::new(Bytes::new()), None);
    encode_fields(&decoded, &mut encoded, Some(&mut stream), &BASE_URL, &supported)?;
    collect_stream(encoded.body_mut(), stream)?;
    Ok(encoded)
}

pub(super) fn recode_response<R>(response: &Response<Bytes>) -> Result<DecodedResponse, RecodeError>
where
    R: Endpoint<Response: IncomingResponse<Endpoint = R> + OutgoingResponse<Endpoint = R>>,
{
    let is_streamed = ResponseDecoder::new(R::METADATA, response).is_streamed();
    let stream = is_streamed.then(|| Body::from(response.body().clone()));
    match decode_response::<R::Response>(response, stream.as_ref()) {
        Ok(decoded) => {
            let (head, body) = encode_response(&decoded)?.into_parts();
            let mut encoded = Response::from_parts(head, Bytes::new());
            collect_stream(encoded.body_mut(), Some(body))?;
            Ok(DecodedResponse::Success(encoded))
        }
        Err(FromHttpResponseError::Endpoint(error)) => {
            Ok(DecodedResponse::Error(error.try_into_http_response()?))
        }
        Err(FromHttpResponseError::Decode(error)) => Err(error.into()),
        Err(FromHttpResponseError::Body(error)) => Err(error.into()),
    }
}

/// A server that has the endpoint at the path of a request, and at no newer one.
#[inline]
fn server_with(history: &PathHistory, path: &str) -> SupportedVersions {
    let is_at = |template| PathArguments::find(&PathHistory::fixed(template), path).is_some();
    let stable = history.stable().iter().rev().find(|(_, template)| is_at(*template));
    if let Some((version, _)) = stable {
        return SupportedVersions::from([*version]);
    }
    let unstable = history.unstable().iter().rev().find(|(_, template)| is_at(*template));
    unstable.map_or_else(SupportedVersions::unknown, |(feature, _)| {
        SupportedVersions::from([MatrixVersion::V1_0]).with_feature(*feature)
    })
}

/// Reads a stream into the body of a message. Its bytes are in memory, so it is never pending.
#[inline]
fn collect_stream(body: &mut Bytes, stream: Option<Body>) -> Result<(), RecodeError> {
    if let Some(stream) = stream {
        let collected = pin!(stream.collect(usize::MAX));
        match collected.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(bytes) => *body = bytes?,
            Poll::Pending => return Err(RecodeError::Pending),
        }
    }
    Ok(())
}
