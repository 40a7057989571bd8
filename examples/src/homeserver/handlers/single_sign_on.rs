//! Single sign-on with the dummy provider of the configuration.

use std::{sync::Arc, time::SystemTime};

use axum::extract::State;
use http::{StatusCode, Uri};
use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::session::{
    LoginType,
    get_login_flows::{IdentityProvider, LoginFlow},
    sso_redirect, sso_redirect_to_idp,
};

use crate::homeserver::{
    app::App,
    config::DummyProvider,
    errors::{bad_request, unsupported},
    localpart::Localpart,
    store::{PasswordState, Proof, TokenPurpose},
    tokens,
};

/// The login flow for single sign-on, if it is configured.
pub(super) fn flow(app: &App) -> Option<LoginFlow> {
    let provider = app.config.dummy_provider.as_ref()?;
    let mut flow = LoginFlow::new(LoginType::Sso);
    flow.identity_providers = Some(vec![IdentityProvider::new(&provider.id, &provider.name)]);
    Some(flow)
}

/// Redirects the browser back to the client, with a login token.
pub(super) async fn redirect(
    State(app): State<Arc<App>>,
    request: sso_redirect::Request,
) -> Result<sso_redirect::Response, MatrixError> {
    let location = sign_on(&app, provider(&app)?, &request.redirect_url).await?;
    Ok(sso_redirect::Response::new(location))
}

/// Redirects like [`redirect`], for the provider that the client names.
pub(super) async fn redirect_to_idp(
    State(app): State<Arc<App>>,
    request: sso_redirect_to_idp::Request,
) -> Result<sso_redirect_to_idp::Response, MatrixError> {
    let provider = provider(&app)?;
    if provider.id != request.idp_id {
        return Err(not_found("unknown identity provider"));
    }
    let location = sign_on(&app, provider, &request.redirect_url).await?;
    Ok(sso_redirect_to_idp::Response::new(location))
}

fn provider(app: &App) -> Result<&DummyProvider, MatrixError> {
    let provider = app.config.dummy_provider.as_ref();
    provider.ok_or_else(|| unsupported("this server does not support single sign-on"))
}

/// Logs the user in at the dummy provider, which always succeeds, and returns the URL to redirect to.
async fn sign_on(
    app: &App,
    provider: &DummyProvider,
    redirect_url: &str,
) -> Result<String, MatrixError> {
    let account = Localpart::parse(&provider.username, app.server_name.as_str())?;
    if !matches!(app.store.password(&account).await?, PasswordState::Hash(_)) {
        return Err(not_found("the user of the identity provider has no account"));
    }
    if !redirect_url.parse::<Uri>().is_ok_and(|url| url.scheme().is_some()) {
        let message = "`redirectUrl` must be an absolute URL";
        return Err(bad_request(ErrorCode::InvalidParam, message));
    }
    let (token, hash) = tokens::issue()?;
    let expires_at = SystemTime::now() + app.config.login_token_lifetime;
    app.store
        .add_short_lived_token(TokenPurpose::Login, hash, &account, Proof::default(), expires_at)
        .await?;
    Ok(with_login_token(redirect_url, &token))
}

/// Appends the parameter `loginToken` to the query of a URL.
fn with_login_token(url: &str, token: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}loginToken={token}{fragment}")
}

fn not_found(message: &str) -> MatrixError {
    MatrixError::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_the_last_parameter_of_the_query() {
        for (url, expected) in [
            ("https://app.example.org", "https://app.example.org?loginToken=abc"),
            ("https://app.example.org/?a=b", "https://app.example.org/?a=b&loginToken=abc"),
            ("app://login/#/room", "app://login/?loginToken=abc#/room"),
        ] {
            assert_eq!(with_login_token(url, "abc"), expected);
        }
    }
}
