//! Authentication schemes that a client can satisfy with its access token.

use crate::authentication::{
    AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceToken,
    AppserviceTokenOptional, AuthenticationScheme, NoAccessToken, NoAuthentication,
};

/// An authentication scheme that a client can satisfy with its access token, or without one.
///
/// | scheme | the client sends |
/// |---|---|
/// | [`NoAuthentication`], [`NoAccessToken`] | no token |
/// | [`AccessToken`], [`AppserviceToken`] | its token; the call fails if it has none |
/// | [`AccessTokenOptional`] | its token, if it has one |
/// | [`AppserviceTokenOptional`] | no token, because it expects that of an application service |
///
/// For other credentials, such as those of an application service that acts as one of its users, use
/// [`Client::send_with`](super::Client::send_with).
#[diagnostic::on_unimplemented(
    message = "a client cannot satisfy the authentication scheme `{Self}` with its access token",
    label = "does not implement `TokenScheme`",
    note = "call `Client::send_with` with the input of the scheme"
)]
pub trait TokenScheme: AuthenticationScheme {
    /// Whether requests contain the access token. If a server rejects it, the client refreshes it.
    const SENDS_TOKEN: bool;

    /// The input of the scheme. `None` if a required token is missing.
    fn input(access_token: Option<&str>) -> Option<Self::Input<'_>>;
}

macro_rules! token_schemes {
    ($($scheme:ident: $sends_token:literal, |$access_token:pat_param| $input:expr;)*) => {$(
        impl TokenScheme for $scheme {
            const SENDS_TOKEN: bool = $sends_token;

            fn input($access_token: Option<&str>) -> Option<Self::Input<'_>> {
                $input
            }
        }
    )*};
}

token_schemes! {
    NoAuthentication: false, |_| Some(());
    NoAccessToken: false, |_| Some(());
    AccessToken: true, |access_token| access_token;
    AccessTokenOptional: true, |access_token| Some(access_token);
    AppserviceToken: true, |access_token| access_token.map(AppserviceCredentials::new);
    AppserviceTokenOptional: false, |_| Some(None);
}
