//! Decodes responses.

use std::mem;

use bytes::Bytes;
use http::{Response, header::LOCATION};

use super::{
    error::{CallError, Error},
    response_headers::ResponseHeaders,
    transport::TransportError,
};
use crate::{
    body::Body,
    endpoint::{self, Endpoint, IncomingResponse},
    error::FromHttpResponseError,
};

type Decoded<R> = Result<R, Error<<<R as IncomingResponse>::Endpoint as Endpoint>::Error>>;

/// Moves the headers of an error response into the error.
pub(super) fn decode<R: IncomingResponse>(response: &mut Response<Bytes>) -> Decoded<R> {
    decode_with_stream(response, None)
}

/// [`decode`] for a response whose body may be a stream.
pub(super) fn decode_with_stream<R: IncomingResponse>(
    response: &mut Response<Bytes>,
    stream: Option<&Body>,
) -> Decoded<R> {
    endpoint::decode_response(&*response, stream).map_err(|error| {
        let endpoint = <R::Endpoint as Endpoint>::METADATA.name;
        failure(endpoint, response, error)
    })
}

#[cold]
fn failure<E>(
    endpoint: &'static str,
    response: &mut Response<Bytes>,
    error: FromHttpResponseError<E>,
) -> Error<E> {
    let (status, redirect) = (response.status(), redirect(response));
    let headers = ResponseHeaders::new(mem::take(response.headers_mut()));
    match error {
        FromHttpResponseError::Endpoint(error) => {
            Error::Endpoint { endpoint, status, headers, error, redirect }
        }
        FromHttpResponseError::Decode(error) => Error::Decode { status, headers, error },
        FromHttpResponseError::Body(error) => {
            let source = TransportError::interrupted(error);
            Error::Call(CallError::Transport { endpoint, source })
        }
    }
}

/// Where a response redirects to, without the parts that may contain secrets.
fn redirect(response: &Response<Bytes>) -> Option<Box<str>> {
    let location =
        response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    let location = location.to_str().ok()?.split(['?', '#']).next()?;
    Some(match location.split_once("//") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            format!("{scheme}//{host}{path}").into()
        }
        _ => location.into(),
    })
}
