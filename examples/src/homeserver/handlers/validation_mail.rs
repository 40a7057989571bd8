//! Mails that prove that an address belongs to its owner.

use std::{sync::Arc, time::SystemTime};

use lettre::Address;
use matrix_api::{
    ErrorCode,
    identifiers::{ClientSecret, ServerName, SessionId},
};
use matrix_client_account::{request_password_change_token, request_register_token};

use super::validate_email;
use crate::homeserver::{
    app::App,
    mail::Mail,
    rejection::Rejection,
    store::{EmailPurpose, ValidationKey},
    tokens::{self, TokenHash},
};

/// Mails a link that proves an address ahead of registration.
pub(super) async fn for_registration(
    app: Arc<App>,
    request: request_register_token::Request,
    (): (),
) -> Result<request_register_token::Response, Rejection> {
    let address = parse_address(&request.email)?;
    let purpose = EmailPurpose::Registration;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_register_token::Response::new(sid))
}

/// Mails a link that proves an address ahead of a change of password.
///
/// The answer is the same for every address: it does not tell who has an account here.
pub(super) async fn for_password_change(
    app: Arc<App>,
    request: request_password_change_token::Request,
    (): (),
) -> Result<request_password_change_token::Response, Rejection> {
    let address = parse_address(&request.email)?;
    let purpose = EmailPurpose::PasswordChange;
    let sid =
        mail_link(&app, purpose, address, &request.client_secret, request.send_attempt).await?;
    Ok(request_password_change_token::Response::new(sid))
}

/// Sends one mail for each attempt; a repeated attempt is answered without another.
///
/// This server validates addresses itself, so an `id_server` in the request is not asked.
async fn mail_link(
    app: &App,
    purpose: EmailPurpose,
    to: Address,
    client_secret: &ClientSecret,
    send_attempt: u64,
) -> Result<SessionId, Rejection> {
    let send_attempt = i64::try_from(send_attempt).map_err(|_| {
        Rejection::bad_request(ErrorCode::InvalidParam, "`send_attempt` is too large")
    })?;
    let (link_secret, link) = tokens::issue()?;
    let key = ValidationKey {
        purpose,
        client_secret: TokenHash::of(client_secret.as_str()),
        email: to.to_string(),
    };
    let claim = app.store.claim_email(key, send_attempt, link, SystemTime::now()).await?;
    let sid = SessionId::try_from(claim.sid)?;
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
fn parse_address(email: &str) -> Result<Address, Rejection> {
    email.to_lowercase().parse().map_err(|_| {
        Rejection::bad_request(ErrorCode::InvalidParam, "`email` is not a mail address")
    })
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
