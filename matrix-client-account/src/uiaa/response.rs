//! The error response of endpoints with user-interactive authentication.

#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

#[cfg(feature = "describe")]
use matrix_api::description::{ErrorDescription, Shape, Shapes};
use matrix_api::{
    EncodeError, EndpointError, IntoHttpError, MatrixError,
    bytes::Bytes,
    error::{EncodeProblem, Message, Part},
    http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE},
};

use super::{UiaaInfo, info::BoxedInfo};

/// An error response of an endpoint with user-interactive authentication.
///
/// A 401 response with flows requires authentication. All others are Matrix errors, including those
/// with malformed flows. A Matrix error keeps all members of the response.
///
/// ```
/// use matrix_api::{EndpointError, ErrorCode, bytes::Bytes, http::Response};
/// use matrix_client_account::uiaa::UiaaResponse;
///
/// let response = Response::builder().status(401).body(Bytes::from(
///     r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Expired", "soft_logout": true}"#,
/// ))?;
/// let error = UiaaResponse::from_http_response(&response);
/// assert!(error.as_uiaa().is_none());
/// assert!(error.as_matrix_error().is_some_and(|error| error.is(&ErrorCode::UnknownToken)));
/// # Ok::<(), matrix_api::http::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum UiaaResponse {
    /// The user has to authenticate, or an attempt at a stage failed.
    ///
    /// Boxed to keep every `Result` of the endpoint small.
    AuthenticationRequired(Box<UiaaInfo>),
    /// Any other error.
    Matrix(MatrixError),
}

impl UiaaResponse {
    /// The required authentication, if this requires authentication.
    #[must_use]
    pub fn as_uiaa(&self) -> Option<&UiaaInfo> {
        match self {
            Self::AuthenticationRequired(info) => Some(info),
            Self::Matrix(_) => None,
        }
    }

    /// The Matrix error, unless this requires authentication.
    #[must_use]
    pub fn as_matrix_error(&self) -> Option<&MatrixError> {
        match self {
            Self::AuthenticationRequired(_) => None,
            Self::Matrix(error) => Some(error),
        }
    }
}

impl EndpointError for UiaaResponse {
    #[inline]
    fn from_http_response(response: &Response<Bytes>) -> Self {
        match read_info(response) {
            Some(info) => Self::AuthenticationRequired(info),
            None => MatrixError::from_http_response(response).into(),
        }
    }

    #[inline]
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        match self {
            Self::AuthenticationRequired(info) => write_info(info),
            Self::Matrix(error) => error.try_into_http_response(),
        }
    }

    fn as_matrix_error(&self) -> Option<&MatrixError> {
        self.as_matrix_error()
    }

    /// 401 requires authentication, or is a Matrix error, such as one for an unknown token.
    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> ErrorDescription {
        let required = Shape::OneOf(vec![shapes.of::<UiaaInfo>(), shapes.of::<MatrixError>()]);
        let means = "The user has to authenticate, or an attempt at a stage failed.";
        <MatrixError as EndpointError>::describe(shapes).status(
            StatusCode::UNAUTHORIZED,
            means,
            required,
        )
    }
}

#[inline]
fn read_info(response: &Response<Bytes>) -> Option<Box<UiaaInfo>> {
    if response.status() != StatusCode::UNAUTHORIZED {
        return None;
    }
    // From a string, like all other bodies, so that only one deserializer is compiled.
    let text = str::from_utf8(response.body()).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let BoxedInfo(info) = serde_json::from_str(text).ok()?;
    Some(info)
}

/// The capacity in bytes that most bodies fit into.
const USUAL_SIZE: usize = 512;

#[inline]
fn write_info(info: &UiaaInfo) -> Result<Response<Bytes>, IntoHttpError> {
    let mut body = Vec::with_capacity(USUAL_SIZE);
    serde_json::to_writer(&mut body, info).map_err(|error| {
        let problem = EncodeProblem::Json(error);
        let endpoint = "user-interactive authentication";
        EncodeError::new(endpoint, Message::Response, Part::Body, String::new(), problem)
    })?;
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

impl From<UiaaInfo> for UiaaResponse {
    #[inline]
    fn from(info: UiaaInfo) -> Self {
        Self::AuthenticationRequired(Box::new(info))
    }
}

impl From<MatrixError> for UiaaResponse {
    #[inline]
    fn from(error: MatrixError) -> Self {
        Self::Matrix(error)
    }
}

impl fmt::Display for UiaaResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthenticationRequired(info) => info.fmt(f),
            Self::Matrix(error) => error.fmt(f),
        }
    }
}

impl Error for UiaaResponse {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.as_matrix_error().and_then(Error::source)
    }
}
