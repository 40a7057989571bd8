//! Emails that validate an email address.

use std::{sync::Arc, time::SystemTime};

use axum::extract::State;
use lettre::Address;
use matrix_api::{
    ErrorCode, MatrixError,
    identifiers::{ClientSecret, ServerName, SessionId},
};
use matrix_client_account::{
    request_3pid_token, request_password_change_token, request_register_token,
};

use super::validate_email;
use crate::homeserver::{
    app::App,
    errors::bad_request,
    mail::Mail,
    store::{EmailPurpose, ValidationKey},
    tokens::{self, TokenHash},
};

/// Emails a link that validates an email address for a registration. Fails if an account has it.
pub(super) async fn for_registration(
    State(app): State<Arc<App>>,
    request: request_register_token::Request,
) -> Result<request_register_token::Response, MatrixError> {
    let address = unused_address(&app, &request.email).await?;
    let purpose = EmailPurpose::Registration;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_register_token::Response::new(sid))
}

/// Emails a link that validates an email address for changing a forgotten password. Fails if no account
/// has it.
pub(super) async fn for_password_change(
    State(app): State<Arc<App>>,
    request: request_password_change_token::Request,
) -> Result<request_password_change_token::Response, MatrixError> {
    let address = parse_address(&request.email)?;
    if app.store.account_of_email(address.as_ref()).await?.is_none() {
        let message = "no account has this email address";
        return Err(bad_request(ErrorCode::ThreepidNotFound, message));
    }
    let purpose = EmailPurpose::PasswordChange;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_password_change_token::Response::new(sid))
}

/// Emails a link that validates an email address for adding it to an account. Fails if an account has
/// it.
pub(super) async fn for_account(
    State(app): State<Arc<App>>,
    request: request_3pid_token::Request,
) -> Result<request_3pid_token::Response, MatrixError> {
    let address = unused_address(&app, &request.email).await?;
    let purpose = EmailPurpose::ThirdPartyId;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_3pid_token::Response::new(sid))
}

/// Parses an email address that no account has.
async fn unused_address(app: &App, email: &str) -> Result<Address, MatrixError> {
    let address = parse_address(email)?;
    match app.store.account_of_email(address.as_ref()).await? {
        None => Ok(address),
        Some(_) => {
            let message = "an account has this email address";
            Err(bad_request(ErrorCode::ThreepidInUse, message))
        }
    }
}

/// Sends one email for each attempt. Repeating an attempt does not send another one.
///
/// This server validates email addresses itself, and ignores `id_server`. It also ignores `next_link`,
/// which would let anyone redirect our users to any page.
async fn mail_link(
    app: &App,
    purpose: EmailPurpose,
    to: Address,
    client_secret: &ClientSecret,
    send_attempt: u64,
) -> Result<SessionId, MatrixError> {
    let send_attempt = i64::try_from(send_attempt)
        .map_err(|_| bad_request(ErrorCode::InvalidParam, "`send_attempt` is too large"))?;
    let (link_secret, link) = tokens::issue()?;
    let key = ValidationKey {
        purpose,
        client_secret: TokenHash::of(client_secret.as_str()),
        email: to.to_string(),
    };
    let claim = app.store.claim_email(key, send_attempt, link, SystemTime::now()).await?;
    let sid = SessionId::try_from(claim.sid).map_err(MatrixError::internal)?;
    if !claim.is_new {
        return Ok(sid);
    }
    let url = validate_email::url(&app.public_url, link_secret)?;
    if let Err(error) = app.mailer.send(mail(purpose, to, &app.server_name, &url)).await {
        app.store.release_email(link).await?;
        return Err(error.into());
    }
    Ok(sid)
}

fn mail(purpose: EmailPurpose, to: Address, server_name: &ServerName, url: &str) -> Mail {
    let subject = match purpose {
        EmailPurpose::Registration | EmailPurpose::ThirdPartyId => "Confirm your address",
        EmailPurpose::PasswordChange => "Confirm your new password",
    };
    let action = action(purpose);
    let text = format!(
        "Someone, probably you, wants to {action} at {server_name}.\n\
         To confirm, open this link within a day:\n\n{url}\n\n\
         If it was not you, ignore this email.\n"
    );
    Mail { to, subject, text }
}

/// The action that a validation is for.
pub(super) fn action(purpose: EmailPurpose) -> &'static str {
    match purpose {
        EmailPurpose::Registration => "register an account",
        EmailPurpose::PasswordChange => "change a forgotten password",
        EmailPurpose::ThirdPartyId => "add this address to an account",
    }
}

/// Parses an email address, in lower case: domains are case-insensitive, and people expect the same of
/// the part before the `@`.
pub(super) fn parse_address(email: &str) -> Result<Address, MatrixError> {
    email
        .to_lowercase()
        .parse()
        .map_err(|_| bad_request(ErrorCode::InvalidParam, "invalid email address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case() {
        assert_eq!(parse_address("Alice@Example.ORG").unwrap().to_string(), "alice@example.org");
        for email in ["alice", "alice@", "@example.org", "a@b@c", "alice@example.org\r\nBcc: x"] {
            assert!(parse_address(email).is_err(), "{email}");
        }
    }
}
