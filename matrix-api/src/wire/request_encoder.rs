//! Writes requests.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use super::{
    FieldsSerializer, RawBody, SerializeError,
    fields::{HeadersSink, PathSink, QuerySink},
    json,
    outgoing_body::OutgoingBody,
    path_template::Unfilled,
};
use crate::{
    EncodeError, EncodeProblem, IntoHttpError, Message, Metadata, Part, SupportedVersions,
};

/// Room for the arguments of a path and a query, so that writing them seldom moves the URI.
const USUAL_ARGUMENTS: usize = 96;

/// Writes an HTTP request, part by part: the path's arguments, the query, headers, the body.
///
/// Each part is written at most once; the path before the query.
#[derive(Debug)]
pub struct RequestEncoder<'a> {
    metadata: &'static Metadata,
    base_url: &'a str,
    uri: String,
    template: Unfilled,
    placeholder: Option<&'static str>,
    has_query: bool,
    headers: HeaderMap,
    body: OutgoingBody,
}

impl<'a> RequestEncoder<'a> {
    /// For a server at `base_url`, such as `https://example.org`, that supports those versions.
    ///
    /// # Errors
    ///
    /// When the server has none of the endpoint's paths.
    pub fn new(
        metadata: &'static Metadata,
        base_url: &'a str,
        supported: &SupportedVersions,
    ) -> Result<Self, IntoHttpError> {
        let path = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint: metadata.name, source })?;
        let base_url = base_url.strip_suffix('/').unwrap_or(base_url);
        let mut uri = String::with_capacity(base_url.len() + path.len() + USUAL_ARGUMENTS);
        uri.push_str(base_url);
        let mut template = Unfilled::new(path);
        let placeholder = template.copy_literal(&mut uri);
        Ok(Self {
            metadata,
            base_url,
            uri,
            template,
            placeholder,
            has_query: false,
            headers: HeaderMap::new(),
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
        let Self { uri, template, placeholder: next, .. } = self;
        let mut sink = PathSink { uri, template, next };
        write(FieldsSerializer::new(&mut sink)).map_err(|error| self.error(Part::Path, error))
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
        let mut sink = QuerySink { uri: &mut self.uri, started: &mut self.has_query };
        write(FieldsSerializer::new(&mut sink)).map_err(|error| self.error(Part::Query, error))
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
        let mut sink = HeadersSink { headers: &mut self.headers, fields };
        write(FieldsSerializer::new(&mut sink)).map_err(|error| self.error(Part::Header, error))
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
        let mut json = OutgoingBody::json_buffer();
        write(&mut serde_json::Serializer::new(&mut json))
            .map_err(|error| json::encode_error(self.metadata, Message::Request, error))?;
        self.body = OutgoingBody::Json(json);
        Ok(())
    }

    /// Sends bytes as the body.
    pub fn raw_body(&mut self, body: &impl RawBody) {
        self.body = OutgoingBody::Raw(body.to_bytes());
    }

    /// The request.
    ///
    /// A body that was not written is `{}`, but for GET and HEAD, which have none.
    ///
    /// # Errors
    ///
    /// When an argument of the path is missing, or the base URL is none.
    pub fn finish(mut self) -> Result<Request<Bytes>, IntoHttpError> {
        self.check_path()?;
        let uri = self.finish_uri()?;
        let bodiless = matches!(self.metadata.method, Method::GET | Method::HEAD);
        let mut request = Request::new(self.body.finish(bodiless, &mut self.headers));
        *request.method_mut() = self.metadata.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    fn finish_uri(&mut self) -> Result<Uri, IntoHttpError> {
        let uri = std::mem::take(&mut self.uri);
        Uri::from_maybe_shared(Bytes::from(uri))
            .ok()
            .filter(|uri| self.follows_base_url(uri))
            .ok_or(IntoHttpError::BaseUrl { endpoint: self.metadata.name })
    }

    /// Whether the base URL has scheme and host, and left the path to the endpoint.
    fn follows_base_url(&self, uri: &Uri) -> bool {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && !self.base_url.contains(['?', '#'])
    }

    fn check_path(&self) -> Result<(), IntoHttpError> {
        match self.placeholder {
            None => Ok(()),
            Some(name) => Err(self.missing_argument(name)),
        }
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
