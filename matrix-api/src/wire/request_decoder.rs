//! Reads requests.

use bytes::Bytes;
use http::{Method, Request};
use serde::de::DeserializeOwned;

use super::{
    RawBody,
    fields::{DeserializeError, FieldsDeserializer, Source, hide_secrets},
    json,
    path_template::Arguments,
    percent_decode,
};
use crate::{DecodeError, FromHttpRequestError, Message, Metadata, Part, Problem};

/// Reads an HTTP request, part by part.
#[derive(Debug)]
pub struct RequestDecoder<'a> {
    metadata: &'static Metadata,
    request: &'a Request<Bytes>,
    arguments: Arguments<'a>,
}

impl<'a> RequestDecoder<'a> {
    /// For a request to the endpoint. The request alone says whether it is one: its method and its
    /// URI are compared with the endpoint's. HEAD is taken for GET.
    ///
    /// # Errors
    ///
    /// When the method or the path is another, or an argument of the path is malformed.
    pub fn new(
        metadata: &'static Metadata,
        request: &'a Request<Bytes>,
    ) -> Result<Self, FromHttpRequestError> {
        if !answers(&metadata.method, request.method()) {
            return Err(wrong_method(metadata, request.method()));
        }
        let path = request.uri().path();
        let arguments = metadata
            .path
            .templates()
            .find_map(|template| Arguments::find(template, path))
            .ok_or_else(|| wrong_path(metadata))?;
        let decoder = Self { metadata, request, arguments };
        decoder.check_arguments()?;
        Ok(decoder)
    }

    /// Reads the arguments of the path.
    ///
    /// # Errors
    ///
    /// When one is not as `T` wants it.
    pub fn path<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(Source::Path(self.arguments), Part::Path)
    }

    /// Reads the query.
    ///
    /// # Errors
    ///
    /// When it is not as `T` wants it.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(Source::Query(self.request.uri().query().unwrap_or_default()), Part::Query)
    }

    /// Reads the headers.
    ///
    /// # Errors
    ///
    /// When they are not as `T` wants them.
    pub fn headers<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(Source::Headers(self.request.headers()), Part::Header)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is no JSON text, or not as `T` wants it.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json::decode(self.metadata, Message::Request, self.request.body())
    }

    /// The body as it is. Nothing is copied for [`Bytes`].
    #[must_use]
    pub fn raw_body<T: RawBody>(&self) -> T {
        T::from_bytes(self.request.body().clone())
    }

    fn fields<T: DeserializeOwned>(&self, from: Source<'_>, part: Part) -> Result<T, DecodeError> {
        T::deserialize(FieldsDeserializer::new(from)).map_err(|error| self.error(part, error))
    }

    /// Refuses what would not have come from one segment.
    fn check_arguments(&self) -> Result<(), DecodeError> {
        for (name, segment) in self.arguments.iter() {
            let problem = match percent_decode::decode_segment(segment) {
                Err(percent_decode::Malformed) => Problem::Encoding,
                Ok(argument) if matches!(&*argument, "" | "." | "..") => {
                    Problem::rejected("a path argument must not be empty, `.` or `..`")
                }
                Ok(_) => continue,
            };
            let (endpoint, location) = (self.metadata.name, name.to_owned());
            return Err(DecodeError::new(
                endpoint,
                Message::Request,
                Part::Path,
                location,
                problem,
            ));
        }
        Ok(())
    }

    #[cold]
    fn error(&self, part: Part, error: DeserializeError) -> DecodeError {
        let (location, problem) = hide_secrets(error, part, self.metadata.request_fields);
        DecodeError::new(self.metadata.name, Message::Request, part, location, problem)
    }
}

fn answers(expected: &Method, found: &Method) -> bool {
    expected == found || (*found == Method::HEAD && *expected == Method::GET)
}

#[cold]
fn wrong_method(metadata: &'static Metadata, found: &Method) -> FromHttpRequestError {
    let (expected, found) = (metadata.method.clone(), found.clone());
    FromHttpRequestError::Method { endpoint: metadata.name, expected, found }
}

#[cold]
fn wrong_path(metadata: &'static Metadata) -> FromHttpRequestError {
    FromHttpRequestError::Path { endpoint: metadata.name, paths: &metadata.path }
}
