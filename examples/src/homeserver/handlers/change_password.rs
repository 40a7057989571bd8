//! A new password for the account of an access token.

use std::sync::Arc;

use matrix_api::authentication::AuthenticationError;
use matrix_client_account::change_password::{Request, Response};

use super::{interactive, register::check_strength};
use crate::homeserver::{
    app::App, interactive_auth::Operation, rejection::Rejection, store::Session,
};

/// Replaces the password after the old one was given, and logs the account's other devices out.
pub(super) async fn change_password(
    app: Arc<App>,
    request: Request,
    session: Option<Session>,
) -> Result<Response, Rejection> {
    let session = session.ok_or(AuthenticationError::MissingToken)?;
    let Session { localpart, device_id } = session;
    let operation = Operation::ChangePassword(localpart.clone());
    let Some(auth) = request.auth else {
        return Err(interactive::challenge(&app, operation)?);
    };
    check_strength(&request.new_password)?;
    interactive::authorise(&app, operation, auth).await?;

    let password_hash = app.passwords.hash(request.new_password).await?;
    if !app.store.change_password(&localpart, password_hash, device_id).await? {
        // Deactivated by another request in the meantime.
        return Err(Rejection::unknown_token());
    }
    Ok(Response::new())
}
