//! Changing and resetting a password.

use matrix_api::ErrorCode;
use matrix_client_account::{
    UserIdentifier, change_password, request_password_change_token,
    request_password_change_token_via_msisdn,
    uiaa::{AuthData, EmailIdentity, ThirdPartyCredentials},
    whoami,
};

use crate::{
    account::{Account, PASSWORD, client_secret, failure, login, session_of},
    chapters::addresses::add_email,
    check::{Outcome, equal},
    peer::Peer,
    walk::Walk,
};

const NEW_PASSWORD: &str = "a house of many mansions";
const LAST_PASSWORD: &str = "the quick brown fox jumps";
const EMAIL: &str = "frank@example.org";

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let frank = Account::register(&open, "frank").await?;
    change(walk, &open, &frank).await?;
    by_mail(walk, &open, &frank).await
}

async fn change(walk: &Walk, open: &Peer<'_>, frank: &Account<'_>) -> Outcome {
    walk.step("a password is changed with the old one, and other devices are logged out");
    let answer = open.call(&login(UserIdentifier::user("frank"), PASSWORD)).await?;
    let second = open.with_session(session_of(&answer));
    let request = change_password::Request::new(NEW_PASSWORD.to_owned());
    frank.call_with_password(&request, PASSWORD).await?;
    frank.device.call(&whoami::Request::new()).await?;
    second.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    open.refused(&login(UserIdentifier::user("frank"), PASSWORD), "403 M_FORBIDDEN").await?;
    open.call(&login(UserIdentifier::user("frank"), NEW_PASSWORD)).await?;

    walk.step("a short password and an unknown token are refused");
    let weak = change_password::Request::new("1234".to_owned());
    frank
        .device
        .deviates(&weak, "the password is too short", "400 M_PASSWORD_TOO_SHORT", "M_WEAK_PASSWORD")
        .await?;
    open.with_token("unknown").refused(&request, "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}

async fn by_mail(walk: &Walk, open: &Peer<'_>, frank: &Account<'_>) -> Outcome {
    walk.step("a password is reset by mail");
    add_email(frank, NEW_PASSWORD, EMAIL, "add_frank").await?;
    let secret = client_secret("lost_password")?;
    let token = request_password_change_token::Request::new(secret.clone(), EMAIL.to_owned(), 1);
    let sid = open.call(&token).await?.sid;
    let request = change_password::Request::new(LAST_PASSWORD.to_owned());
    let session = open.challenged(&request).await?.session.ok_or("no session")?;
    let credentials = ThirdPartyCredentials::new(sid, secret.clone());
    let proof = AuthData::from(EmailIdentity::new(credentials)).with_session(session);
    let request = request.auth(proof);
    let early = open.challenged(&request).await?;
    equal(failure(&early), Some(ErrorCode::Unauthorized))?;
    open.validate_and_confirm(EMAIL).await?;
    open.call(&request).await?;
    open.call(&login(UserIdentifier::email(EMAIL), LAST_PASSWORD)).await?;
    frank.device.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;

    walk.step("no reset by mail to an unknown address or by phone");
    let nobody = "nobody@example.org".to_owned();
    let request = request_password_change_token::Request::new(secret.clone(), nobody, 1);
    open.refused(&request, "400 M_THREEPID_NOT_FOUND").await?;
    let (country, number) = ("GB".to_owned(), "07700900001".to_owned());
    let request =
        request_password_change_token_via_msisdn::Request::new(secret, country, number, 1);
    open.refused(&request, "404 M_UNRECOGNIZED").await?;
    Ok(())
}
