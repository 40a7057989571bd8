//! Tokens of application services, and the identities that they claim.

use bytes::Bytes;
use http::{Request, Uri};

use super::{
    AuthenticationError, AuthenticationScheme,
    bearer::{BearerToken, add_token, extract_token},
    query,
};
use crate::identifiers::{DeviceId, InvalidIdentifier, UserId};

/// What an application service supplies: its token, and whom it acts as.
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
    /// The application service's token, `as_token`.
    pub token: &'a str,
    /// The user to act as. Without one it is the application service's own.
    pub user_id: Option<&'a UserId>,
    /// The device of that user to act with.
    pub device_id: Option<&'a DeviceId>,
}

impl<'a> AppserviceCredentials<'a> {
    /// The application service acts as its own user, without a device.
    #[must_use]
    pub const fn new(token: &'a str) -> Self {
        Self { token, user_id: None, device_id: None }
    }

    /// The same, acting as this user.
    #[must_use]
    pub const fn user_id(mut self, user_id: &'a UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }

    /// The same, acting with this device.
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

/// What a server is given by an application service, or by a user where the endpoint is open to
/// both.
///
/// Only an application service may claim a user and a device: for the token of a user they have to
/// be ignored, because anyone can write them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AppserviceIdentity {
    /// The token.
    pub token: BearerToken,
    /// The user whom the application service claims to act as.
    pub user_id: Option<UserId>,
    /// The device that it claims to act with.
    pub device_id: Option<DeviceId>,
}

/// Requests have the token of an application service, which may act as one of its users.
#[derive(Clone, Copy, Debug)]
pub enum AppserviceToken {}

impl AuthenticationScheme for AppserviceToken {
    const NAME: &'static str = "AppserviceToken";
    const READS_BODY: bool = false;
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
