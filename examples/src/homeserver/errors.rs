//! Every answer that is no success.

use std::{error::Error, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use matrix_api::{
    EndpointError, ErrorCode, FromHttpRequestError, IntoHttpError, MatrixError, Part, Problem,
    RetryAfter, authentication::AuthenticationError, identifiers::InvalidIdentifier,
};
use matrix_client_account::uiaa::UiaaResponse;

use super::{
    localpart::LocalpartError, mail::MailError, passwords::PasswordError, random::RandomError,
    store::StoreError,
};

/// Why a request is not answered with a success.
#[derive(Debug)]
pub(super) enum Rejection {
    /// The client did something wrong.
    Matrix(Box<MatrixError>),
    /// The client used another method than these.
    Method(Vec<Method>),
    /// The client has to prove who it is before it is served.
    Interactive(UiaaResponse),
    /// The server failed: the cause is for its log, not for the client.
    Internal(Box<dyn Error + Send + Sync>),
}

impl Rejection {
    /// A Matrix error with a status, a code and a sentence for people.
    pub(super) fn new(status: StatusCode, code: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self::Matrix(Box::new(MatrixError::new(status, code, message)))
    }

    /// 400 with a code and a sentence.
    pub(super) fn bad_request(code: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// The access token belongs to nobody.
    pub(super) fn unknown_token() -> Self {
        let message = "the access token is not known, or not any more";
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message)
    }

    /// The access token has expired; the client may refresh it, or log in again, and go on.
    pub(super) fn expired_token() -> Self {
        let message = "the access token has expired: refresh it";
        let error = MatrixError::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message);
        Self::Matrix(Box::new(error.with_field("soft_logout", true)))
    }

    /// Guests may not do this.
    pub(super) fn guest() -> Self {
        let message = "a guest cannot do this: register an account";
        Self::new(StatusCode::FORBIDDEN, ErrorCode::GuestAccessForbidden, message)
    }

    /// The endpoint is one of Matrix, but not of this server.
    pub(super) fn unsupported(message: impl Into<Box<str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, ErrorCode::Unrecognized, message)
    }

    /// No endpoint has the path.
    pub(super) fn unknown_path() -> Self {
        let message = "this server has no such endpoint";
        Self::new(StatusCode::NOT_FOUND, ErrorCode::Unrecognized, message)
    }

    /// Too many requests from one address.
    pub(super) fn limit_exceeded(wait: Duration) -> Self {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let message = "too many requests: wait before the next one";
        let error =
            MatrixError::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded, message)
                .with_field("retry_after_ms", milliseconds)
                .with_retry_after(RetryAfter::Delay(wait));
        Self::Matrix(Box::new(error))
    }

    /// The body is longer than `limit` bytes.
    pub(super) fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message)
    }

    /// The answer on the wire; the cause of an internal failure goes to the log.
    pub(super) fn into_http_response(self) -> Response<Bytes> {
        let encoded = match self {
            Self::Matrix(error) => error.try_into_http_response(),
            Self::Method(allowed) => wrong_method(&allowed),
            Self::Interactive(challenge) => challenge.try_into_http_response(),
            Self::Internal(cause) => return internal_error(&*cause),
        };
        encoded.unwrap_or_else(|error| internal_error(&error))
    }
}

/// 405, and the methods that the path has: `Allow: POST, OPTIONS`.
fn wrong_method(allowed: &[Method]) -> Result<Response<Bytes>, IntoHttpError> {
    let names = allowed.iter().chain([&Method::OPTIONS]).map(Method::as_str).collect::<Vec<_>>();
    let names = names.join(", ");
    let message = format!("this endpoint answers to {names} only");
    let code = ErrorCode::Unrecognized;
    let mut response =
        MatrixError::new(StatusCode::METHOD_NOT_ALLOWED, code, message).try_into_http_response()?;
    // Names of methods have no characters that a header cannot hold.
    if let Ok(names) = HeaderValue::try_from(names) {
        response.headers_mut().insert(header::ALLOW, names);
    }
    Ok(response)
}

/// 500, in words of its own: the last resort must not fail.
fn internal_error(cause: &(dyn Error + 'static)) -> Response<Bytes> {
    eprintln!("internal error: {cause}");
    let body = r#"{"errcode":"M_UNKNOWN","error":"the server failed; its log says why"}"#;
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// What a request that could not be read gets; the message says which part and which field.
impl From<FromHttpRequestError> for Rejection {
    fn from(error: FromHttpRequestError) -> Self {
        let decode = match error {
            FromHttpRequestError::Method { expected, .. } => return Self::Method(vec![expected]),
            FromHttpRequestError::Path { .. } => return Self::unknown_path(),
            FromHttpRequestError::Decode(decode) => decode,
            other => return Self::bad_request(ErrorCode::Unknown, other.to_string()),
        };
        let code = match (decode.part(), decode.problem()) {
            (Part::Body, Problem::Syntax { .. } | Problem::Encoding) => ErrorCode::NotJson,
            (Part::Body, _) => ErrorCode::BadJson,
            (_, Problem::Missing) => ErrorCode::MissingParam,
            _ => ErrorCode::InvalidParam,
        };
        Self::bad_request(code, decode.to_string())
    }
}

impl From<AuthenticationError> for Rejection {
    fn from(error: AuthenticationError) -> Self {
        let code = match &error {
            // No token that was ever issued looks like that.
            AuthenticationError::InvalidToken => ErrorCode::UnknownToken,
            _ => ErrorCode::MissingToken,
        };
        Self::new(StatusCode::UNAUTHORIZED, code, error.to_string())
    }
}

impl From<LocalpartError> for Rejection {
    fn from(error: LocalpartError) -> Self {
        Self::bad_request(ErrorCode::InvalidUsername, error.to_string())
    }
}

/// A mail that cannot be sent is told apart, since the client may try again.
impl From<MailError> for Rejection {
    fn from(error: MailError) -> Self {
        eprintln!("mail: {error}");
        let message = "the mail could not be sent; try again later";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::EmailSendError, message)
    }
}

impl From<IntoHttpError> for Rejection {
    fn from(error: IntoHttpError) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// An identifier that this server made up itself.
impl From<InvalidIdentifier> for Rejection {
    fn from(error: InvalidIdentifier) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<PasswordError> for Rejection {
    fn from(error: PasswordError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<RandomError> for Rejection {
    fn from(error: RandomError) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        Self::Internal(Box::new(error))
    }
}
