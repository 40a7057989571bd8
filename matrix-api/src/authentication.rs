//! Authentication schemes: how a request carries its credentials.
//!
//! | scheme | client input | server output |
//! |---|---|---|
//! | [`NoAuthentication`] | nothing | nothing |
//! | [`NoAccessToken`] | nothing | nothing |
//! | [`AccessToken`] | a token | a [`BearerToken`] |
//! | [`AccessTokenOptional`] | a token or none | a [`BearerToken`] or none |
//! | [`AppserviceToken`] | [`AppserviceCredentials`] | [`AppserviceIdentity`] |
//! | [`AppserviceTokenOptional`] | [`AppserviceCredentials`] or none | [`AppserviceIdentity`] or none |
//!
//! Clients send a token as `Authorization: Bearer <token>`. Without that header, servers also accept
//! the deprecated query parameter `access_token`.
//!
//! See [Using access tokens](https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens).

mod appservice;
mod bearer;
mod query;
#[cfg(feature = "describe")]
mod security;

use std::{error::Error, fmt};

use bytes::Bytes;
use http::Request;

#[cfg(feature = "describe")]
pub use self::security::{Credential, Security};
pub use self::{
    appservice::{
        AppserviceCredentials, AppserviceIdentity, AppserviceToken, AppserviceTokenOptional,
    },
    bearer::{AccessToken, AccessTokenOptional, BearerToken},
};
use crate::{identifiers::InvalidIdentifier, text::pieces::write_pieces};

/// Writes credentials to requests, and reads them.
///
/// An endpoint crate can define its own schemes. A scheme gets the whole request, so that it can sign
/// the method, the URI and the body. If it does not need the body, set
/// [`READS_BODY`](Self::READS_BODY) to `false`: a server then does not read the bodies of requests
/// without valid credentials.
///
/// ```
/// use bytes::Bytes;
/// use http::{HeaderValue, Request};
/// use matrix_api::authentication::{AuthenticationError, AuthenticationScheme};
///
/// /// A key in the header `X-Api-Key`.
/// enum ApiKey {}
///
/// impl AuthenticationScheme for ApiKey {
///     const NAME: &'static str = "ApiKey";
///     const HEADERS: &'static [&'static str] = &["x-api-key"];
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
///         let missing = AuthenticationError::Missing("the header `X-Api-Key`");
///         let value = request.headers().get("x-api-key").ok_or(missing)?;
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
    message = "`{Self}` does not implement `AuthenticationScheme`",
    label = "not an authentication scheme",
    note = "use a type of `matrix_api::authentication`, or implement `AuthenticationScheme` for it"
)]
pub trait AuthenticationScheme {
    /// The scheme's name, for documentation and [`Metadata`](crate::Metadata).
    const NAME: &'static str;
    /// The names of the headers with the credentials, except `Authorization`. A server allows web
    /// applications to send them.
    const HEADERS: &'static [&'static str] = &[];
    /// Whether [`extract`](Self::extract) needs the body. If not, it gets a request with an empty body,
    /// and the server reads the body after authentication.
    const READS_BODY: bool = true;
    /// How requests carry the credentials, for descriptions. By default they are in the only one of
    /// [`HEADERS`](Self::HEADERS), or nothing is known.
    #[cfg(feature = "describe")]
    const SECURITY: Security = match Self::HEADERS {
        // A struct, since the list lives only as long as the call of a function.
        [header] => Security { credentials: &[Credential::Header(header)], ..Security::UNKNOWN },
        _ => Security::UNKNOWN,
    };
    /// What a client supplies.
    type Input<'a>;
    /// What a server gets.
    type Output;

    /// Adds the credentials to a request that is otherwise complete.
    ///
    /// # Errors
    ///
    /// Fails if the credentials cannot be written to an HTTP message.
    fn add_to_request(
        request: &mut Request<Bytes>,
        input: Self::Input<'_>,
    ) -> Result<(), AuthenticationError>;

    /// Reads the credentials of a request. The server decides whether they are valid.
    ///
    /// # Errors
    ///
    /// Fails if credentials are missing or malformed.
    fn extract(request: &Request<Bytes>) -> Result<Self::Output, AuthenticationError>;
}

/// Credentials are missing or malformed.
///
/// Messages never contain any part of a credential.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The request has no access token.
    MissingToken,
    /// The request lacks what a scheme of another crate needs, such as a header.
    Missing(&'static str),
    /// The header `Authorization` has another scheme, or is malformed.
    MalformedHeader,
    /// The header `Authorization` is repeated.
    RepeatedHeader,
    /// A query parameter is repeated.
    RepeatedParameter(&'static str),
    /// The access token is empty, or contains a character outside visible ASCII.
    InvalidToken,
    /// A query parameter is not percent-encoded UTF-8.
    InvalidEncoding(&'static str),
    /// The identity asserted by an application service is malformed.
    InvalidIdentity {
        /// The name of the query parameter.
        parameter: &'static str,
        /// Why the value is malformed.
        reason: InvalidIdentifier,
    },
    /// The URI is too long with the identity asserted by the application service.
    UriTooLong,
    /// An error of a scheme from another crate.
    Other(Box<dyn Error + Send + Sync>),
}

// Inlined: only programs that show errors compile it.
impl fmt::Display for AuthenticationError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces: &[&str] = match self {
            Self::MissingToken => &["missing access token; send `Authorization: Bearer <token>`"],
            Self::Missing(needed) => &["missing credentials; send ", needed],
            Self::MalformedHeader => &["malformed header `Authorization`; write `Bearer <token>`"],
            Self::RepeatedHeader => &["repeated header `Authorization`"],
            Self::RepeatedParameter(name) => &["repeated query parameter `", name, "`"],
            Self::InvalidToken => &["invalid access token; it must be visible ASCII characters"],
            Self::InvalidEncoding(name) => {
                &["the query parameter `", name, "` is not percent-encoded UTF-8"]
            }
            Self::InvalidIdentity { parameter, reason } => {
                write_pieces(f, &["malformed query parameter `", parameter, "`: "])?;
                return reason.fmt(f);
            }
            Self::UriTooLong => {
                &["the URI is too long with the identity of the application service"]
            }
            Self::Other(error) => return error.fmt(f),
        };
        write_pieces(f, pieces)
    }
}

impl Error for AuthenticationError {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Other(error) => error.source(),
            _ => None,
        }
    }
}

impl AuthenticationError {
    /// Wraps the error of a scheme from another crate. Its message must not contain credentials.
    pub fn other(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Other(error.into())
    }
}

/// Requests have no credentials.
#[derive(Clone, Copy, Debug)]
pub enum NoAuthentication {}

/// Requests must not have an access token. Servers ignore one.
///
/// This differs from [`NoAuthentication`] for a client that adds its token to every request: it must
/// not add it to these.
#[derive(Clone, Copy, Debug)]
pub enum NoAccessToken {}

macro_rules! anonymous_schemes {
    ($($scheme:ident)*) => {$(
        impl AuthenticationScheme for $scheme {
            const NAME: &'static str = stringify!($scheme);
            const READS_BODY: bool = false;
            #[cfg(feature = "describe")]
            const SECURITY: Security = Security::NONE;
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
