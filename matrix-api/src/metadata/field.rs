//! The fields of a message: their names and places.

/// A field of a request or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name on the wire. A [whole body](FieldPlace::WholeBody), a [raw body](FieldPlace::RawBody), a
    /// [whole query](FieldPlace::QueryAll) and a [status](FieldPlace::Status) have no name there; this is the
    /// name of the Rust field.
    pub name: &'static str,
    /// Its place in the message.
    pub place: FieldPlace,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether its value is hidden in logs and errors.
    pub secret: bool,
}

impl Field {
    /// A required field that is not a secret.
    #[must_use]
    pub const fn new(name: &'static str, place: FieldPlace) -> Self {
        Self { name, place, optional: false, secret: false }
    }

    /// Marks the field optional.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Marks the field secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// The place of a field in an HTTP message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldPlace {
    /// A segment of the path, or all segments that are left.
    Path,
    /// A parameter of the query.
    Query,
    /// The whole query.
    QueryAll,
    /// A header.
    Header,
    /// A member of the JSON object in the body.
    Body,
    /// The whole JSON body.
    WholeBody,
    /// The whole body, which is not JSON.
    RawBody,
    /// The whole body, as a [stream](crate::Body).
    StreamedBody,
    /// The whole body, as [JSON values](crate::JsonLines), one a line.
    JsonLines,
    /// The whole body, as [server-sent events](crate::EventStream).
    EventStream,
    /// The status of a response.
    Status,
}

impl FieldPlace {
    /// Whether it is a body that is read while it arrives.
    #[must_use]
    pub const fn is_streamed(self) -> bool {
        matches!(self, Self::StreamedBody | Self::JsonLines | Self::EventStream)
    }

    /// Whether it is a stream of JSON values.
    const fn has_items(self) -> bool {
        matches!(self, Self::JsonLines | Self::EventStream)
    }

    /// Whether it is a whole body that is not one JSON value.
    #[cfg(feature = "examples")]
    pub(crate) const fn is_raw(self) -> bool {
        matches!(self, Self::RawBody) || self.is_streamed()
    }

    /// Whether it is a part of the body, or all of it.
    #[cfg(feature = "openapi")]
    pub(crate) const fn is_in_body(self) -> bool {
        matches!(self, Self::Body | Self::WholeBody | Self::RawBody) || self.is_streamed()
    }

    /// Whether it is a whole body of one JSON value or of many, and not the members of an object.
    pub(crate) const fn is_whole_json(self) -> bool {
        matches!(self, Self::WholeBody) || self.has_items()
    }
}

/// Whether one of the fields is a stream.
pub(super) const fn has_stream(fields: &[Field]) -> bool {
    let mut rest = fields;
    while let [field, others @ ..] = rest {
        if field.place.is_streamed() {
            return true;
        }
        rest = others;
    }
    false
}

/// Whether one of the fields is a stream of values, which may be silent for any time.
#[cfg(any(feature = "axum", feature = "http-client"))]
pub(crate) fn has_items(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.place.has_items())
}
