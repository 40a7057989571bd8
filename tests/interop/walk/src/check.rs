//! What a step expects, and what it says if that is not so.

use std::{error::Error, fmt};

use matrix_api::{MatrixError, client};
use matrix_client_account::uiaa::UiaaResponse;

/// What a step comes to.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Fails unless both are equal.
pub(crate) fn equal<A, B>(actual: A, expected: B) -> Outcome
where
    A: PartialEq<B> + fmt::Debug,
    B: fmt::Debug,
{
    if actual == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, got {actual:?}").into())
}

/// Fails with a message unless something holds.
pub(crate) fn holds(condition: bool, message: impl fmt::Display) -> Outcome {
    if condition { Ok(()) } else { Err(message.to_string().into()) }
}

/// An error of an endpoint that may be a refusal.
pub(crate) trait Refusal: fmt::Debug {
    fn matrix_error(&self) -> Option<&MatrixError>;
}

impl Refusal for MatrixError {
    fn matrix_error(&self) -> Option<&MatrixError> {
        Some(self)
    }
}

impl Refusal for UiaaResponse {
    fn matrix_error(&self) -> Option<&MatrixError> {
        self.as_matrix_error()
    }
}

/// The error that the server answered with, which has to have this status and code.
pub(crate) fn is_refusal<A: fmt::Debug, E: Refusal>(
    answer: Result<A, client::Error<E>>,
    expected: &str,
) -> Outcome<MatrixError> {
    let refusal = refusal(answer)?;
    match code(&refusal) == expected {
        true => Ok(refusal),
        false => Err(format!("expected {expected}, got {refusal}").into()),
    }
}

fn refusal<A: fmt::Debug, E: Refusal>(answer: Result<A, client::Error<E>>) -> Outcome<MatrixError> {
    match answer {
        Ok(answer) => Err(format!("expected a refusal, got {answer:?}").into()),
        Err(error) => match error.as_endpoint().and_then(Refusal::matrix_error) {
            Some(refusal) => Ok(refusal.clone()),
            None => Err(format!("expected a refusal, got {error:?}").into()),
        },
    }
}

/// Status and code of a refusal, such as `403 M_FORBIDDEN`.
pub(crate) fn code(refusal: &MatrixError) -> String {
    let status = refusal.status.as_u16();
    match &refusal.errcode {
        Some(code) => format!("{status} {code}"),
        None => status.to_string(),
    }
}
