//! Access tokens of users.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Uri, header::AUTHORIZATION};

use super::{AuthenticationError, AuthenticationScheme, query};
#[cfg(feature = "describe")]
use super::{Credential, Security};

/// Requests must have the access token of a user.
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use matrix_api::authentication::{AccessToken, AuthenticationError, AuthenticationScheme};
///
/// let mut request = Request::new(Bytes::new());
/// AccessToken::add_to_request(&mut request, "abc123")?;
/// assert_eq!(request.headers()["authorization"], "Bearer abc123");
/// assert!(request.headers()["authorization"].is_sensitive());
///
/// let token = AccessToken::extract(&request)?;
/// assert_eq!(token.as_str(), "abc123");
/// assert_eq!(format!("{token:?}"), "BearerToken(..)");
/// # Ok::<(), AuthenticationError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum AccessToken {}

impl AuthenticationScheme for AccessToken {
    const NAME: &'static str = "AccessToken";
    const READS_BODY: bool = false;
    #[cfg(feature = "describe")]
    const SECURITY: Security = Security::required(CREDENTIALS);
    type Input<'a> = &'a str;
    type Output = BearerToken;

    fn add_to_request(
        request: &mut Request<Bytes>,
        token: &str,
    ) -> Result<(), AuthenticationError> {
        add_token(request.headers_mut(), token)
    }

    #[inline]
    fn extract(request: &Request<Bytes>) -> Result<BearerToken, AuthenticationError> {
        extract_token(request.headers(), request.uri())?.ok_or(AuthenticationError::MissingToken)
    }
}

/// Requests may have the access token of a user.
#[derive(Clone, Copy, Debug)]
pub enum AccessTokenOptional {}

impl AuthenticationScheme for AccessTokenOptional {
    const NAME: &'static str = "AccessTokenOptional";
    const READS_BODY: bool = false;
    #[cfg(feature = "describe")]
    const SECURITY: Security = Security::optional(CREDENTIALS);
    type Input<'a> = Option<&'a str>;
    type Output = Option<BearerToken>;

    fn add_to_request(
        request: &mut Request<Bytes>,
        token: Option<&str>,
    ) -> Result<(), AuthenticationError> {
        token.map_or(Ok(()), |token| add_token(request.headers_mut(), token))
    }

    #[inline]
    fn extract(request: &Request<Bytes>) -> Result<Option<BearerToken>, AuthenticationError> {
        extract_token(request.headers(), request.uri())
    }
}

/// Where a token is. Only old clients send it in the query.
#[cfg(feature = "describe")]
pub(super) const CREDENTIALS: &[Credential] =
    &[Credential::Authorization("Bearer"), Credential::Query("access_token")];

/// What precedes the token in the header.
const PREFIX: &str = "Bearer ";

/// The access token of a request.
///
/// `Debug` does not show it. It does not implement `PartialEq`, because the time that a comparison
/// takes reveals how much of a guess is right: look up a hash of the token instead.
#[derive(Clone)]
pub struct BearerToken(Box<str>);

impl BearerToken {
    /// The token as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[inline]
    fn new(token: &str) -> Result<Self, AuthenticationError> {
        if is_token(token) {
            Ok(Self(token.into()))
        } else {
            Err(AuthenticationError::InvalidToken)
        }
    }
}

impl fmt::Debug for BearerToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(..)")
    }
}

/// Whether a header can carry the token unchanged: visible ASCII without spaces.
fn is_token(token: &str) -> bool {
    // A fold has no early exit, so that the compiler looks at several bytes at a time.
    !token.is_empty() && token.bytes().fold(true, |valid, byte| valid & byte.is_ascii_graphic())
}

pub(super) fn add_token(headers: &mut HeaderMap, token: &str) -> Result<(), AuthenticationError> {
    if !is_token(token) {
        return Err(AuthenticationError::InvalidToken);
    }
    let mut text = Vec::with_capacity(PREFIX.len() + token.len());
    text.extend_from_slice(PREFIX.as_bytes());
    text.extend_from_slice(token.as_bytes());
    let value = HeaderValue::from_maybe_shared(Bytes::from(text));
    let mut value = value.map_err(|_| AuthenticationError::InvalidToken)?;
    value.set_sensitive(true);
    headers.insert(AUTHORIZATION, value);
    Ok(())
}

/// The token in the header, or else in the query.
#[inline]
pub(super) fn extract_token(
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Option<BearerToken>, AuthenticationError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => from_header(value).map(Some),
        (Some(_), Some(_)) => Err(AuthenticationError::RepeatedHeader),
        (None, _) => {
            query::parameter(uri, "access_token")?.map(|token| BearerToken::new(&token)).transpose()
        }
    }
}

#[inline]
fn from_header(value: &HeaderValue) -> Result<BearerToken, AuthenticationError> {
    let credentials = value.as_bytes().trim_ascii();
    let space = credentials.iter().position(|byte| *byte == b' ');
    let (scheme, token) = space
        .and_then(|space| credentials.split_at_checked(space))
        .ok_or(AuthenticationError::MalformedHeader)?;
    if !scheme.eq_ignore_ascii_case(b"Bearer") {
        return Err(AuthenticationError::MalformedHeader);
    }
    let token = str::from_utf8(token.trim_ascii_start());
    BearerToken::new(token.map_err(|_| AuthenticationError::MalformedHeader)?)
}
