//! Emails that validate an email address.

use std::{net::SocketAddr, sync::Arc, time::SystemTime};

use axum::extract::{ConnectInfo, State};
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
    hidden_characters::has_hidden_characters,
    mail::Mail,
    store::{EmailPurpose, ValidationKey},
    tokens::{self, TokenHash},
};

/// The maximum length of an email address in bytes: that of a path in RFC 5321, section 4.5.3.1.3, without
/// its brackets.
const MAX_ADDRESS_LENGTH: usize = 254;

/// Emails a link that validates an email address for a registration.
pub(super) async fn for_registration(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: request_register_token::Request,
) -> Result<request_register_token::Response, MatrixError> {
    let (purpose, to) = (EmailPurpose::Registration, recipient(&app, client, &request.email)?);
    let sid = send(&app, purpose, to, &request.client_secret, request.send_attempt).await?;
    Ok(request_register_token::Response::new(sid))
}

/// Emails a link that validates an email address for changing a forgotten password.
pub(super) async fn for_password_change(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: request_password_change_token::Request,
) -> Result<request_password_change_token::Response, MatrixError> {
    let (purpose, to) = (EmailPurpose::PasswordChange, recipient(&app, client, &request.email)?);
    let sid = send(&app, purpose, to, &request.client_secret, request.send_attempt).await?;
    Ok(request_password_change_token::Response::new(sid))
}

/// Emails a link that validates an email address for adding it to an account.
pub(super) async fn for_account(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: request_3pid_token::Request,
) -> Result<request_3pid_token::Response, MatrixError> {
    let (purpose, to) = (EmailPurpose::ThirdPartyId, recipient(&app, client, &request.email)?);
    let sid = send(&app, purpose, to, &request.client_secret, request.send_attempt).await?;
    Ok(request_3pid_token::Response::new(sid))
}

/// Parses the address of an email that a client asks for, unless it asked for too many.
fn recipient(app: &App, client: SocketAddr, email: &str) -> Result<Address, MatrixError> {
    let address = parse_address(email)?;
    let counted = app.abuse_limiter.count_email(client.ip(), address.as_ref());
    counted.map_err(MatrixError::limit_exceeded)?;
    Ok(address)
}

/// Sends one email for each attempt. Repeating an attempt does not send another one.
///
/// If the address cannot be used, the email says so instead of the response: only the owner of the address
/// may know who has it. The response is the same, and takes the same time.
///
/// This server validates email addresses itself, and ignores `id_server`. It also ignores `next_link`,
/// which would let anyone redirect our users to any page.
async fn send(
    app: &App,
    purpose: EmailPurpose,
    to: Address,
    client_secret: &ClientSecret,
    send_attempt: u64,
) -> Result<SessionId, MatrixError> {
    let send_attempt = i64::try_from(send_attempt)
        .map_err(|_| bad_request(ErrorCode::InvalidParam, "`send_attempt` is too large"))?;
    let is_owned = app.store.account_of_email(to.as_ref()).await?.is_some();
    let obstacle = match purpose {
        EmailPurpose::PasswordChange if !is_owned => {
            Some((ErrorCode::ThreepidNotFound, "no account has this email address"))
        }
        EmailPurpose::Registration | EmailPurpose::ThirdPartyId if is_owned => {
            Some((ErrorCode::ThreepidInUse, "an account has this email address"))
        }
        _ => None,
    };
    if let Some((code, message)) = obstacle.clone().filter(|_| app.config.reveal_email_owners) {
        return Err(bad_request(code, message));
    }
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
    let mail = match obstacle {
        Some((_, obstacle)) => failure_mail(purpose, to, &app.server_name, obstacle),
        None => {
            let url = validate_email::url(&app.public_url, link_secret)?;
            link_mail(purpose, to, &app.server_name, &url)
        }
    };
    if let Err(error) = app.mailer.send(mail).await {
        app.store.release_email(link).await?;
        return Err(error.into());
    }
    Ok(sid)
}

fn link_mail(purpose: EmailPurpose, to: Address, server_name: &ServerName, url: &str) -> Mail {
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

/// An email without a link: what it would confirm is not possible.
fn failure_mail(
    purpose: EmailPurpose,
    to: Address,
    server_name: &ServerName,
    obstacle: &str,
) -> Mail {
    let action = action(purpose);
    let text = format!(
        "Someone, probably you, wants to {action} at {server_name}.\n\
         This is not possible: {obstacle}.\n\n\
         If it was not you, ignore this email.\n"
    );
    Mail { to, subject: "Your request", text }
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
    let address = email.to_lowercase().parse().ok().filter(is_public);
    address.ok_or_else(|| bad_request(ErrorCode::InvalidParam, "invalid email address"))
}

/// Whether an address can be that of a person on the internet. IP addresses and names without a dot would
/// let strangers send emails to the machines and system users behind the mail relay.
fn is_public(address: &Address) -> bool {
    let top_level = address.domain().rsplit_once('.').map(|(_, top_level)| top_level);
    let has_public_domain = top_level.is_some_and(|it| it.chars().any(char::is_alphabetic))
        && !address.domain().starts_with('[');
    let text: &str = address.as_ref();
    has_public_domain
        && text.len() <= MAX_ADDRESS_LENGTH
        // RFC 5321, section 4.1.2, advises against quoted local parts.
        && !text.contains('"')
        && !has_hidden_characters(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_nobody_on_the_internet_has_are_rejected() {
        let (local, label) = ("a".repeat(64), "b".repeat(63));
        let longest = format!("{local}@{label}.{label}.{}.example", "b".repeat(53));
        assert_eq!(longest.len(), MAX_ADDRESS_LENGTH);
        for email in ["a@example.org", "a.b+c&d@sub.example.org", "zoë@bücher.example", &longest]
        {
            assert!(parse_address(email).is_ok(), "{email}");
        }
        let too_long = longest.replace(".example", "b.example");
        for email in [
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@[::1]",
            "a@[IPv6:::1]",
            "root@localhost",
            "\"a b\"@example.org",
            "a\u{202e}b@example.org",
            "a\0@example.org",
            "a@example.org\n",
            "a@example..org",
            "<a@example.org>",
            "a@example.org, b@example.org",
            &too_long,
        ] {
            assert!(parse_address(email).is_err(), "{email:?}");
        }
    }

    #[test]
    fn addresses_are_compared_without_case() {
        assert_eq!(parse_address("Alice@Example.ORG").unwrap().to_string(), "alice@example.org");
        for email in ["alice", "alice@", "@example.org", "a@b@c", "alice@example.org\r\nBcc: x"] {
            assert!(parse_address(email).is_err(), "{email}");
        }
    }
}
