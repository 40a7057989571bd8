//! Messages whose body is a stream, and those whose body is not.

use crate::{
    error::{DecodeError, DecodeProblem, EncodeError, EncodeProblem, IntoHttpError, Message, Part},
    metadata::Metadata,
};

/// The problem of a stream in a function for messages without streams.
#[cold]
pub(super) fn cannot_decode(message: Message) -> DecodeProblem {
    DecodeProblem::Streamed {
        call: match message {
            Message::Request => "try_from_streaming_request",
            Message::Response => "try_from_streaming_response",
        },
    }
}

/// The problem of a stream in a function for messages without streams.
#[cold]
pub(super) fn cannot_encode(message: Message) -> EncodeProblem {
    EncodeProblem::Streamed {
        call: match message {
            Message::Request => "try_into_streaming_request",
            Message::Response => "try_into_streaming_response",
        },
    }
}

/// Refuses to decode a message whose body is not a stream.
///
/// # Errors
///
/// When the endpoint has no stream in this message.
pub(crate) fn expect_decoded(metadata: &Metadata, message: Message) -> Result<(), DecodeError> {
    if is_streamed(metadata, message) {
        return Ok(());
    }
    let problem = DecodeProblem::NotStreamed {
        call: match message {
            Message::Request => "try_from_http_request",
            Message::Response => "try_from_http_response",
        },
    };
    Err(DecodeError::new(metadata.name, message, Part::Body, String::new(), problem))
}

/// Refuses to encode a message whose body is not a stream.
///
/// # Errors
///
/// When the endpoint has no stream in this message.
pub(crate) fn expect_encoded(metadata: &Metadata, message: Message) -> Result<(), IntoHttpError> {
    if is_streamed(metadata, message) {
        return Ok(());
    }
    let problem = EncodeProblem::NotStreamed {
        call: match message {
            Message::Request => "try_into_http_request",
            Message::Response => "try_into_http_response",
        },
    };
    Err(EncodeError::new(metadata.name, message, Part::Body, String::new(), problem).into())
}

const fn is_streamed(metadata: &Metadata, message: Message) -> bool {
    match message {
        Message::Request => metadata.streams_request(),
        Message::Response => metadata.streams_response(),
    }
}
