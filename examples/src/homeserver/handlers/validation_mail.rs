//! Mails that authenticate that an address belongs to its owner.

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

/// Mails a link that proves an address ahead of registration, unless an account has it.
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

/// Mails a link that proves an address of an account, ahead of a change of a forgotten password.
pub(super) async fn for_password_change(
    State(app): State<Arc<App>>,
    request: request_password_change_token::Request,
) -> Result<request_password_change_token::Response, MatrixError> {
    let address = parse_address(&request.email)?;
    if app.store.account_of_email(address.as_ref()).await?.is_none() {
        let message = "no account has this mail address";
        return Err(bad_request(ErrorCode::ThreepidNotFound, message));
    }
    let purpose = EmailPurpose::PasswordChange;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_password_change_token::Response::new(sid))
}

/// Mails a link that proves an address ahead of adding it to an account, unless one has it.
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

/// An address that no account has.
async fn unused_address(app: &App, email: &str) -> Result<Address, MatrixError> {
    let address = parse_address(email)?;
    match app.store.account_of_email(address.as_ref()).await? {
        None => Ok(address),
        Some(_) => {
            let message = "an account has this mail address";
            Err(bad_request(ErrorCode::ThreepidInUse, message))
        }
    }
}

/// Sends one mail for each attempt; a repeated attempt is answered without another.
///
/// This server validates addresses itself, so an `id_server` in the request is not asked. A
/// `next_link` is not followed: it would let anyone send our users anywhere, in our name.
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
    let (subject, wish) = match purpose {
        EmailPurpose::Registration => ("Confirm your address", "register an account"),
        EmailPurpose::PasswordChange => ("Confirm your new password", "change a password"),
        EmailPurpose::ThirdPartyId => ("Confirm your address", "add this address to an account"),
    };
    let text = format!(
        "Somebody, probably you, wishes to {wish} at {server_name}.\n\
         If it is you, open this link within a day:\n\n{url}\n\n\
         Otherwise there is nothing to do.\n"
    );
    Mail { to, subject, text }
}

/// An address in the form in which it is compared: domains know no case, and people do not mean
/// any in what stands before the `@`.
pub(super) fn parse_address(email: &str) -> Result<Address, MatrixError> {
    email
        .to_lowercase()
        .parse()
        .map_err(|_| bad_request(ErrorCode::InvalidParam, "`email` is not a mail address"))
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
