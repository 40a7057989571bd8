//! Which message of an endpoint a decoder reads.

use crate::{
    error::Message,
    metadata::{Field, Metadata, SuccessResponse},
};

/// The request of an endpoint, or one of its responses.
#[derive(Clone, Copy, Debug)]
pub enum DecodedMessage {
    /// The request.
    Request,
    /// This response.
    Response(&'static SuccessResponse),
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
    pub(super) const fn fields(self, metadata: &Metadata) -> &'static [Field] {
        match self {
            Self::Request => metadata.request_fields,
            Self::Response(response) => response.fields,
        }
    }
}
