//! Who is calling.
//!
//! The authentication scheme in an endpoint's definition decides what its handler is given: an
//! endpoint that needs an access token cannot be reached without a session.

use matrix_api::authentication::{
    AccessToken, AccessTokenOptional, AppserviceIdentity, AppserviceTokenOptional,
    AuthenticationScheme, BearerToken, NoAuthentication,
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

impl Identify for AccessToken {
    type Caller = Session;

    async fn identify(token: BearerToken, app: &App) -> Result<Session, Rejection> {
        let session = app.store.session(TokenHash::of(token.as_str())).await?;
        session.ok_or_else(Rejection::unknown_token)
    }
}

impl Identify for AccessTokenOptional {
    type Caller = Option<Session>;

    async fn identify(token: Option<BearerToken>, app: &App) -> Result<Option<Session>, Rejection> {
        match token {
            Some(token) => AccessToken::identify(token, app).await.map(Some),
            None => Ok(None),
        }
    }
}

/// This server has no application services: a token that may be one's is not looked at.
impl Identify for AppserviceTokenOptional {
    type Caller = ();

    async fn identify(_: Option<AppserviceIdentity>, _: &App) -> Result<(), Rejection> {
        Ok(())
    }
}
