//! Reads requests.

use std::fmt;

use bytes::Bytes;
use http::{Method, Request};
use serde::de::DeserializeOwned;

use crate::{
    error::{DecodeError, FromHttpRequestError, Message, Part},
    metadata::Metadata,
    wire::{
        fields::{
            DeserializeError, FieldsDeserializer, Source, TextField, hide_secrets, read_arguments,
            read_fields,
        },
        json::{self, JsonBody, JsonMember, UnreadMember},
        path_arguments::Arguments,
        slot::{Slot, missing},
    },
};

/// Reads an HTTP request, part by part.
pub struct RequestDecoder<'a> {
    metadata: &'static Metadata,
    request: &'a Request<Bytes>,
    arguments: Arguments<'a>,
}

// Not the request: there may be secrets in it.
impl fmt::Debug for RequestDecoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDecoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl<'a> RequestDecoder<'a> {
    /// For a request to the endpoint. The request alone says whether it is one: its method and its
    /// URI are compared with the endpoint's. HEAD is taken for GET.
    ///
    /// # Errors
    ///
    /// When the method or the path is another.
    // Inlined for what is known of the endpoint by the compiler: a path without placeholders is
    // compared with one text.
    #[inline(always)]
    pub fn new(
        metadata: &'static Metadata,
        request: &'a Request<Bytes>,
    ) -> Result<Self, FromHttpRequestError> {
        if metadata.method == *request.method()
            && let Some(newest) = metadata.path.newest_literal()
            && is_same(newest, request.uri().path())
        {
            return Ok(Self { metadata, request, arguments: Arguments::NONE });
        }
        Self::find_path(metadata, request)
    }

    fn find_path(
        metadata: &'static Metadata,
        request: &'a Request<Bytes>,
    ) -> Result<Self, FromHttpRequestError> {
        if !answers(&metadata.method, request.method()) {
            return Err(wrong_method(metadata, request.method()));
        }
        let path = request.uri().path();
        match Arguments::find(&metadata.path, path) {
            Some(arguments) => Ok(Self { metadata, request, arguments }),
            None => Err(wrong_path(metadata)),
        }
    }

    /// Reads the arguments of the path.
    ///
    /// # Errors
    ///
    /// When one is malformed, empty, `.` or `..`, or not as `T` wants it.
    pub fn path<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(Source::Path(&self.arguments), Part::Path)
    }

    /// Reads the query.
    ///
    /// # Errors
    ///
    /// When it is not as `T` wants it.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(self.query_source(), Part::Query)
    }

    /// Reads the headers.
    ///
    /// # Errors
    ///
    /// When they are not as `T` wants them.
    pub fn headers<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.fields(Source::Headers(self.request.headers()), Part::Header)
    }

    /// Reads the arguments of the path: calls `read` with the number of each field that is there. `names` are
    /// those of the fields, and `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When one is malformed, empty, `.` or `..`, or not as its field wants it.
    pub fn path_fields(
        &self,
        names: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut TextField<'_>) -> Result<(), DeserializeError>,
    ) -> Result<(), DecodeError> {
        read_arguments(&self.arguments, names, numbers, read)
            .map_err(|error| self.error(Part::Path, error))
    }

    /// Reads keys of the query: calls `read` with the number of each field that is there. `names` are
    /// those of the fields, and `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When a value is not as its field wants it.
    pub fn query_fields(
        &self,
        names: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut TextField<'_>) -> Result<(), DeserializeError>,
    ) -> Result<(), DecodeError> {
        read_fields(self.query_source(), names, numbers, read)
            .map_err(|error| self.error(Part::Query, error))
    }

    /// Reads headers: calls `read` with the number of each field that is there. `names` are
    /// those of the fields, and `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When a value is not as its field wants it.
    pub fn headers_fields(
        &self,
        names: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut TextField<'_>) -> Result<(), DeserializeError>,
    ) -> Result<(), DecodeError> {
        read_fields(Source::Headers(self.request.headers()), names, numbers, read)
            .map_err(|error| self.error(Part::Header, error))
    }

    /// Reads the members of the JSON body: calls `read` with the number of each member that is one
    /// of the fields. `keys` are those of the fields, as JSON with quotes and the colon, and
    /// `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When it is no JSON object, or a value is not as its field wants it.
    #[inline]
    pub fn json_fields(
        &self,
        keys: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut JsonMember<'_>) -> Result<(), UnreadMember>,
    ) -> Result<(), DecodeError> {
        let body = self.request.body();
        json::read_object(self.metadata, Message::Request, body, keys, numbers, read)
    }

    /// The value of a field that has no default. `absent` says what its type takes an absent one
    /// for.
    ///
    /// # Errors
    ///
    /// When it is absent, and the type does not take that for anything.
    pub fn require<T>(
        &self,
        part: Part,
        name: &'static str,
        slot: Slot<T>,
        absent: fn() -> Option<T>,
    ) -> Result<T, DecodeError> {
        slot.or_absent(absent)
            .ok_or_else(|| missing(self.metadata.name, Message::Request, part, name))
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is no JSON text, or not as `T` wants it.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json::decode(self.metadata, Message::Request, self.request.body())
    }

    /// The body as it is, another reference to the same bytes.
    #[must_use]
    #[inline]
    pub fn raw_body(&self) -> Bytes {
        self.request.body().clone()
    }

    fn query_source(&self) -> Source<'_> {
        Source::Query(self.request.uri().query().unwrap_or_default())
    }

    fn fields<T: DeserializeOwned>(&self, from: Source<'_>, part: Part) -> Result<T, DecodeError> {
        T::deserialize(FieldsDeserializer::new(from)).map_err(|error| self.error(part, error))
    }

    #[cold]
    fn error(&self, part: Part, error: DeserializeError) -> DecodeError {
        let (location, problem) = hide_secrets(error, part, self.metadata.request_fields);
        DecodeError::new(self.metadata.name, Message::Request, part, location, problem)
    }
}

/// Whether a text is one that the compiler knows. It compares 32 bytes without a call, so that
/// longer texts are compared in two pieces.
#[inline(always)]
fn is_same(known: &'static str, text: &str) -> bool {
    let (known, text) = (known.as_bytes(), text.as_bytes());
    match (known.split_first_chunk::<32>(), text.split_first_chunk::<32>()) {
        (Some(known), Some(text)) => known == text,
        _ => known == text,
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

impl JsonBody for RequestDecoder<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.json()
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn known_texts_are_compared_to_their_ends() {
        let text = "/_matrix/client/v3/account/3pid/email/requestToken/of/some/length";
        for length in [0, 1, 31, 32, 33, 64, 65] {
            let known = &text[..length];
            assert!(is_same(known, known));
            assert!(!is_same(known, &format!("{known}/")));
            for position in 0..length {
                let other = format!("{}?{}", &known[..position], &known[position + 1..]);
                assert!(!is_same(known, &other), "{other}");
                assert!(!is_same(known, &known[..position]));
            }
        }
    }
}
