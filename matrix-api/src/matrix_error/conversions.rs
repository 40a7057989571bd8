//! The error responses to requests that a server cannot decode.

use http::StatusCode;

use super::{MatrixError, error_code::ErrorCode};
use crate::{
    authentication::AuthenticationError,
    body::BodyError,
    error::{DecodeError, DecodeProblem, FromHttpRequestError, Part},
};

/// | request | status | code |
/// |---|---|---|
/// | wrong path | 404 | `M_UNRECOGNIZED` |
/// | wrong method | 405 | `M_UNRECOGNIZED` |
/// | body is not JSON | 400 | `M_NOT_JSON` |
/// | body is JSON of another shape | 400 | `M_BAD_JSON` |
/// | missing query parameter or header | 400 | `M_MISSING_PARAM` |
/// | malformed path argument, query parameter or header | 400 | `M_INVALID_PARAM` |
/// | body of another media type | 415 | `M_INVALID_PARAM` |
/// | body of another format than JSON: missing field | 400 | `M_MISSING_PARAM` |
/// | body of another format than JSON: malformed | 400 | `M_INVALID_PARAM` |
///
/// The message is that of the error, which does not repeat values of the request.
///
/// ```
/// use matrix_api::{
///     DecodeError, FromHttpRequestError, MatrixError,
///     error::{DecodeProblem, Message, Part},
/// };
///
/// let location = "auth.type".to_owned();
/// let missing =
///     DecodeError::new("register", Message::Request, Part::Body, location, DecodeProblem::Missing);
/// let error = MatrixError::from(FromHttpRequestError::from(missing));
/// assert_eq!(
///     error.to_string(),
///     "[400 M_BAD_JSON] register: request body: `auth.type`: missing",
/// );
/// ```
impl From<FromHttpRequestError> for MatrixError {
    #[inline]
    fn from(error: FromHttpRequestError) -> Self {
        let (status, errcode) = match &error {
            FromHttpRequestError::Path { .. } => (StatusCode::NOT_FOUND, ErrorCode::Unrecognized),
            FromHttpRequestError::Method { .. } => {
                (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Unrecognized)
            }
            FromHttpRequestError::Decode(error) => (decode_status(error), decode_code(error)),
        };
        Self::new(status, errcode, error.to_string())
    }
}

/// Converts as [`FromHttpRequestError::Decode`] does.
impl From<DecodeError> for MatrixError {
    #[inline]
    fn from(error: DecodeError) -> Self {
        FromHttpRequestError::from(error).into()
    }
}

#[inline]
fn decode_status(error: &DecodeError) -> StatusCode {
    match error.problem() {
        DecodeProblem::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => StatusCode::BAD_REQUEST,
    }
}

#[inline]
fn decode_code(error: &DecodeError) -> ErrorCode {
    match (error.part(), error.problem()) {
        (Part::Body, DecodeProblem::Syntax { .. } | DecodeProblem::Encoding) => ErrorCode::NotJson,
        (Part::Body, _) => ErrorCode::BadJson,
        (_, DecodeProblem::Missing) => ErrorCode::MissingParam,
        _ => ErrorCode::InvalidParam,
    }
}

