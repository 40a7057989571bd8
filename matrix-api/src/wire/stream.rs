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

/// A type of request bodies that an authentication scheme can be used with; `READS_STREAM` says whether the
/// scheme reads the body, and the body is a stream.
#[diagnostic::on_unimplemented(
    message = "the authentication scheme `{Scheme}` reads the body, so `{Self}` cannot be the body",
    label = "a stream is read after authentication",
    note = "use `bytes::Bytes`, or a scheme whose `READS_BODY` is `false`"
)]
pub trait BodyFor<Scheme, const READS_STREAM: bool> {}

#[diagnostic::do_not_recommend]
impl<Body, Scheme> BodyFor<Scheme, false> for Body {}

/// Refuses a scheme that reads the stream of a request.
pub const fn check_scheme<Body, Scheme, const READS_STREAM: bool>()
where
    Body: BodyFor<Scheme, READS_STREAM>,
{
}
