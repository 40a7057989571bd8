//! Authenticates callers.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;

use crate::{
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceIdentity, AppserviceToken,
        AppserviceTokenOptional, AuthenticationScheme, BearerToken, NoAccessToken,
        NoAuthentication,
    },
    matrix_error::MatrixError,
};

/// Authenticates callers. The application's state implements it for each authentication scheme of its
/// endpoints, or the program does not compile.
///
/// A handler runs only after authentication has succeeded. It gets the identity through an argument
/// [`Caller`](super::Caller).
///
/// | scheme | implementation |
/// |---|---|
/// | `NoAuthentication`, `NoAccessToken` | provided for every state; the identity is `()` |
/// | `AccessTokenOptional` | provided for every state that implements `AccessToken`: the identity is `None` without a token, and an invalid token is rejected |
/// | others | write your own; it also applies to an `Arc` of your state |
///
/// ```
/// use std::collections::HashMap;
/// use matrix_api::{
///     MatrixError,
///     authentication::{AccessToken, BearerToken},
///     bytes::Bytes,
///     http::Request,
///     identifiers::UserId,
///     server::Authenticate,
/// };
///
/// struct App {
///     /// The keys are hashes of the access tokens.
///     sessions: HashMap<[u8; 32], UserId>,
/// }
/// # fn hash(_: &str) -> [u8; 32] { [0; 32] }
///
/// impl Authenticate<AccessToken> for App {
///     type Identity = UserId;
///
///     async fn authenticate(
///         &self,
///         token: BearerToken,
///         _: &Request<Bytes>,
///     ) -> Result<UserId, MatrixError> {
///         let session = self.sessions.get(&hash(token.as_str()));
///         session.cloned().ok_or_else(MatrixError::unknown_token)
///     }
/// }
/// ```
///
/// `AppserviceTokenOptional` is the scheme of endpoints such as login and registration, which
/// application services call with their own token. A server without application services accepts every
/// caller, and its handlers reject what only application services may do:
///
/// ```
/// # use matrix_api::{MatrixError, bytes::Bytes, http::Request, server::Authenticate};
/// use matrix_api::authentication::{AppserviceIdentity, AppserviceTokenOptional};
/// # struct App;
///
/// impl Authenticate<AppserviceTokenOptional> for App {
///     type Identity = ();
///
///     async fn authenticate(
///         &self,
///         _: Option<AppserviceIdentity>,
///         _: &Request<Bytes>,
///     ) -> Result<(), MatrixError> {
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Authenticate<{A}>`",
    label = "an endpoint uses the authentication scheme `{A}`",
    note = "implement `matrix_api::server::Authenticate<{A}>` for the state of the application"
)]
pub trait Authenticate<A: AuthenticationScheme> {
    /// What the application knows about the caller.
    type Identity: Clone + Send + Sync;

    /// Checks the credentials.
    ///
    /// Schemes that sign requests check them against `request`. Its body is empty unless the scheme
    /// [reads it](AuthenticationScheme::READS_BODY). Its extensions are those that layers and the server
    /// have set, such as the address of the client.
    ///
    /// # Errors
    ///
    /// Returns the error response, usually [`MatrixError::unknown_token`].
    fn authenticate(
        &self,
        credentials: A::Output,
        request: &Request<Bytes>,
    ) -> impl Future<Output = Result<Self::Identity, MatrixError>> + Send;
}

macro_rules! anonymous_schemes {
    ($($scheme:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S: Sync> Authenticate<$scheme> for S {
            type Identity = ();

            async fn authenticate(&self, (): (), _: &Request<Bytes>) -> Result<(), MatrixError> {
                Ok(())
            }
        }
    )*};
}

anonymous_schemes! { NoAuthentication NoAccessToken }

/// Rejects an invalid token, because the client believes that it is logged in.
///
/// [`AppserviceTokenOptional`] has no such implementation: its endpoints ignore the token of a user.
impl<S: Authenticate<AccessToken> + Sync> Authenticate<AccessTokenOptional> for S {
    type Identity = Option<S::Identity>;

    async fn authenticate(
        &self,
        token: Option<BearerToken>,
        request: &Request<Bytes>,
    ) -> Result<Self::Identity, MatrixError> {
        match token {
            Some(token) => {
                Authenticate::<AccessToken>::authenticate(self, token, request).await.map(Some)
            }
            None => Ok(None),
        }
    }
}

macro_rules! shared_states {
    ($($scheme:ident: $credentials:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S: Authenticate<$scheme> + Send + Sync> Authenticate<$scheme> for Arc<S> {
            type Identity = S::Identity;

            fn authenticate(
                &self,
                credentials: $credentials,
                request: &Request<Bytes>,
            ) -> impl Future<Output = Result<Self::Identity, MatrixError>> + Send {
                S::authenticate(self, credentials, request)
            }
        }
    )*};
}

shared_states! {
    AccessToken: BearerToken;
    AppserviceToken: AppserviceIdentity;
    AppserviceTokenOptional: Option<AppserviceIdentity>;
}
