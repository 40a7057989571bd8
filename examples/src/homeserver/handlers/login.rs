//! Login.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::SystemTime,
};

use axum::extract::{ConnectInfo, State};
use matrix_api::{ErrorCode, MatrixError, server::Caller};
use matrix_client_account::{
    discovery::{DiscoveryInformation, HomeserverInformation},
    session::{
        LoginInfo, LoginType, PasswordLogin, TokenLogin,
        get_login_flows::{self, LoginFlow},
        get_login_token,
        login::{Request, Response},
    },
    uiaa::UiaaResponse,
};

use super::{
    interactive,
    known_user::{Verification, reject_guest, verify_password},
    new_device::{Login, check_device_id},
    register::application_service_error,
    single_sign_on,
};
use crate::homeserver::{
    app::App,
    errors::{bad_request, forbidden},
    interactive_auth::Operation,
    localpart::Localpart,
    store::{Proof, Session, TokenPurpose},
    tokens::{self, TokenHash},
};

/// Returns the supported login flows.
pub(super) async fn flows(
    State(app): State<Arc<App>>,
    _: get_login_flows::Request,
) -> Result<get_login_flows::Response, MatrixError> {
    let mut token = LoginFlow::new(LoginType::Token);
    token.get_login_token = Some(true);
    let mut flows = vec![LoginFlow::new(LoginType::Password), token];
    flows.extend(single_sign_on::flow(&app));
    Ok(get_login_flows::Response::new().flows(flows))
}

/// Logs in a device: the one that the client names, or a new one.
pub(super) async fn login(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, MatrixError> {
    check_device_id(request.device_id.as_ref())?;
    let (account, proof) = match request.login_info {
        LoginInfo::Password(login) => by_password(&app, client.ip(), login).await?,
        LoginInfo::Token(login) => by_token(&app, login).await?,
        LoginInfo::ApplicationService(_) => return Err(application_service_error()),
        other => {
            let message = format!("unsupported login type {}", other.login_type());
            return Err(bad_request(ErrorCode::Unknown, message));
        }
    };
    let display_name = request.initial_device_display_name;
    let login = Login::new(&app, request.device_id, request.refresh_token, display_name)?;
    if !app.store.log_in(&account, proof, login.device).await? {
        return Err(deactivated());
    }
    let user_id = app.user_id(&account)?;
    let mut response = Response::new(user_id, login.tokens.access_token)
        .device_id(login.device_id)
        .home_server(app.server_name.clone())
        .well_known(DiscoveryInformation::new(HomeserverInformation::new(&app.public_url)));
    response.refresh_token = login.tokens.refresh_token;
    response.expires_in_ms = login.tokens.expires_in;
    Ok(response)
}

async fn by_password(
    app: &App,
    client: IpAddr,
    login: PasswordLogin,
) -> Result<(Localpart, Proof), MatrixError> {
    let Some(identifier) = login.user_identifier() else {
        return Err(bad_request(ErrorCode::MissingParam, "`identifier` is missing"));
    };
    match verify_password(app, client, &identifier, login.password, None).await? {
        Verification::Right(account, proof) => Ok((account, proof)),
        Verification::Wrong => Err(forbidden(ErrorCode::Forbidden, "wrong user or password")),
        Verification::Deactivated => Err(deactivated()),
    }
}

async fn by_token(app: &App, login: TokenLogin) -> Result<(Localpart, Proof), MatrixError> {
    let token = TokenHash::of(&login.token);
    let purpose = TokenPurpose::Login;
    let account = app.store.account_of_token(purpose, token, SystemTime::now()).await?;
    let account = account.ok_or_else(|| {
        forbidden(ErrorCode::Forbidden, "the login token is unknown, used or expired")
    })?;
    let proof =
        Proof { account: Some(account.clone()), login_token: Some(token), ..Proof::default() };
    Ok((account, proof))
}

/// Creates a login token for another device of the user, after authentication by the password.
pub(super) async fn get_token(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Caller(session): Caller<Session>,
    request: get_login_token::Request,
) -> Result<get_login_token::Response, UiaaResponse> {
    let account = reject_guest(session)?.localpart;
    let operation = Operation::GetLoginToken(account.clone());
    let proof = interactive::authenticate(&app, client.ip(), operation, request.auth).await?;
    let (token, hash) = tokens::issue()?;
    let lifetime = app.config.login_token_lifetime;
    let expires_at = SystemTime::now() + lifetime;
    app.store.add_short_lived_token(TokenPurpose::Login, hash, &account, proof, expires_at).await?;
    Ok(get_login_token::Response::new(token, lifetime))
}

fn deactivated() -> MatrixError {
    forbidden(ErrorCode::UserDeactivated, "this account has been deactivated")
}
