//! Account deactivation.

use std::{net::SocketAddr, sync::Arc};

use axum::extract::{ConnectInfo, State};
use matrix_api::{MatrixError, server::Caller};
use matrix_client_account::{
    IdentityServerUnbindResult,
    deactivate::{Request, Response},
    uiaa::UiaaResponse,
};

use super::{interactive, known_user::reject_guest};
use crate::homeserver::{app::App, interactive_auth::Operation, store::Session};

/// Deletes the password, the access tokens and the email addresses of the account, after authentication
/// by the password. The username stays taken.
///
/// `erase` has no effect, since this server has no messages. Unbinding is not supported, since this
/// server does not bind identifiers at identity servers.
pub(super) async fn deactivate(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Caller(session): Caller<Option<Session>>,
    request: Request,
) -> Result<Response, UiaaResponse> {
    let account = session.map(reject_guest).transpose()?.map(|session| session.localpart);
    let operation = Operation::Deactivate(account);
    let proof = interactive::authenticate(&app, client.ip(), operation, request.auth).await?;
    let account = proof.account.clone().ok_or_else(MatrixError::unknown_token)?;
    app.store.deactivate(&account, proof).await?;
    Ok(Response::new().id_server_unbind_result(IdentityServerUnbindResult::NoSupport))
}