/// | body of a request | status | code |
/// |---|---|---|
/// | too large | 413 | `M_TOO_LARGE` |
/// | idle or too slow | 408 | `M_UNKNOWN` |
/// | incomplete, or the connection was lost | 400 | `M_UNKNOWN` |
/// | malformed | 400 | `M_NOT_JSON` |
/// | the server cannot read its own source | 500 | `M_UNKNOWN`, without the cause |
///
/// ```
/// use matrix_api::{MatrixError, body::BodyError};
///
/// let error = MatrixError::from(BodyError::too_large(1024));
/// assert_eq!(error.to_string(), "[413 M_TOO_LARGE] the body exceeds 1024 bytes");
/// ```
impl From<BodyError> for MatrixError {
    #[inline]
    fn from(error: BodyError) -> Self {
        let (status, errcode) = match &error {
            BodyError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge),
            BodyError::Idle { .. } | BodyError::TooSlow { .. } => {
                (StatusCode::REQUEST_TIMEOUT, ErrorCode::Unknown)
            }
            BodyError::Malformed(_) => (StatusCode::BAD_REQUEST, ErrorCode::NotJson),
            BodyError::Incomplete { .. } => (StatusCode::BAD_REQUEST, ErrorCode::Unknown),
            BodyError::Interrupted(_) => {
                let message = "cannot read the whole body";
                let status = StatusCode::BAD_REQUEST;
                return Self::new(status, ErrorCode::Unknown, message).with_cause(error);
            }
            BodyError::AlreadyRead | BodyError::Source(_) | BodyError::Overlong { .. } => {
                return Self::internal(error);
            }
        };
        Self::new(status, errcode, error.to_string())
    }
}

