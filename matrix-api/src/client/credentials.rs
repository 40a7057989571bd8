//! What a client authenticates its requests with by itself.

use crate::authentication::{
    AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceToken,
    AppserviceTokenOptional, AuthenticationScheme, NoAccessToken, NoAuthentication,
};

/// An authentication scheme whose input a client has by itself: from its access token.
///
/// | scheme | what is sent |
/// |---|---|
/// | [`NoAuthentication`], [`NoAccessToken`] | no token |
/// | [`AccessToken`], [`AppserviceToken`] | the access token; without one, nothing is sent at all |
/// | [`AccessTokenOptional`] | the access token, if there is one |
/// | [`AppserviceTokenOptional`] | no token: that of a user has no business there |
///
/// Everything else, such as an application service that acts as one of its users, goes through
/// [`Client::send_with`](super::Client::send_with).
#[diagnostic::on_unimplemented(
    message = "a client does not have by itself what the authentication scheme `{Self}` asks for",
    label = "its input is not made from an access token",
    note = "call `Client::send_with` and give it the scheme's input"
)]
pub trait TokenScheme: AuthenticationScheme {
    /// The scheme's input. `None` when it takes a token and there is none.
    fn input(access_token: Option<&str>) -> Option<Self::Input<'_>>;
}

impl TokenScheme for NoAuthentication {
    fn input(_: Option<&str>) -> Option<()> {
        Some(())
    }
}

impl TokenScheme for NoAccessToken {
    fn input(_: Option<&str>) -> Option<()> {
        Some(())
    }
}

impl TokenScheme for AccessToken {
    fn input(access_token: Option<&str>) -> Option<&str> {
        access_token
    }
}

impl TokenScheme for AccessTokenOptional {
    fn input(access_token: Option<&str>) -> Option<Option<&str>> {
        Some(access_token)
    }
}

impl TokenScheme for AppserviceToken {
    fn input(access_token: Option<&str>) -> Option<AppserviceCredentials<'_>> {
        access_token.map(AppserviceCredentials::new)
    }
}

impl TokenScheme for AppserviceTokenOptional {
    fn input(_: Option<&str>) -> Option<Option<AppserviceCredentials<'_>>> {
        Some(None)
    }
}
