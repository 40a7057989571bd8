//! How a request says on whose behalf it is sent.
//!
//! | scheme | a client supplies | a server is given |
//! |---|---|---|
//! | [`NoAuthentication`] | nothing | nothing |
//! | [`NoAccessToken`] | nothing | nothing |
//! | [`AccessToken`] | a token | a [`BearerToken`] |
//! | [`AccessTokenOptional`] | a token or none | a [`BearerToken`] or none |
//! | [`AppserviceToken`] | [`AppserviceCredentials`] | [`AppserviceIdentity`] |
//! | [`AppserviceTokenOptional`] | [`AppserviceCredentials`] or none | [`AppserviceIdentity`] or none |
//!
//! A client sends a token as `Authorization: Bearer <token>`. A server also reads the query's
//! `access_token`, which is deprecated, where there is no such header.
//!
//! See [Using access tokens](https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens).

mod appservice;
mod bearer;
mod query;

use std::error::Error;

use bytes::Bytes;
use http::Request;

pub use self::{
    appservice::{
        AppserviceCredentials, AppserviceIdentity, AppserviceToken, AppserviceTokenOptional,
    },
    bearer::{AccessToken, AccessTokenOptional, BearerToken},
};
use crate::identifiers::InvalidIdentifier;

/// How a request says on whose behalf it is sent: what a client must supply, and what a server is
/// given.
///
/// A crate of endpoints may add schemes of its own. They are given the whole request, so that a
/// scheme may sign its method, URI and body. One that does not look at the body says so, which spares a
/// server reading those of strangers:
///
/// ```
/// use bytes::Bytes;
/// use http::{HeaderValue, Request};
/// use matrix_api::authentication::{AuthenticationError, AuthenticationScheme};
///
/// /// A key in a header of its own.
/// enum ApiKey {}
///
/// impl AuthenticationScheme for ApiKey {
///     const NAME: &'static str = "ApiKey";
///     const READS_BODY: bool = false;
///     type Input<'a> = &'a str;
///     type Output = String;
///
///     fn add_to_request(request: &mut Request<Bytes>, key: &str) -> Result<(), AuthenticationError> {
///         let mut value = HeaderValue::from_str(key).map_err(AuthenticationError::other)?;
///         value.set_sensitive(true);
///         request.headers_mut().insert("x-api-key", value);
///         Ok(())
///     }
///
///     fn extract(request: &Request<Bytes>) -> Result<String, AuthenticationError> {
///         let value = request.headers().get("x-api-key").ok_or(AuthenticationError::MissingToken)?;
///         Ok(value.to_str().map_err(AuthenticationError::other)?.to_owned())
///     }
/// }
///
/// let mut request = Request::new(Bytes::new());
/// ApiKey::add_to_request(&mut request, "0123")?;
/// assert_eq!(ApiKey::extract(&request)?, "0123");
/// # Ok::<(), AuthenticationError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no authentication scheme",
    label = "not an authentication scheme",
    note = "use a type of `matrix_api::authentication`, or implement `AuthenticationScheme` for it"
)]
pub trait AuthenticationScheme {
    /// The scheme's name, for documentation and [`Metadata`](crate::Metadata).
    const NAME: &'static str;
    /// Whether credentials depend on the body. Where they do not, a server judges them before it reads the
    /// body: [`extract`](Self::extract) is given a request whose body is empty.
    const READS_BODY: bool = true;
    /// What a client must supply.
    type Input<'a>;
    /// What a server is given.
    type Output;

    /// Writes the credentials into a request that is complete but for them.
    ///
    /// # Errors
    ///
    /// When the credentials cannot be written into an HTTP message.
    fn add_to_request(
        request: &mut Request<Bytes>,
        input: Self::Input<'_>,
    ) -> Result<(), AuthenticationError>;

    /// Reads the credentials of a request. Whether they are valid is for the server to judge.
    ///
    /// # Errors
    ///
    /// When the request has none, or not as the scheme demands.
    fn extract(request: &Request<Bytes>) -> Result<Self::Output, AuthenticationError>;
}

/// Credentials are missing or malformed.
///
/// No message holds any part of a credential.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The request has no access token.
    #[error("the request has no access token: send it as `Authorization: Bearer <token>`")]
    MissingToken,
    /// The header `Authorization` is of another scheme, or malformed.
    #[error("the header `Authorization` is not of the form `Bearer <token>`")]
    MalformedHeader,
    /// The header `Authorization` is there more than once.
    #[error("the header `Authorization` is given more than once")]
    RepeatedHeader,
    /// A parameter of the query is there more than once.
    #[error("the query parameter `{0}` is given more than once")]
    RepeatedParameter(&'static str),
    /// The access token is empty, or holds what is neither a letter, a digit nor a sign of ASCII.
    #[error("the access token is empty or has characters that no access token has")]
    InvalidToken,
    /// A parameter of the query is no percent-encoded UTF-8.
    #[error("the query parameter `{0}` is not percent-encoded UTF-8")]
    InvalidEncoding(&'static str),
    /// The identity that an application service claims is malformed.
    #[error("the query parameter `{parameter}` of the application service is malformed: {reason}")]
    InvalidIdentity {
        /// The parameter.
        parameter: &'static str,
        /// What is wrong with its value.
        reason: InvalidIdentifier,
    },
    /// The claimed identity does not fit into the request's URI.
    #[error("the request's URI becomes too long with the identity of the application service")]
    UriTooLong,
    /// What went wrong in a scheme that another crate has added.
    #[error(transparent)]
    Other(Box<dyn Error + Send + Sync>),
}

impl AuthenticationError {
    /// The error of a scheme that another crate has added. Its message must not hold credentials.
    pub fn other(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Other(error.into())
    }
}

/// Requests are anonymous.
#[derive(Clone, Copy, Debug)]
pub enum NoAuthentication {}

/// Requests must not have an access token, but servers ignore one.
///
/// The difference from [`NoAuthentication`] is for clients that add their token to every request:
/// to these endpoints it must not be sent.
#[derive(Clone, Copy, Debug)]
pub enum NoAccessToken {}

macro_rules! anonymous_schemes {
    ($($scheme:ident)*) => {$(
        impl AuthenticationScheme for $scheme {
            const NAME: &'static str = stringify!($scheme);
            const READS_BODY: bool = false;
            type Input<'a> = ();
            type Output = ();

            fn add_to_request(_: &mut Request<Bytes>, (): ()) -> Result<(), AuthenticationError> {
                Ok(())
            }

            fn extract(_: &Request<Bytes>) -> Result<(), AuthenticationError> {
                Ok(())
            }
        }
    )*};
}

anonymous_schemes! { NoAuthentication NoAccessToken }

#[cfg(test)]
mod tests;
