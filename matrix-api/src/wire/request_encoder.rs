//! Writes requests.

use std::fmt;

use bytes::Bytes;
use http::{Method, Request};

use super::{
    FieldsSerializer, JsonObject, SerializeError,
    base_url::BaseUrl,
    fields::{HeadersSink, PathSink, QuerySink},
    json,
    outgoing_body::OutgoingBody,
    path_template::Unfilled,
    request_target::{LiteralTarget, RequestTarget},
};
use crate::{
    EncodeError, EncodeProblem, IntoHttpError, Message, Metadata, Part, SupportedVersions,
};

/// Writes an HTTP request, part by part: the path's arguments, the query, headers, the body.
///
/// Each part is written at most once; the path before the query.
pub struct RequestEncoder<'a> {
    metadata: &'static Metadata,
    request: Request<Bytes>,
    target: RequestTarget<'a>,
    template: Unfilled,
    has_query: bool,
    body: OutgoingBody,
}

// Neither the URI nor the body: there may be secrets in them.
impl fmt::Debug for RequestEncoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestEncoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl<'a> RequestEncoder<'a> {
    /// For a server at `base_url`, such as `https://example.org`, that supports those versions.
    /// `literal_target` is that [of](LiteralTarget::of) the endpoint.
    ///
    /// # Errors
    ///
    /// When the server has none of the endpoint's paths, or the base URL is none.
    pub fn new(
        metadata: &'static Metadata,
        base_url: &'a str,
        supported: &SupportedVersions,
        literal_target: LiteralTarget,
    ) -> Result<Self, IntoHttpError> {
        let path = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint: metadata.name, source })?;
        let base_url = BaseUrl::parse(base_url).ok_or_else(|| not_a_base_url(metadata))?;
        let (target, template) = if metadata.path.is_literal() {
            (RequestTarget::fixed(base_url, path, literal_target), Unfilled::none())
        } else {
            let mut target = RequestTarget::prefix(base_url);
            let template = Unfilled::begin(path, target.text());
            (target, template)
        };
        Ok(Self {
            metadata,
            target,
            template,
            has_query: false,
            request: Request::new(Bytes::new()),
            body: OutgoingBody::None,
        })
    }

    /// Writes the arguments of the path, in the order of its placeholders.
    ///
    /// # Errors
    ///
    /// When one is no scalar, not that of the next placeholder, or empty, `.` or `..`.
    pub fn path(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        let Self { target, template, .. } = self;
        let mut sink = PathSink { uri: target.text(), template };
        let written = write(FieldsSerializer::new(&mut sink));
        self.check(Part::Path, written)
    }

    /// Writes the query.
    ///
    /// # Errors
    ///
    /// When a value is no scalar and no list of scalars, or an argument of the path is missing.
    pub fn query(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        self.check_path()?;
        let mut sink = QuerySink { target: &mut self.target, started: &mut self.has_query };
        let written = write(FieldsSerializer::new(&mut sink));
        self.check(Part::Query, written)
    }

    /// Writes headers.
    ///
    /// # Errors
    ///
    /// When a value is no scalar and no list of scalars, or HTTP does not allow it in a header.
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
        write: impl FnOnce(&mut serde_json::Serializer<&mut Vec<u8>>) -> Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        let mut json = json::buffer();
        let written = write(&mut serde_json::Serializer::new(&mut json));
        self.finish_json(json, written)
    }

    /// Sends an object as the JSON body.
    ///
    /// # Errors
    ///
    /// When one of its members could not be written as JSON.
    pub fn json_object(&mut self, object: JsonObject) -> Result<(), IntoHttpError> {
        let json = object.finish().map_err(|(name, error)| {
            json::encode_error(self.metadata, Message::Request, name, error)
        })?;
        self.body = OutgoingBody::Json(json.into());
        Ok(())
    }

    /// Sends bytes as the body.
    pub fn raw_body(&mut self, body: Bytes) {
        self.body = OutgoingBody::Raw(body);
    }

    /// The request.
    ///
    /// A body that was not written is `{}`, but for GET and HEAD, which have none.
    ///
    /// # Errors
    ///
    /// When an argument of the path is missing, or the base URL is none.
    pub fn finish(self) -> Result<Request<Bytes>, IntoHttpError> {
        self.check_path()?;
        let Self { metadata, target, body, mut request, .. } = self;
        let bodiless = matches!(metadata.method, Method::GET | Method::HEAD);
        *request.body_mut() = body.finish(bodiless, request.headers_mut());
        *request.method_mut() = metadata.method.clone();
        *request.uri_mut() = target.finish().ok_or_else(|| not_a_base_url(metadata))?;
        Ok(request)
    }

    fn check_path(&self) -> Result<(), IntoHttpError> {
        match self.template.next_name() {
            None => Ok(()),
            Some(name) => Err(self.missing_argument(name)),
        }
    }

    // What follows is called by methods that are compiled for every endpoint.

    fn check(&self, part: Part, written: Result<(), SerializeError>) -> Result<(), IntoHttpError> {
        match written {
            Ok(()) => Ok(()),
            Err(error) => Err(self.error(part, error)),
        }
    }

    /// What does not have to be compiled for every endpoint.
    fn finish_json(
        &mut self,
        json: Vec<u8>,
        written: Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        self.body = OutgoingBody::Json(json.into());
        written
            .map_err(|error| json::encode_error(self.metadata, Message::Request, "", error).into())
    }

    #[cold]
    fn missing_argument(&self, name: &str) -> IntoHttpError {
        let problem = EncodeProblem::MissingPathArgument;
        let (endpoint, field) = (self.metadata.name, name.to_owned());
        EncodeError::new(endpoint, Message::Request, Part::Path, field, problem).into()
    }

    #[cold]
    fn error(&self, part: Part, error: SerializeError) -> IntoHttpError {
        let (field, problem) = error.into_parts();
        EncodeError::new(self.metadata.name, Message::Request, part, field, problem).into()
    }
}

#[cold]
fn not_a_base_url(metadata: &'static Metadata) -> IntoHttpError {
    IntoHttpError::BaseUrl { endpoint: metadata.name }
}
