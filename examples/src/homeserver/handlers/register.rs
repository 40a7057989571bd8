//! Registration: a name, a password, a first device and its access token.

use std::sync::Arc;

use http::StatusCode;
use matrix_api::{
    ErrorCode,
    identifiers::{DeviceId, UserId},
};
use matrix_client_account::register::{RegistrationKind, Request, Response};

use super::interactive;
use crate::homeserver::{
    app::App,
    interactive_auth::Operation,
    localpart::Localpart,
    passwords::MINIMUM_LENGTH,
    random,
    rejection::Rejection,
    store::{NewAccount, NewDevice},
    tokens,
};

/// Creates an account and logs its first device in.
///
/// `bind_email` has nothing to bind: no stage of the authentication proves an address.
pub(super) async fn register(
    app: Arc<App>,
    request: Request,
    (): (),
) -> Result<Response, Rejection> {
    check_kind(request.kind.as_ref())?;
    let localpart = match &request.username {
        Some(username) => Localpart::parse(username, app.server_name.as_str())?,
        None => Localpart::parse(&random::localpart()?, app.server_name.as_str())?,
    };
    // Said before the client takes the trouble to authenticate; the store decides in the end.
    if app.store.is_taken(&localpart).await? {
        return Err(name_taken());
    }
    let Some(auth) = request.auth else {
        return Err(interactive::challenge(&app, Operation::Register)?);
    };
    let Some(password) = request.password else {
        let message = "`password` is missing";
        return Err(Rejection::bad_request(ErrorCode::MissingParam, message));
    };
    check_strength(&password)?;
    interactive::authorise(&app, Operation::Register, auth).await?;

    let password_hash = app.passwords.hash(password).await?;
    let (access_token, token_hash) = tokens::issue()?;
    let device_id = match request.device_id {
        Some(device_id) => device_id,
        None => DeviceId::try_from(random::device_id()?)?,
    };
    let device = NewDevice {
        device_id: device_id.to_string(),
        display_name: request.initial_device_display_name,
        token_hash,
    };
    let account = NewAccount { localpart: localpart.clone(), password_hash, device };
    if !app.store.create_account(account).await? {
        return Err(name_taken());
    }
    let user_id = UserId::new(localpart.as_str(), &app.server_name)?;
    Ok(Response::new(user_id)
        .access_token(access_token)
        .home_server(app.server_name.clone())
        .device_id(device_id))
}

/// Only people register here.
fn check_kind(kind: Option<&RegistrationKind>) -> Result<(), Rejection> {
    match kind {
        None | Some(RegistrationKind::User) => Ok(()),
        Some(RegistrationKind::Guest) => {
            let code = ErrorCode::GuestAccessForbidden;
            Err(Rejection::new(StatusCode::FORBIDDEN, code, "this server has no guests"))
        }
        Some(_) => {
            let message = "`kind` is neither `user` nor `guest`";
            Err(Rejection::bad_request(ErrorCode::InvalidParam, message))
        }
    }
}

/// The rule that every new password follows.
pub(super) fn check_strength(password: &str) -> Result<(), Rejection> {
    if password.chars().count() < MINIMUM_LENGTH {
        let message = format!("a password has at least {MINIMUM_LENGTH} characters");
        return Err(Rejection::bad_request(ErrorCode::WeakPassword, message));
    }
    Ok(())
}

fn name_taken() -> Rejection {
    Rejection::bad_request(ErrorCode::UserInUse, "this username is taken")
}
