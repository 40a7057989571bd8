//! The end of an account.

use std::sync::Arc;

use axum::extract::State;
use matrix_api::{MatrixError, server::Caller};
use matrix_client_account::{
    IdentityServerUnbindResult,
    deactivate::{Request, Response},
    uiaa::UiaaResponse,
};

use super::{interactive, known_user::reject_guest};
use crate::homeserver::{app::App, interactive_auth::Operation, store::Session};

/// Deletes the password, every access token and every address of the account after the password was
/// given; the name is never given away again.
///
/// There is nothing to `erase`: this server has no messages. Nor has it ever bound an address at an
/// identity server, so that it does not support unbinding one.
pub(super) async fn deactivate(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Option<Session>>,
    request: Request,
) -> Result<Response, UiaaResponse> {
    let account = session.map(reject_guest).transpose()?.map(|session| session.localpart);
    let operation = Operation::Deactivate(account);
    let proof = interactive::authenticate(&app, operation, request.auth).await?;
    let account = proof.account.ok_or_else(MatrixError::unknown_token)?;
    app.store.deactivate(&account).await?;
    Ok(Response::new().id_server_unbind_result(IdentityServerUnbindResult::NoSupport))
}
