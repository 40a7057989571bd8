//! Registration: creates an account with a password, a first device and its tokens.

use std::{net::SocketAddr, sync::Arc};

use axum::extract::{ConnectInfo, State};
use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::{
    check_registration_token_validity, get_username_availability,
    register::{RegistrationKind, Request, Response},
    session::LoginType,
    uiaa::UiaaResponse,
};

use super::{
    interactive::{self, is_registration_token},
    new_device::{Login, check_device_id},
};
use crate::homeserver::{
    app::App,
    errors::{bad_request, forbidden},
    interactive_auth::Operation,
    localpart::Localpart,
    passwords::MIN_LENGTH,
    random,
    store::{Creation, NewAccount, Proof},
};

/// Creates an account and, unless the client opts out, logs in its first device.
///
/// An email address that authenticated the registration is added to the account. `bind_email` has no
/// effect, since this server does not use identity servers.
pub(super) async fn register(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, UiaaResponse> {
    if request.login_type == Some(LoginType::ApplicationService) {
        return Err(application_service_error().into());
    }
    if is_guest(request.kind.as_ref())? {
        return Ok(register_guest(&app, request).await?);
    }
    check_device_id(request.device_id.as_ref())?;
    let username = request.username.as_deref();
    let username =
        username.map(|name| Localpart::parse(name, app.server_name.as_str())).transpose()?;
    let localpart = match &username {
        Some(username) => username.clone(),
        None => Localpart::parse(&random::localpart()?, app.server_name.as_str())?,
    };
    // Fails early, before the client authenticates. The store checks again.
    if app.store.is_taken(&localpart).await? {
        return Err(username_taken().into());
    }
    let operation = Operation::Register(username);
    let Request { auth, password, device_id, initial_device_display_name, .. } = request;
    if auth.is_none() {
        return Err(interactive::challenge(&app, operation)?);
    }
    let Some(password) = password else {
        let message = "`password` is missing";
        return Err(bad_request(ErrorCode::MissingParam, message).into());
    };
    check_strength(&password)?;
    let proof = interactive::authenticate(&app, client.ip(), operation, auth).await?;

    let password_hash = app.passwords.hash(password).await?;
    let login = match request.inhibit_login {
        Some(true) => None,
        _ => Some(Login::new(&app, device_id, request.refresh_token, initial_device_display_name)?),
    };
    let account = NewAccount {
        localpart,
        password_hash: Some(password_hash),
        device: login.as_ref().map(|login| login.device.clone()),
        proof,
    };
    Ok(create(&app, account, login).await?)
}

/// Creates a guest account, without a password and authentication. Everything in the request is ignored
/// except the display name of the device and `refresh_token`.
async fn register_guest(app: &App, request: Request) -> Result<Response, MatrixError> {
    if !app.config.guests {
        let message = "this server does not allow guests";
        return Err(forbidden(ErrorCode::Forbidden, message));
    }
    let login = Login::new(app, None, request.refresh_token, request.initial_device_display_name)?;
    let account = NewAccount {
        localpart: Localpart::parse(&random::localpart()?, app.server_name.as_str())?,
        password_hash: None,
        device: Some(login.device.clone()),
        proof: Proof::default(),
    };
    create(app, account, Some(login)).await
}

async fn create(
    app: &App,
    account: NewAccount,
    login: Option<Login>,
) -> Result<Response, MatrixError> {
    let user_id = app.user_id(&account.localpart)?;
    match app.store.create_account(account).await? {
        Creation::Created => {}
        Creation::UsernameTaken => return Err(username_taken()),
        Creation::EmailTaken => {
            let message = "another account has this email address";
            return Err(bad_request(ErrorCode::ThreepidInUse, message));
        }
    }
    let mut response = Response::new(user_id).home_server(app.server_name.clone());
    if let Some(Login { device_id, tokens, .. }) = login {
        response.device_id = Some(device_id);
        response.access_token = Some(tokens.access_token);
        response.refresh_token = tokens.refresh_token;
        response.expires_in_ms = tokens.expires_in;
    }
    Ok(response)
}

/// Checks whether a username is available.
pub(super) async fn availability(
    State(app): State<Arc<App>>,
    request: get_username_availability::Request,
) -> Result<get_username_availability::Response, MatrixError> {
    let localpart = Localpart::parse(&request.username, app.server_name.as_str())?;
    if app.store.is_taken(&localpart).await? {
        return Err(username_taken());
    }
    Ok(get_username_availability::Response::new().available(true))
}

/// Checks whether a registration token is valid.
pub(super) async fn token_validity(
    State(app): State<Arc<App>>,
    request: check_registration_token_validity::Request,
) -> Result<check_registration_token_validity::Response, MatrixError> {
    let is_valid = is_registration_token(&app, &request.token);
    Ok(check_registration_token_validity::Response::new(is_valid))
}

/// Whether the request is for a guest account.
fn is_guest(kind: Option<&RegistrationKind>) -> Result<bool, MatrixError> {
    match kind {
        None | Some(RegistrationKind::User) => Ok(false),
        Some(RegistrationKind::Guest) => Ok(true),
        Some(_) => {
            let message = "`kind` must be `user` or `guest`";
            Err(bad_request(ErrorCode::InvalidParam, message))
        }
    }
}

/// Checks the length of a new password.
pub(super) fn check_strength(password: &str) -> Result<(), MatrixError> {
    if password.chars().count() < MIN_LENGTH {
        let message = format!("the password must have at least {MIN_LENGTH} characters");
        return Err(bad_request(ErrorCode::WeakPassword, message));
    }
    Ok(())
}

/// The error for requests of application services.
pub(super) fn application_service_error() -> MatrixError {
    forbidden(ErrorCode::Forbidden, "this server does not support application services")
}

fn username_taken() -> MatrixError {
    bad_request(ErrorCode::UserInUse, "this username is taken")
}
