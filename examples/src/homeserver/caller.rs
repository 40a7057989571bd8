//! Who is calling.
//!
//! The authentication scheme in an endpoint's definition decides what its handler is given: an
//! endpoint that needs an access token cannot be reached without a session.

use matrix_api::authentication::{
    AccessToken, AccessTokenOptional, AppserviceIdentity, AppserviceTokenOptional,
    AuthenticationScheme, BearerToken, NoAccessToken, NoAuthentication,
};

use super::{app::App, rejection::Rejection, store::Session, tokens::TokenHash};

/// An authentication scheme that this server can check.
pub(super) trait Identify: AuthenticationScheme<Output: Send> {
    /// What a handler learns about the caller.
    type Caller: Send;

    /// Judges the credentials of a request.
    fn identify(
        credentials: Self::Output,
        app: &App,
    ) -> impl Future<Output = Result<Self::Caller, Rejection>> + Send;
}

impl Identify for NoAuthentication {
    type Caller = ();

    async fn identify((): (), _: &App) -> Result<(), Rejection> {
        Ok(())
    }
}

impl Identify for NoAccessToken {
    type Caller = ();

    async fn identify((): (), _: &App) -> Result<(), Rejection> {
        Ok(())
    }
}

/// No application service is registered here. One that says it is one is refused by the handlers;
/// whatever token another client sends along is of no interest.
impl Identify for AppserviceTokenOptional {
    type Caller = ();

    async fn identify(_: Option<AppserviceIdentity>, _: &App) -> Result<(), Rejection> {
        Ok(())
    }
}

/// A token that is sent has to be a good one: the client believes that it is logged in.
impl Identify for AccessTokenOptional {
    type Caller = Option<Session>;

    async fn identify(token: Option<BearerToken>, app: &App) -> Result<Option<Session>, Rejection> {
        match token {
            Some(token) => AccessToken::identify(token, app).await.map(Some),
            None => Ok(None),
        }
    }
}

impl Identify for AccessToken {
    type Caller = Session;

    async fn identify(token: BearerToken, app: &App) -> Result<Session, Rejection> {
        let session = app.store.session(TokenHash::of(token.as_str())).await?;
        session.ok_or_else(Rejection::unknown_token)
    }
}
