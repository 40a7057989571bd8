//! Sessions: their user, token refresh and logout.

use std::{sync::Arc, time::SystemTime};

use axum::extract::State;
use matrix_api::{MatrixError, identifiers::DeviceId, server::Caller};
use matrix_client_account::{
    session::{logout, logout_all, refresh_token, token_refresh},
    whoami,
};

use crate::homeserver::{
    app::App,
    store::Session,
    tokens::{self, SessionTokens, TokenHash},
};

/// Returns the user and device that the access token belongs to.
pub(super) async fn whoami(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    _: whoami::Request,
) -> Result<whoami::Response, MatrixError> {
    let user_id = app.user_id(&session.localpart)?;
    let device_id = DeviceId::try_from(session.device_id).map_err(MatrixError::internal)?;
    Ok(whoami::Response::new(user_id).device_id(device_id).is_guest(session.is_guest))
}

/// Creates new tokens for the session of a refresh token.
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    request: refresh_token::Request,
) -> Result<refresh_token::Response, MatrixError> {
    let tokens = new_tokens(&app, &request.refresh_token).await?;
    let mut response = refresh_token::Response::new(tokens.access_token);
    response.refresh_token = tokens.refresh_token;
    response.expires_in_ms = tokens.expires_in;
    Ok(response)
}

/// Creates new tokens, as in r0.2, where the request also has an access token. The refresh token
/// determines the session.
pub(super) async fn token_refresh(
    State(app): State<Arc<App>>,
    request: token_refresh::Request,
) -> Result<token_refresh::Response, MatrixError> {
    let tokens = new_tokens(&app, &request.refresh_token).await?;
    let mut response = token_refresh::Response::new(tokens.access_token);
    response.refresh_token = tokens.refresh_token;
    Ok(response)
}

async fn new_tokens(app: &App, refresh_token: &str) -> Result<SessionTokens, MatrixError> {
    let lifetime = Some(app.config.access_token_lifetime);
    let family = tokens::family(refresh_token);
    let (tokens, hashes) = tokens::issue_session(lifetime, Some(family), SystemTime::now())?;
    let (refresh_token, family) = (TokenHash::of(refresh_token), TokenHash::of(family));
    if app.store.refresh(refresh_token, family, hashes).await? {
        return Ok(tokens);
    }
    Err(MatrixError::unknown_token())
}

/// Logs out the device of the access token.
pub(super) async fn logout(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    _: logout::Request,
) -> Result<logout::Response, MatrixError> {
    app.store.log_out(session).await?;
    Ok(logout::Response::new())
}

/// Logs out all devices of the user.
pub(super) async fn logout_all(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    _: logout_all::Request,
) -> Result<logout_all::Response, MatrixError> {
    app.store.log_out_all(&session.localpart).await?;
    Ok(logout_all::Response::new())
}
