//! Which message of an endpoint a decoder reads.

use http::StatusCode;

use crate::{
    error::Message,
    metadata::{Field, Metadata},
};

/// The request of an endpoint, or one of its responses.
#[derive(Clone, Copy, Debug)]
pub enum DecodedMessage {
    /// The request.
    Request,
    /// The response with this status. Which one that is matters only for headers and for errors.
    Response(StatusCode),
}

impl DecodedMessage {
    /// The kind of message, for errors.
    pub(super) const fn kind(self) -> Message {
        match self {
            Self::Request => Message::Request,
            Self::Response(_) => Message::Response,
        }
    }

    /// The fields of the message.
    pub(super) fn fields(self, metadata: &'static Metadata) -> &'static [Field] {
        match self {
            Self::Request => metadata.request_fields,
            Self::Response(status) => metadata.responses.with_status_or_default(status).fields,
        }
    }
}
