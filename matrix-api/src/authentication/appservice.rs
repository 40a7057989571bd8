//! Tokens of application services, and the identities that they assert.

use bytes::Bytes;
use http::{Request, Uri};

use super::{
    AuthenticationError, AuthenticationScheme,
    bearer::{BearerToken, add_token, extract_token},
    query,
};
#[cfg(feature = "describe")]
use super::{Security, bearer::CREDENTIALS};
use crate::identifiers::{DeviceId, InvalidIdentifier, UserId};

/// The token of an application service, and the user to act as.
///
/// See [Identity assertion](https://spec.matrix.org/v1.19/application-service-api/#identity-assertion).
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use matrix_api::{
///     authentication::{AppserviceCredentials, AppserviceToken, AuthenticationScheme},
///     identifiers::UserId,
/// };
///
/// let user: UserId = "@_irc_user:example.org".parse()?;
/// let credentials = AppserviceCredentials::new("as_token").user_id(&user);
///
/// let mut request = Request::new(Bytes::new());
/// *request.uri_mut() = "/_matrix/client/v3/account/whoami".parse()?;
/// AppserviceToken::add_to_request(&mut request, credentials)?;
/// assert_eq!(
///     request.uri(),
///     "/_matrix/client/v3/account/whoami?user_id=%40_irc_user%3Aexample.org",
/// );
///
/// let identity = AppserviceToken::extract(&request)?;
/// assert_eq!(identity.token.as_str(), "as_token");
/// assert_eq!(identity.user_id, Some(user));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct AppserviceCredentials<'a> {
    /// The token of the application service, `as_token`.
    pub token: &'a str,
    /// The user to act as. `None` is the application service's own user.
    pub user_id: Option<&'a UserId>,
    /// The device of that user to act as.
    pub device_id: Option<&'a DeviceId>,
}

impl<'a> AppserviceCredentials<'a> {
    /// Creates credentials for the application service's own user, without a device.
    #[must_use]
    pub const fn new(token: &'a str) -> Self {
        Self { token, user_id: None, device_id: None }
    }

    /// Sets the user to act as.
    #[must_use]
    pub const fn user_id(mut self, user_id: &'a UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }

    /// Sets the device to act as.
    #[must_use]
    pub const fn device_id(mut self, device_id: &'a DeviceId) -> Self {
        self.device_id = Some(device_id);
        self
    }
}

impl std::fmt::Debug for AppserviceCredentials<'_> {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppserviceCredentials")
            .field("token", &format_args!(".."))
            .field("user_id", &self.user_id)
            .field("device_id", &self.device_id)
            .finish()
    }
}

/// The credentials of an application service, as a server gets them. If users may call the endpoint
/// as well, the token can be that of a user.
///
/// Ignore `user_id` and `device_id` unless the token belongs to an application service: every client
/// can send them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AppserviceIdentity {
    /// The token.
    pub token: BearerToken,
    /// The user to act as.
    pub user_id: Option<UserId>,
    /// The device to act as.
    pub device_id: Option<DeviceId>,
}

/// Requests must have the token of an application service, which may act as one of its users.
#[derive(Clone, Copy, Debug)]
pub enum AppserviceToken {}

impl AuthenticationScheme for AppserviceToken {
    const NAME: &'static str = "AppserviceToken";
    const READS_BODY: bool = false;
    #[cfg(feature = "describe")]
    const SECURITY: Security = Security::required(CREDENTIALS).with_parameters(IDENTITY);
    type Input<'a> = AppserviceCredentials<'a>;
    type Output = AppserviceIdentity;

    #[inline]
    fn add_to_request(
        request: &mut Request<Bytes>,
        credentials: AppserviceCredentials<'_>,
    ) -> Result<(), AuthenticationError> {
        add_credentials(request, credentials)
    }

    #[inline]
    fn extract(request: &Request<Bytes>) -> Result<AppserviceIdentity, AuthenticationError> {
        extract_identity(request)?.ok_or(AuthenticationError::MissingToken)
    }
}

/// Requests may have the token of an application service, which may act as one of its users.
#[derive(Clone, Copy, Debug)]
pub enum AppserviceTokenOptional {}

impl AuthenticationScheme for AppserviceTokenOptional {
    const NAME: &'static str = "AppserviceTokenOptional";
    const READS_BODY: bool = false;
    #[cfg(feature = "describe")]
    const SECURITY: Security = Security::optional(CREDENTIALS).with_parameters(IDENTITY);
    type Input<'a> = Option<AppserviceCredentials<'a>>;
    type Output = Option<AppserviceIdentity>;

    #[inline]
    fn add_to_request(
        request: &mut Request<Bytes>,
        credentials: Option<AppserviceCredentials<'_>>,
    ) -> Result<(), AuthenticationError> {
        credentials.map_or(Ok(()), |credentials| add_credentials(request, credentials))
    }

    #[inline]
    fn extract(
        request: &Request<Bytes>,
    ) -> Result<Option<AppserviceIdentity>, AuthenticationError> {
        extract_identity(request)
    }
}

/// The identity that an application service asserts.
#[cfg(feature = "describe")]
const IDENTITY: &[&str] = &["user_id", "device_id"];

#[inline]
fn add_credentials(
    request: &mut Request<Bytes>,
    credentials: AppserviceCredentials<'_>,
) -> Result<(), AuthenticationError> {
    add_token(request.headers_mut(), credentials.token)?;
    if let Some(user_id) = credentials.user_id {
        query::push_parameter(request.uri_mut(), "user_id", user_id.as_str())?;
    }
    if let Some(device_id) = credentials.device_id {
        query::push_parameter(request.uri_mut(), "device_id", device_id.as_str())?;
    }
    Ok(())
}

#[inline]
fn extract_identity(
    request: &Request<Bytes>,
) -> Result<Option<AppserviceIdentity>, AuthenticationError> {
    let Some(token) = extract_token(request.headers(), request.uri())? else {
        return Ok(None);
    };
    Ok(Some(AppserviceIdentity {
        token,
        user_id: identifier(request.uri(), "user_id")?,
        device_id: identifier(request.uri(), "device_id")?,
    }))
}

fn identifier<T: for<'a> TryFrom<&'a str, Error = InvalidIdentifier>>(
    uri: &Uri,
    parameter: &'static str,
) -> Result<Option<T>, AuthenticationError> {
    let Some(value) = query::parameter(uri, parameter)? else {
        return Ok(None);
    };
    T::try_from(&value)
        .map(Some)
        .map_err(|reason| AuthenticationError::InvalidIdentity { parameter, reason })
}
