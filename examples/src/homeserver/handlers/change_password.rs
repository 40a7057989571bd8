//! Password change.

use std::{net::SocketAddr, sync::Arc};

use axum::extract::{ConnectInfo, State};
use matrix_api::{MatrixError, server::Caller};
use matrix_client_account::{
    change_password::{Request, Response},
    uiaa::UiaaResponse,
};

use super::{interactive, known_user::reject_guest, register::check_strength};
use crate::homeserver::{
    app::App,
    interactive_auth::Operation,
    store::{Logout, Session},
};

/// Changes the password after authentication by the old one, or by an email address of the account.
/// Logs out the other devices, unless the client opts out.
///
/// Without an access token, the authentication determines the account.
pub(super) async fn change_password(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Caller(session): Caller<Option<Session>>,
    request: Request,
) -> Result<Response, UiaaResponse> {
    let session = session.map(reject_guest).transpose()?;
    let account = session.as_ref().map(|session| session.localpart.clone());
    let operation = Operation::ChangePassword(account);
    if request.auth.is_none() {
        return Err(interactive::challenge(&app, operation)?);
    }
    // Before the authentication, which can be used once.
    check_strength(&request.new_password)?;
    let proof = interactive::authenticate(&app, client.ip(), operation, request.auth).await?;
    let account = proof.account.clone().ok_or_else(MatrixError::unknown_token)?;

    let password_hash = app.passwords.hash(request.new_password).await?;
    let logout = match request.logout_devices {
        Some(false) => Logout::None,
        _ => Logout::AllExcept(session.map(|session| session.device_id)),
    };
    if !app.store.change_password(&account, proof, password_hash, logout).await? {
        // Another request has deactivated the account in the meantime.
        return Err(MatrixError::unknown_token().into());
    }
    Ok(Response::new())
}
