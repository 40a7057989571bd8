//! The third-party identifiers of an account: email addresses that this server has validated.

use std::{net::SocketAddr, sync::Arc};

use axum::extract::{ConnectInfo, State};
use http::StatusCode;
use matrix_api::{
    ErrorCode, MatrixError,
    identifiers::{ClientSecret, SessionId},
    server::Caller,
};
use matrix_client_account::{
    IdentityServerUnbindResult, ThirdPartyMedium, UnixMilliseconds, add_3pid, bind_3pid,
    delete_3pid,
    get_3pids::{self, ThirdPartyIdentifier},
    post_3pid,
    uiaa::UiaaResponse,
    unbind_3pid,
};

use super::{interactive, known_user::reject_guest, validation_mail::parse_address};
use crate::homeserver::{
    app::App,
    errors::bad_request,
    interactive_auth::Operation,
    localpart::Localpart,
    store::{AccountEmail, EmailAddition, Proof, Session},
    tokens::TokenHash,
};

/// Lists the email addresses of the user.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    _: get_3pids::Request,
) -> Result<get_3pids::Response, MatrixError> {
    let emails = app.store.emails(&session.localpart).await?;
    let identifiers = emails.into_iter().map(identifier).collect::<Vec<_>>();
    Ok(get_3pids::Response::new().threepids(identifiers))
}

fn identifier(email: AccountEmail) -> ThirdPartyIdentifier {
    let time = |milliseconds: i64| UnixMilliseconds(u64::try_from(milliseconds).unwrap_or(0));
    let AccountEmail { address, validated_at, added_at } = email;
    ThirdPartyIdentifier::new(ThirdPartyMedium::Email, address, time(validated_at), time(added_at))
}

/// Adds a validated email address, after authentication by the password.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Caller(session): Caller<Session>,
    request: add_3pid::Request,
) -> Result<add_3pid::Response, UiaaResponse> {
    let account = reject_guest(session)?.localpart;
    let operation = Operation::AddEmail(account.clone(), request.sid.clone());
    let proof = interactive::authenticate(&app, client.ip(), operation, request.auth).await?;
    let status = StatusCode::BAD_REQUEST;
    add_validated(&app, &account, proof, &request.sid, &request.client_secret, status).await?;
    Ok(add_3pid::Response::new())
}

/// Adds an email address as clients did before r0.6, with credentials that name an identity server.
/// The validation must be one by this server.
pub(super) async fn post(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    request: post_3pid::Request,
) -> Result<post_3pid::Response, MatrixError> {
    let account = reject_guest(session)?.localpart;
    if request.bind == Some(true) {
        return Err(identity_server_error());
    }
    let credentials = request.three_pid_creds;
    let (sid, secret) = (&credentials.sid, &credentials.client_secret);
    add_validated(&app, &account, Proof::default(), sid, secret, StatusCode::FORBIDDEN).await?;
    Ok(post_3pid::Response::new())
}

/// Adds the email address of a validation. `status` is that of the error for an invalid validation.
async fn add_validated(
    app: &App,
    account: &Localpart,
    proof: Proof,
    sid: &SessionId,
    client_secret: &ClientSecret,
    status: StatusCode,
) -> Result<(), MatrixError> {
    let secret = TokenHash::of(client_secret.as_str());
    match app.store.add_email(account, proof, sid.as_str(), secret).await? {
        EmailAddition::Added => Ok(()),
        EmailAddition::InUse => {
            let message = "another account has this email address";
            Err(bad_request(ErrorCode::ThreepidInUse, message))
        }
        EmailAddition::Pending => {
            let message = "the link in the email has not been confirmed";
            Err(MatrixError::new(status, ErrorCode::ThreepidAuthFailed, message))
        }
        EmailAddition::Unknown => {
            let message = "unknown validation session";
            Err(MatrixError::new(status, ErrorCode::ThreepidAuthFailed, message))
        }
    }
}

/// Removes an email address from the account. Succeeds if the account does not have it.
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    request: delete_3pid::Request,
) -> Result<delete_3pid::Response, MatrixError> {
    let account = reject_guest(session)?.localpart;
    if request.medium == ThirdPartyMedium::Email {
        let address = parse_address(&request.address)?.to_string();
        app.store.delete_email(&account, &address).await?;
    }
    Ok(delete_3pid::Response::new().id_server_unbind_result(IdentityServerUnbindResult::NoSupport))
}

/// Fails: this server does not use identity servers.
pub(super) async fn bind(_: bind_3pid::Request) -> Result<bind_3pid::Response, MatrixError> {
    Err(identity_server_error())
}

/// Returns that the client has to contact the identity server itself.
pub(super) async fn unbind(_: unbind_3pid::Request) -> Result<unbind_3pid::Response, MatrixError> {
    Ok(unbind_3pid::Response::new(IdentityServerUnbindResult::NoSupport))
}

fn identity_server_error() -> MatrixError {
    bad_request(ErrorCode::ServerNotTrusted, "this server does not use identity servers")
}
