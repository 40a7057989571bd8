//! Who is calling.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;

use crate::{
    MatrixError,
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceIdentity, AppserviceToken,
        AppserviceTokenOptional, AuthenticationScheme, BearerToken, NoAccessToken,
        NoAuthentication,
    },
};

/// The application's state judges the credentials of an authentication scheme.
///
/// An endpoint whose definition names a scheme can be served by no state that does not implement
/// this, and no handler runs before it has succeeded. Handlers that want to know the caller have an
/// argument [`Caller`](super::Caller).
///
/// | scheme | who implements it |
/// |---|---|
/// | `NoAuthentication`, `NoAccessToken` | every state, the identity is `()` |
/// | `AccessTokenOptional` | every state that has `AccessToken`: without a token the identity is `None`; one that is sent has to be good |
/// | any other | you, also for states that are an `Arc` of your type |
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
///     /// By the hash of the access token.
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
/// application services may call with a token of theirs. A server that has none lets everyone pass,
/// and its handlers refuse what only application services may ask for:
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
    message = "`{Self}` cannot judge credentials of the scheme `{A}`",
    label = "an endpoint needs `Authenticate<{A}>`",
    note = "implement `matrix_api::server::Authenticate<{A}>` for the state of the application"
)]
pub trait Authenticate<A: AuthenticationScheme> {
    /// What is known of the caller.
    type Identity: Clone + Send + Sync;

    /// Judges credentials.
    ///
    /// `request` is what they came with, for schemes that sign it; its body is empty yet where the scheme
    /// does [not ask for it](AuthenticationScheme::READS_BODY). Its extensions are those that layers and
    /// the server have set, such as the address of the client.
    ///
    /// # Errors
    ///
    /// The answer to the client: mostly [`MatrixError::unknown_token`].
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

/// A token that is sent has to be a good one: the client believes that it is logged in.
///
/// There is no such rule for [`AppserviceTokenOptional`], at whose endpoints a user's token is of no
/// interest.
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
