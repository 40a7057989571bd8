//! Bodies and errors that are not JSON of Matrix: their rules, and APIs that use them over TCP.

#![allow(clippy::panic, reason = "a failing test may panic")]

mod forms;
mod multipart;
mod oauth;
mod problems;
mod text;

use matrix_api::{FromHttpResponseError, MatrixError};

/// The text of an error of decoding.
#[track_caller]
fn decode_error<T>(decoded: Result<T, FromHttpResponseError<MatrixError>>) -> String {
    match decoded {
        Err(FromHttpResponseError::Decode(error)) => error.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("decoded"),
    }
}
