//! Login, refresh and logout.

use std::time::Duration;

use matrix_api::{MatrixVersion, SupportedVersions, authentication::AppserviceCredentials};
use matrix_client_account::{
    UserIdentifier, request_openid_token,
    session::{
        ApplicationServiceLogin, TokenLogin, UnknownLogin, get_login_token, login, logout,
        logout_all, refresh_token, token_refresh,
    },
    whoami,
};
use serde_json::{Map, Value, json};
use tokio::time::sleep;

use crate::{
    account::{Account, PASSWORD, login, session_of},
    check::{Outcome, equal, holds, is_refusal},
    peer::Peer,
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let erin = Account::register(&open, "erin").await?;
    logins(walk, &open, &erin).await?;
    application_service(walk, &open).await?;
    login_tokens(walk, &open, &erin).await?;
    refreshing(walk, &open).await?;
    openid(walk, &erin).await?;
    ends(walk, &open, &erin).await
}

async fn logins(walk: &Walk, open: &Peer<'_>, erin: &Account<'_>) -> Outcome {
    walk.step("a login by name and by user ID");
    for user in ["erin", erin.user_id.as_str()] {
        let answer = open.call(&login(UserIdentifier::user(user), PASSWORD)).await?;
        equal(&answer.user_id, &erin.user_id)?;
        holds(answer.device_id.as_ref() != Some(&erin.device_id), "the same device")?;
        let known = answer.well_known.ok_or("no homeserver is named")?;
        equal(known.homeserver.base_url.trim_end_matches('/'), open.client.base_url())?;
    }

    walk.step("a wrong password, an unknown user and an unknown type of login are refused");
    open.refused(&login(UserIdentifier::user("erin"), "a guess"), "403 M_FORBIDDEN").await?;
    open.refused(&login(UserIdentifier::user("nobody"), "a guess"), "403 M_FORBIDDEN").await?;
    let unknown = UnknownLogin::new("org.example.smile".into(), user_of("erin"));
    open.refused(&login::Request::new(unknown.into()), "400 M_UNKNOWN").await?;
    open.refused(&login(UserIdentifier::email("erin@example.org"), "a guess"), "403 M_FORBIDDEN")
        .await?;

    walk.step("the user of the token");
    let answer = erin.device.call(&whoami::Request::new()).await?;
    equal(&answer.user_id, &erin.user_id)?;
    equal(answer.device_id.as_ref(), Some(&erin.device_id))?;
    equal(answer.is_guest, Some(false))?;
    open.with_token("unknown").refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}

async fn application_service(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("an application service logs its users in");
    let token = &*walk.places.appservice_token;
    let user = |name: &str| {
        let user = ApplicationServiceLogin::new(UserIdentifier::user(name));
        login::Request::new(user.into())
    };
    let credentials = AppserviceCredentials::new(token);
    let answer = open.call_with(&user("bridge_bob"), Some(credentials)).await?;
    equal(answer.user_id.localpart(), "bridge_bob")?;

    walk.step("an application service cannot log in other users");
    let outside = open.call_with(&user("alice"), Some(AppserviceCredentials::new(token))).await;
    is_refusal(outside, "403 M_FORBIDDEN")?;
    open.deviation::<login::Request>(
        "an application service logs in a user outside its namespace",
        "403 M_FORBIDDEN",
        "M_EXCLUSIVE",
    );
    let credentials = AppserviceCredentials::new(token);
    let unregistered = open.call_with(&user("bridge_eve"), Some(credentials)).await;
    is_refusal(unregistered, "404 M_UNKNOWN")?;
    open.deviation::<login::Request>(
        "an application service logs in an unregistered user",
        "404 M_UNKNOWN",
        "M_FORBIDDEN",
    );
    open.refused(&user("bridge_bob"), "401 M_MISSING_TOKEN").await?;

    walk.step("an application service acts as its own user");
    let answer = open.with_token(token).call(&whoami::Request::new()).await?;
    equal((answer.user_id.localpart(), answer.device_id), ("bridge", None))
}