/// | credentials | status | code |
/// |---|---|---|
/// | missing, or in the wrong form | 401 | `M_MISSING_TOKEN` |
/// | a token with invalid characters | 401 | `M_UNKNOWN_TOKEN` |
/// | a malformed identity of an application service | 400 | `M_INVALID_PARAM` |
/// | rejected by a scheme of another crate | 401 | `M_UNAUTHORIZED` |
///
/// ```
/// use matrix_api::{ErrorCode, MatrixError, authentication::AuthenticationError};
///
/// let error = MatrixError::from(AuthenticationError::MissingToken);
/// assert_eq!(error.status, 401);
/// assert!(error.is(&ErrorCode::MissingToken));
/// ```
impl From<AuthenticationError> for MatrixError {
    #[inline]
    fn from(error: AuthenticationError) -> Self {
        use AuthenticationError as E;
        let (status, errcode) = match &error {
            E::MissingToken
            | E::Missing(_)
            | E::MalformedHeader
            | E::RepeatedHeader
            | E::RepeatedParameter("access_token")
            | E::InvalidEncoding("access_token") => {
                (StatusCode::UNAUTHORIZED, ErrorCode::MissingToken)
            }
            E::InvalidToken => (StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken),
            E::RepeatedParameter(_)
            | E::InvalidEncoding(_)
            | E::InvalidIdentity { .. }
            | E::UriTooLong => (StatusCode::BAD_REQUEST, ErrorCode::InvalidParam),
            E::Other(_) => (StatusCode::UNAUTHORIZED, ErrorCode::Unauthorized),
        };
        Self::new(status, errcode, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, Request};

    use crate::{
        authentication::{AppserviceToken, AuthenticationError, AuthenticationScheme},
        error::FromHttpRequestError,
        matrix_error::MatrixError,
        metadata::Metadata,
        path_history::PathHistory,
        wire::RequestDecoder,
    };

    static GREET: Metadata =
        Metadata::new("greet", Method::POST, PathHistory::fixed(path_template!("/greet/{name}")));

    #[derive(serde::Deserialize)]
    struct Name {
        #[serde(rename = "name")]
        _name: u8,
    }

    #[derive(serde::Deserialize)]
    struct Query {
        #[serde(rename = "times")]
        _times: u8,
    }

    #[derive(serde::Deserialize)]
    struct Headers {
        #[serde(rename = "x-tone")]
        _tone: u8,
    }

    #[derive(serde::Deserialize)]
    struct Body {
        #[serde(rename = "word")]
        _word: String,
    }

    fn decode(request: &Request<Bytes>) -> Result<(), FromHttpRequestError> {
        let decoder = RequestDecoder::new(&GREET, request)?;
        decoder.path::<Name>()?;
        decoder.query::<Query>()?;
        decoder.headers::<Headers>()?;
        decoder.json::<Body>()?;
        Ok(())
    }

    fn error_code(method: &str, uri: &str, tone: Option<&str>, body: &[u8]) -> Option<String> {
        let body = Bytes::copy_from_slice(body);
        let mut request = Request::builder().method(method).uri(uri).body(body).unwrap();
        let headers: &mut HeaderMap = request.headers_mut();
        if let Some(tone) = tone {
            headers.insert("x-tone", tone.parse().unwrap());
        }
        let error = MatrixError::from(decode(&request).err()?);
        Some(format!("{} {}", error.status.as_u16(), error.errcode.unwrap()))
    }

    #[test]
    fn undecodable_requests_get_their_error_codes() {
        let (uri, tone, body) = ("/greet/1?times=1", Some("1"), &br#"{"word": "hi"}"#[..]);
        assert_eq!(error_code("POST", uri, tone, body), None);
        for (method, uri, tone, body, expected) in [
            ("POST", "/other", tone, body, "404 M_UNRECOGNIZED"),
            ("PUT", uri, tone, body, "405 M_UNRECOGNIZED"),
            ("POST", "/greet/x?times=1", tone, body, "400 M_INVALID_PARAM"),
            ("POST", "/greet/1", tone, body, "400 M_MISSING_PARAM"),
            ("POST", "/greet/1?times=x", tone, body, "400 M_INVALID_PARAM"),
            ("POST", "/greet/1?times=%ff", tone, body, "400 M_INVALID_PARAM"),
            ("POST", "/greet/1?times=1&times=1", tone, body, "400 M_INVALID_PARAM"),
            ("POST", uri, None, body, "400 M_MISSING_PARAM"),
            ("POST", uri, Some("x"), body, "400 M_INVALID_PARAM"),
            ("POST", uri, tone, b"<html>", "400 M_NOT_JSON"),
            ("POST", uri, tone, b"{\"word\": \"hi\"", "400 M_NOT_JSON"),
            ("POST", uri, tone, b"{\"word\": \"\xff\"}", "400 M_NOT_JSON"),
            ("POST", uri, tone, b"{} {}", "400 M_NOT_JSON"),
            ("POST", uri, tone, b"", "400 M_BAD_JSON"),
            ("POST", uri, tone, b"[]", "400 M_BAD_JSON"),
            ("POST", uri, tone, br#"{"word": 1}"#, "400 M_BAD_JSON"),
        ] {
            let code = error_code(method, uri, tone, body);
            assert_eq!(code.as_deref(), Some(expected), "{method} {uri} {}", body.escape_ascii());
        }
    }

    #[test]
    fn malformed_credentials_get_their_error_codes() {
        for (uri, authorization, expected) in [
            ("/", None, "401 M_MISSING_TOKEN"),
            ("/", Some("Basic YTpi"), "401 M_MISSING_TOKEN"),
            ("/?access_token=a&access_token=a", None, "401 M_MISSING_TOKEN"),
            ("/?access_token=%", None, "401 M_MISSING_TOKEN"),
            ("/", Some("Bearer a b"), "401 M_UNKNOWN_TOKEN"),
            ("/?user_id=alice", Some("Bearer a"), "400 M_INVALID_PARAM"),
            ("/?user_id=%", Some("Bearer a"), "400 M_INVALID_PARAM"),
            ("/?device_id=a&device_id=a", Some("Bearer a"), "400 M_INVALID_PARAM"),
        ] {
            let mut request = Request::builder().uri(uri);
            if let Some(authorization) = authorization {
                request = request.header("authorization", authorization);
            }
            let request = request.body(Bytes::new()).unwrap();
            let error = MatrixError::from(AppserviceToken::extract(&request).unwrap_err());
            let found = format!("{} {}", error.status.as_u16(), error.errcode.unwrap());
            assert_eq!(found, expected, "{uri} {authorization:?}");
        }
        let missing = MatrixError::from(AuthenticationError::Missing("the header `X-Api-Key`"));
        assert_eq!(
            missing.to_string(),
            "[401 M_MISSING_TOKEN] missing credentials; send the header `X-Api-Key`"
        );
        let other = MatrixError::from(AuthenticationError::other("the signature is wrong"));
        assert_eq!(other.to_string(), "[401 M_UNAUTHORIZED] the signature is wrong");
    }
}
