//! The end of an account.

use std::sync::Arc;

use matrix_api::authentication::AuthenticationError;
use matrix_client_account::{
    IdentityServerUnbindResult,
    deactivate::{Request, Response},
};

use super::interactive;
use crate::homeserver::{
    app::App, interactive_auth::Operation, rejection::Rejection, store::Session,
};

/// Deletes the password and every access token of the account after the password was given; the
/// name is never given away again.
pub(super) async fn deactivate(
    app: Arc<App>,
    request: Request,
    session: Option<Session>,
) -> Result<Response, Rejection> {
    let session = session.ok_or(AuthenticationError::MissingToken)?;
    let operation = Operation::Deactivate(session.localpart.clone());
    let Some(auth) = request.auth else {
        return Err(interactive::challenge(&app, operation)?);
    };
    interactive::authorise(&app, operation, auth).await?;
    app.store.deactivate(&session.localpart).await?;
    Ok(Response::new().id_server_unbind_result(IdentityServerUnbindResult::NoSupport))
}
