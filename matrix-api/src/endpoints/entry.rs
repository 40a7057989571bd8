//! An endpoint without its types.

use std::{any::type_name, fmt};

use bytes::Bytes;
use http::{Request, Response};

#[cfg(feature = "describe")]
use super::description::{EndpointDescription, describe_endpoint};
use super::recode::{DecodedResponse, RecodeError, recode_request, recode_response};
#[cfg(feature = "describe")]
use crate::description::Shapes;
#[cfg(feature = "examples")]
use crate::examples::Example;
use crate::{
    endpoint::{Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse},
    metadata::Metadata,
};

/// An endpoint without its types: data and function pointers.
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: PUT, name: "greet",
/// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
/// # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
/// use matrix_api::{
///     bytes::Bytes,
///     endpoints::{DecodedResponse, EndpointEntry},
///     http::{Request, Response},
/// };
///
/// const GREET: EndpointEntry = EndpointEntry::of::<greet::Request>();
///
/// let request = Request::put("/greet/b%6Fb?x=1").body(Bytes::from("{ }"))?;
/// let recoded = GREET.recode_request(&request)?;
/// assert_eq!(recoded.uri(), "https://example.org/greet/bob");
/// assert_eq!(recoded.body(), "{}");
///
/// let response = Response::new(Bytes::from(r#"{ "text": "hello", "x": 1 }"#));
/// let DecodedResponse::Success(recoded) = GREET.recode_response(&response)? else { panic!() };
/// assert_eq!(recoded.body(), r#"{"text":"hello"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct EndpointEntry {
    metadata: &'static Metadata,
    type_name: fn() -> &'static str,
    recode: Option<Recode>,
    #[cfg(feature = "describe")]
    describe: fn(&mut Shapes) -> EndpointDescription,
    #[cfg(feature = "examples")]
    examples: &'static [Example],
}

/// The codec in both directions.
#[derive(Clone, Copy)]
struct Recode {
    request: fn(&Request<Bytes>) -> Result<Request<Bytes>, RecodeError>,
    response: fn(&Response<Bytes>) -> Result<DecodedResponse, RecodeError>,
}

impl EndpointEntry {
    /// The entry of an endpoint with all four directions, as [`ruma_api!`](crate::ruma_api!) defines them.
    #[must_use]
    pub const fn of<R>() -> Self
    where
        R: OutgoingRequest
            + IncomingRequest
            + Endpoint<Response: IncomingResponse<Endpoint = R> + OutgoingResponse<Endpoint = R>>,
    {
        let recode = Recode { request: recode_request::<R>, response: recode_response::<R> };
        Self { recode: Some(recode), ..Self::without_codec::<R>() }
    }

    /// The entry of an endpoint whose messages cannot be decoded and encoded again.
    #[must_use]
    pub const fn without_codec<R: Endpoint>() -> Self {
        Self {
            metadata: R::METADATA,
            type_name: type_name::<R>,
            recode: None,
            #[cfg(feature = "describe")]
            describe: describe_endpoint::<R>,
            #[cfg(feature = "examples")]
            examples: R::EXAMPLES,
        }
    }

    /// The metadata of the endpoint.
    #[must_use]
    pub const fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    /// The path of the module that defines the endpoint, such as `my_api::session::log_in`.
    #[must_use]
    #[inline]
    pub fn module(&self) -> &'static str {
        let name = (self.type_name)();
        name.strip_suffix("::Request").unwrap_or(name)
    }

    /// Decodes a request as a server does, and encodes it as a client does, without credentials.
    ///
    /// The result has the path of the same template, on the server `https://example.org`.
    ///
    /// # Errors
    ///
    /// Fails if the request is not one of the endpoint, or a field cannot be encoded.
    #[inline]
    pub fn recode_request(&self, request: &Request<Bytes>) -> Result<Request<Bytes>, RecodeError> {
        (self.recode.ok_or(RecodeError::NoCodec)?.request)(request)
    }

    /// Decodes a response as a client does, and encodes it as a server does.
    ///
    /// # Errors
    ///
    /// Fails if a success is not what the endpoint defines, or if a field cannot be encoded.
    #[inline]
    pub fn recode_response(
        &self,
        response: &Response<Bytes>,
    ) -> Result<DecodedResponse, RecodeError> {
        (self.recode.ok_or(RecodeError::NoCodec)?.response)(response)
    }

    /// Describes the types of the endpoint as they are on the wire.
    #[cfg(feature = "describe")]
    #[must_use]
    pub fn describe(&self, shapes: &mut Shapes) -> EndpointDescription {
        (self.describe)(shapes)
    }

    /// Replaces the examples, by those of a specification for instance.
    #[cfg(feature = "examples")]
    #[must_use]
    pub const fn with_examples(mut self, examples: &'static [Example]) -> Self {
        self.examples = examples;
        self
    }

    /// The examples in the endpoint's block.
    #[cfg(feature = "examples")]
    #[must_use]
    pub const fn examples(&self) -> &'static [Example] {
        self.examples
    }
}

impl fmt::Debug for EndpointEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EndpointEntry").field(&self.metadata.name).finish()
    }
}
