//! What becomes of a session: who it is, new tokens, and its end.

use std::{sync::Arc, time::SystemTime};

use http::StatusCode;
use matrix_api::{
    ErrorCode,
    identifiers::{DeviceId, UserId},
};
use matrix_client_account::{
    session::{logout, logout_all, refresh_token, token_refresh},
    whoami,
};

use crate::homeserver::{
    app::App,
    rejection::Rejection,
    store::Session,
    tokens::{self, SessionTokens, TokenHash},
};

/// Whom the access token belongs to.
pub(super) async fn whoami(
    app: Arc<App>,
    _: whoami::Request,
    session: Session,
) -> Result<whoami::Response, Rejection> {
    let user_id = UserId::new(session.localpart.as_str(), &app.server_name)?;
    let device_id = DeviceId::try_from(session.device_id)?;
    Ok(whoami::Response::new(user_id).device_id(device_id).is_guest(session.is_guest))
}

/// New tokens for the session of a refresh token.
pub(super) async fn refresh(
    app: Arc<App>,
    request: refresh_token::Request,
    (): (),
) -> Result<refresh_token::Response, Rejection> {
    let tokens = new_tokens(&app, &request.refresh_token).await?;
    let mut response = refresh_token::Response::new(tokens.access_token);
    response.refresh_token = tokens.refresh_token;
    response.expires_in_ms = tokens.expires_in;
    Ok(response)
}

/// The same as r0.2 had it. The access token has been judged; the refresh token says whose session
/// it is.
pub(super) async fn token_refresh(
    app: Arc<App>,
    request: token_refresh::Request,
    _: Session,
) -> Result<token_refresh::Response, Rejection> {
    let tokens = new_tokens(&app, &request.refresh_token).await?;
    let mut response = token_refresh::Response::new(tokens.access_token);
    response.refresh_token = tokens.refresh_token;
    Ok(response)
}

async fn new_tokens(app: &App, refresh_token: &str) -> Result<SessionTokens, Rejection> {
    let lifetime = Some(app.config.access_token_lifetime);
    let (tokens, hashes) = tokens::issue_session(lifetime, SystemTime::now())?;
    if app.store.refresh(TokenHash::of(refresh_token), hashes).await? {
        return Ok(tokens);
    }
    let message = "the refresh token is not known, or not any more";
    Err(Rejection::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message))
}

/// Ends the session.
pub(super) async fn logout(
    app: Arc<App>,
    _: logout::Request,
    session: Session,
) -> Result<logout::Response, Rejection> {
    app.store.log_out(session).await?;
    Ok(logout::Response::new())
}

/// Ends every session of the user.
pub(super) async fn logout_all(
    app: Arc<App>,
    _: logout_all::Request,
    session: Session,
) -> Result<logout_all::Response, Rejection> {
    app.store.log_out_all(&session.localpart).await?;
    Ok(logout_all::Response::new())
}
