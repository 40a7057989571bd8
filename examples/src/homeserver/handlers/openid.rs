//! OpenID tokens, which prove the user's identity to third parties.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::extract::State;
use matrix_api::{ErrorCode, MatrixError, server::Caller};
use matrix_client_account::request_openid_token::{OpenIdTokenType, Request, Response};

use super::known_user::reject_guest;
use crate::homeserver::{
    app::App,
    errors::forbidden,
    store::{Proof, Session, TokenPurpose},
    tokens::{self, TokenHash},
};

/// The lifetime of a token.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Creates a token for a third party. [`userinfo()`] returns its user.
pub(super) async fn request_token(
    State(app): State<Arc<App>>,
    Caller(session): Caller<Session>,
    request: Request,
) -> Result<Response, MatrixError> {
    let account = reject_guest(session)?.localpart;
    if request.user_id != app.user_id(&account)? {
        let message = "the access token belongs to another user";
        return Err(forbidden(ErrorCode::Forbidden, message));
    }
    let (token, hash) = tokens::issue()?;
    let expires_at = SystemTime::now() + LIFETIME;
    app.store
        .add_short_lived_token(TokenPurpose::OpenId, hash, &account, Proof::default(), expires_at)
        .await?;
    let server_name = app.server_name.clone();
    Ok(Response::new(token, OpenIdTokenType::Bearer, server_name, LIFETIME))
}

/// The endpoint of the federation API at which third parties verify a token.
pub(super) mod userinfo {
    use matrix_api::identifiers::UserId;

    matrix_api::ruma_api! {
        metadata {
            description: "Get the user that an OpenID token belongs to.",
            method: GET,
            name: "openid_userinfo",
            path: "/_matrix/federation/v1/openid/userinfo",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// The token. The federation API requires it in the query.
            #[allow(deprecated)]
            #[ruma_api(query)]
            pub access_token: String,
        }

        response {
            /// The user ID.
            pub sub: UserId,
        }
    }
}

/// Returns the user that a token belongs to.
pub(super) async fn userinfo(
    State(app): State<Arc<App>>,
    request: userinfo::Request,
) -> Result<userinfo::Response, MatrixError> {
    let token = TokenHash::of(&request.access_token);
    match app.store.account_of_token(TokenPurpose::OpenId, token, SystemTime::now()).await? {
        Some(account) => Ok(userinfo::Response::new(app.user_id(&account)?)),
        None => Err(MatrixError::unknown_token()),
    }
}
