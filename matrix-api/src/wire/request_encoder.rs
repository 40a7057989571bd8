//! The encoder of requests.

use std::fmt;

use bytes::Bytes;
use http::{Method, Request};

use crate::{
    base_url::ToBaseUrl,
    body::Body,
    error::{EncodeError, EncodeProblem, IntoHttpError, Message, Part},
    metadata::Metadata,
    text::{buffer::TextBuffer, template::Placeholder},
    versions::SupportedVersions,
    wire::{
        body::{BodyEncoder, MessageEncoder},
        fields::{FieldsSerializer, HeadersSink, PathSink, QuerySink, SerializeError},
        json::JsonSerializer,
        raw_body::RawBodyEncoder,
        request_target::{RequestTarget, StaticPath},
    },
};

/// Encodes an HTTP request, part by part: path arguments, query, headers, body.
///
/// Each part is written at most once; the path before the query.
pub struct RequestEncoder<'a> {
    metadata: &'static Metadata,
    request: &'a mut Request<Bytes>,
    target: &'a mut RequestTarget<'a>,
    has_query: bool,
    body: &'a mut BodyEncoder,
    /// The place of a body that is a stream, if the caller accepts one.
    stream: Option<&'a mut Option<Body>>,
}

// Neither the URI nor the body: there may be secrets in them.
impl fmt::Debug for RequestEncoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestEncoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl RequestEncoder<'_> {
    /// Fills an empty request for the server at a base URL that supports those versions; `write` writes the
    /// fields. A body that is not written is `{}`, except for GET and HEAD, which have no body.
    /// Returns the path template.
    pub(crate) fn fill(
        request: &mut Request<Bytes>,
        stream: Option<&mut Option<Body>>,
        metadata: &'static Metadata,
        base_url: &dyn ToBaseUrl,
        supported: &SupportedVersions,
        static_path: StaticPath,
        write: &dyn Fn(&mut RequestEncoder<'_>) -> Result<(), IntoHttpError>,
    ) -> Result<&'static str, IntoHttpError> {
        // The encoder borrows them: they are large.
        let (mut text, mut body) =
            (TextBuffer::new(), BodyEncoder::new(metadata.name, Message::Request));
        let path = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint: metadata.name, source })?;
        let mut target = RequestTarget::new(metadata, base_url, path, static_path, &mut text)?;
        let mut encoder = RequestEncoder {
            metadata,
            request,
            target: &mut target,
            has_query: false,
            body: &mut body,
            stream,
        };
        write(&mut encoder)?;
        encoder.finish()?;
        Ok(path.as_str())
    }

    /// Writes the arguments of the path, in the order of its placeholders.
    ///
    /// The rest of a path, `{key..}`, takes a text, whose slashes separate segments, or a list of segments.
    ///
    /// # Errors
    ///
    /// When one is not a scalar, does not have the name of the next placeholder, or is empty, `.` or `..`; or
    /// such a segment is in the rest of a path.
    pub fn path(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        let (template, uri) = self.target.path();
        let mut sink = PathSink { uri, template };
        let written = write(FieldsSerializer::new(&mut sink));
        self.check(Part::Path, written)
    }

    /// Writes the query.
    ///
    /// # Errors
    ///
    /// When a value is neither a scalar nor a list of scalars, or a path argument is missing.
    pub fn query(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        self.check_path()?;
        let mut sink = QuerySink { target: self.target, started: &mut self.has_query };
        let written = write(FieldsSerializer::new(&mut sink));
        self.check(Part::Query, written)
    }

    /// Writes headers.
    ///
    /// # Errors
    ///
    /// When a value is neither a scalar nor a list of scalars, or HTTP does not allow it in a header.
    pub fn headers(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        let fields = self.metadata.request_fields;
        let mut sink = HeadersSink { headers: self.request.headers_mut(), fields };
        let written = write(FieldsSerializer::new(&mut sink));
        self.check(Part::Header, written)
    }

    /// Writes the body as JSON.
    ///
    /// # Errors
    ///
    /// When the value cannot be written as JSON.
    pub fn json(
        &mut self,
        write: impl FnOnce(JsonSerializer<'_>) -> Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        self.body.json(write)
    }

    /// The encoder of a body that is not JSON, for [`RawBody::encode`](crate::wire::RawBody::encode).
    /// Headers are written before.
    #[inline]
    pub fn raw_body(&mut self) -> RawBodyEncoder<'_> {
        let stream = self.stream.as_deref_mut();
        RawBodyEncoder::new(self.request.headers_mut(), self.body, stream)
    }

    fn finish(&mut self) -> Result<(), IntoHttpError> {
        self.check_path()?;
        let Self { metadata, request, target, body, .. } = self;
        let bodiless = matches!(metadata.method, Method::GET | Method::HEAD);
        *request.body_mut() = body.take(bodiless, request.headers_mut());
        *request.method_mut() = metadata.method.clone();
        let endpoint = metadata.name;
        target.finish(request.uri_mut()).ok_or(IntoHttpError::BaseUrl { endpoint })
    }

    fn check_path(&mut self) -> Result<(), IntoHttpError> {
        match self.target.next_placeholder() {
            None => Ok(()),
            Some(next) => self.skip_argument(next),
        }
    }

    fn check(&self, part: Part, written: Result<(), SerializeError>) -> Result<(), IntoHttpError> {
        match written {
            Ok(()) => Ok(()),
            Err(error) => Err(self.error(part, error)),
        }
    }

    #[cold]
    fn skip_argument(&mut self, next: &Placeholder) -> Result<(), IntoHttpError> {
        if self.target.skip_optional() {
            return Ok(());
        }
        let problem = EncodeProblem::MissingPathArgument;
        let (endpoint, field) = (self.metadata.name, next.argument_name().to_owned());
        Err(EncodeError::new(endpoint, Message::Request, Part::Path, field, problem).into())
    }

    #[cold]
    fn error(&self, part: Part, error: SerializeError) -> IntoHttpError {
        let (field, problem) = error.into_parts();
        EncodeError::new(self.metadata.name, Message::Request, part, field, problem).into()
    }
}

impl MessageEncoder for RequestEncoder<'_> {
    fn body(&mut self) -> &mut BodyEncoder {
        self.body
    }
}
