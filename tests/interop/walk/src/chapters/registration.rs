//! Registration.

use matrix_api::{ErrorCode, authentication::AppserviceCredentials, identifiers::DeviceId};
use matrix_client_account::{
    get_username_availability,
    register::{self, RegistrationKind},
    request_register_token,
    session::LoginType,
    uiaa::{AuthData, AuthStage, Dummy, EmailIdentity, ThirdPartyCredentials},
    whoami,
};

use crate::{
    account::{Account, client_secret, failure, registration},
    check::{Outcome, equal, holds, is_refusal},
    peer::Peer,
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    by_dummy(walk, &open).await?;
    names(walk, &open).await?;
    guests(walk, &open).await?;
    by_mail(walk, &open).await?;
    application_services(walk, &open).await
}

async fn by_dummy(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("a registration is challenged and completed");
    let device_id = DeviceId::try_from("WALKER")?;
    let request = registration("alice").device_id(device_id.clone()).refresh_token(true);
    let info = open.challenged(&request).await?;
    let can = |stage: &AuthStage| *stage == AuthStage::Dummy;
    equal(info.remaining_stages(can), Some(&[AuthStage::Dummy][..]))?;
    let session = info.session.ok_or("no session")?;
    let answer =
        open.call(&request.auth(AuthData::from(Dummy::new()).with_session(&*session))).await?;
    equal(answer.user_id.as_str(), format!("@alice:{}", walk.places.server_name))?;
    equal(answer.device_id, Some(device_id))?;
    holds(answer.refresh_token.is_some(), "no refresh token")?;
    holds(answer.expires_in_ms.is_some_and(|it| !it.is_zero()), "no lifetime")?;

    walk.step("a registration session creates one account");
    let stage = |session: &str| AuthData::from(Dummy::new()).with_session(session);
    open.refused(&registration("alice_again").auth(stage(&session)), "400 M_UNKNOWN").await?;
    open.refused(&registration("nobody").auth(stage("never begun")), "400 M_UNKNOWN").await?;

    walk.step("an account without a login, and one without a name");
    let dummy = AuthData::from(Dummy::new());
    let answer = open.call(&registration("quiet").inhibit_login(true).auth(dummy.clone())).await?;
    equal((answer.access_token, answer.device_id), (None, None))?;
    let request = register::Request::new().password("correct horse".to_owned()).auth(dummy);
    let answer = open.call(&request).await?;
    holds(!answer.user_id.localpart().is_empty(), "no name")
}

async fn names(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("the availability of names");
    let availability =
        |username: &str| get_username_availability::Request::new(username.to_owned());
    equal(open.call(&availability("free")).await?.available, Some(true))?;
    open.refused(&availability("alice"), "400 M_USER_IN_USE").await?;
    open.refused(&availability("no spaces"), "400 M_INVALID_USERNAME").await?;
    open.refused(&availability("bridge_alice"), "400 M_EXCLUSIVE").await?;

    walk.step("names that are taken, invalid or reserved are refused");
    open.refused(&registration("alice"), "400 M_USER_IN_USE").await?;
    open.refused(&registration("no spaces"), "400 M_INVALID_USERNAME").await?;
    open.refused(&registration("bridge_alice"), "400 M_EXCLUSIVE").await?;

    walk.step("a short password is refused");
    let request = register::Request::new().username("weak".to_owned()).password("1234".to_owned());
    open.deviates(
        &request,
        "the password is too short",
        "400 M_PASSWORD_TOO_SHORT",
        "M_WEAK_PASSWORD",
    )
    .await?;
    Ok(())
}

async fn guests(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("a guest");
    let answer = open.call(&register::Request::new().kind(RegistrationKind::Guest)).await?;
    let guest = open.with_token(&answer.access_token.ok_or("no access token")?);
    let answer = guest.call(&whoami::Request::new()).await?;
    equal(answer.is_guest, Some(true))?;
    let guarded = walk.guarded()?;
    let request = register::Request::new().kind(RegistrationKind::Guest);
    guarded.deviates(&request, "guests have no access", "403 M_UNKNOWN", "403 M_FORBIDDEN").await?;
    let unknown = register::Request::new().kind(RegistrationKind::from("robot"));
    open.refused(&unknown, "400 M_UNRECOGNIZED").await?;
    Ok(())
}

async fn by_mail(walk: &Walk, open: &Peer<'_>) -> Outcome {
    const EMAIL: &str = "carol@example.org";
    walk.step("a mail address is validated for a registration");
    let secret = client_secret("registration")?;
    let token = request_register_token::Request::new(secret.clone(), EMAIL.to_owned(), 1);
    let sid = open.call(&token).await?.sid;
    let proof = |sid| {
        let credentials = ThirdPartyCredentials::new(sid, secret.clone());
        AuthData::from(EmailIdentity::new(credentials))
    };
    let info = open.challenged(&registration("carol").auth(proof(sid.clone()))).await?;
    equal(failure(&info), Some(ErrorCode::Unauthorized))?;
    open.validate(EMAIL).await?;
    let answer = open.call(&registration("carol").auth(proof(sid))).await?;
    equal(answer.user_id.localpart(), "carol")?;

    walk.step("addresses that are in use or invalid get no mail for a registration");
    open.refused(&token, "400 M_THREEPID_IN_USE").await?;
    let none = request_register_token::Request::new(secret.clone(), "nobody".to_owned(), 1);
    open.refused(&none, "400 M_UNKNOWN").await?;
    let unknown = open.challenged(&registration("dave").auth(proof("unknown".parse()?))).await?;
    equal(failure(&unknown), Some(ErrorCode::Unauthorized))
}

async fn application_services(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("an application service registers only its own users");
    let token = &*walk.places.appservice_token;
    let user = |username: &str| {
        register::Request::new()
            .username(username.to_owned())
            .login_type(LoginType::ApplicationService)
    };
    let credentials = AppserviceCredentials::new(token);
    let answer = open.call_with(&user("bridge_bob"), Some(credentials)).await?;
    equal(answer.user_id.localpart(), "bridge_bob")?;
    let outside = open.call_with(&user("bob"), Some(AppserviceCredentials::new(token))).await;
    is_refusal(outside, "400 M_EXCLUSIVE")?;
    let unknown = AppserviceCredentials::new("unknown");
    let unknown = open.call_with(&user("bridge_eve"), Some(unknown)).await;
    is_refusal(unknown, "401 M_UNKNOWN_TOKEN")?;
    let account = Account::register(open, "no_bridge").await?;
    holds(account.device_id.as_str().len() > 4, "a short device ID")
}