async fn login_tokens(walk: &Walk, open: &Peer<'_>, erin: &Account<'_>) -> Outcome {
    walk.step("a login token for another device, with the password");
    let request = get_login_token::Request::new();
    let answer = erin.call_with_password(&request, PASSWORD).await?;
    holds(!answer.expires_in_ms.is_zero(), "no lifetime")?;
    let by_token = login::Request::new(TokenLogin::new(&answer.login_token).into());
    equal(&open.call(&by_token).await?.user_id, &erin.user_id)?;

    walk.step("used and unknown login tokens are refused");
    open.refused(&by_token, "403 M_FORBIDDEN").await?;
    let unknown = login::Request::new(TokenLogin::new("unknown").into());
    open.refused(&unknown, "403 M_FORBIDDEN").await?;
    open.with_token("unknown").refused(&request, "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}

async fn refreshing(walk: &Walk, open: &Peer<'_>) -> Outcome {
    walk.step("the client refreshes when its access token is refused");
    let request = login(UserIdentifier::user("erin"), PASSWORD).refresh_token(true);
    let logged_in = open.call(&request).await?;
    let lifetime = logged_in.expires_in_ms.ok_or("no lifetime")?;
    let old = session_of(&logged_in);
    sleep(lifetime + Duration::from_millis(100)).await;
    // Without `expires_in`, the client learns of the expiry from the server.
    let device = open.with_session(old.clone().with_expires_in(None));
    equal(&device.call(&whoami::Request::new()).await?.device_id, &logged_in.device_id)?;
    let new = device.client.session().ok_or("no session")?;
    holds(new.access_token != old.access_token, "the access token stays the same")?;
    holds(new.refresh_token != old.refresh_token, "the refresh token stays the same")?;

    walk.step("an expired access token is a soft logout");
    let expired = open.with_token(&old.access_token);
    let refusal = expired.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    holds(refusal.soft_logout(), "no soft logout")?;
    let unknown = open.with_token("unknown");
    let refusal = unknown.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    holds(!refusal.soft_logout(), "a soft logout")?;

    walk.step("concurrent requests refresh an expired token once, before sending");
    sleep(lifetime + Duration::from_millis(100)).await;
    let (client, request) = (&device.client, whoami::Request::new());
    let (first, second, third) =
        tokio::join!(client.send(&request), client.send(&request), client.send(&request));
    for answer in [first, second, third] {
        equal(&answer?.device_id, &logged_in.device_id)?;
    }

    walk.step("used and unknown refresh tokens are refused");
    let session = device.client.session().ok_or("no session")?;
    let refresh_token = session.refresh_token.ok_or("no refresh token")?;
    let request = refresh_token::Request::new(refresh_token);
    let answer = open.call(&request).await?;
    holds(answer.expires_in_ms.is_some_and(|it| !it.is_zero()), "no lifetime")?;
    open.with_token(&answer.access_token).call(&whoami::Request::new()).await?;
    open.deviates(&request, "the refresh token was used", "403 M_FORBIDDEN", "401 M_UNKNOWN_TOKEN")
        .await?;
    let unknown = refresh_token::Request::new("unknown".to_owned());
    open.refused(&unknown, "401 M_UNKNOWN_TOKEN").await?;

    walk.step("old servers are called at their old paths, except for the refresh of r0.2");
    let old_server = SupportedVersions::from([MatrixVersion::V1_0]);
    let request = login(UserIdentifier::user("erin"), PASSWORD);
    let answer = open.with_versions(old_server.clone())?.call(&request).await?;
    let device = open.with_session(session_of(&answer)).with_versions(old_server)?;
    equal(device.call(&whoami::Request::new()).await?.device_id, answer.device_id)?;
    let request = token_refresh::Request::new("unknown".to_owned());
    device.refused(&request, "403 M_FORBIDDEN").await?;
    Ok(())
}

async fn openid(walk: &Walk, erin: &Account<'_>) -> Outcome {
    walk.step("an OpenID token for the own user only");
    let answer =
        erin.device.call(&request_openid_token::Request::new(erin.user_id.clone())).await?;
    equal(answer.token_type, request_openid_token::OpenIdTokenType::Bearer)?;
    equal(answer.matrix_server_name.as_str(), &*walk.places.server_name)?;
    holds(!answer.expires_in.is_zero(), "no lifetime")?;
    let alice = format!("@alice:{}", walk.places.server_name).parse()?;
    erin.device.refused(&request_openid_token::Request::new(alice), "403 M_FORBIDDEN").await?;
    Ok(())
}

async fn ends(walk: &Walk, open: &Peer<'_>, erin: &Account<'_>) -> Outcome {
    walk.step("a logout ends one session, and a logout of all devices every session");
    let request = login(UserIdentifier::user("erin"), PASSWORD);
    let second = open.with_session(session_of(&open.call(&request).await?));
    let third = open.with_session(session_of(&open.call(&request).await?));
    second.call(&logout::Request::new()).await?;
    second.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    third.call(&whoami::Request::new()).await?;
    third.call(&logout_all::Request::new()).await?;
    for device in [&third, &erin.device] {
        device.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    }
    third.refused(&logout::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    third.refused(&logout_all::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}

/// The user in a login of an unknown type.
fn user_of(name: &str) -> Map<String, Value> {
    let identifier = json!({ "type": "m.id.user", "user": name });
    Map::from_iter([("identifier".to_owned(), identifier)])
}
