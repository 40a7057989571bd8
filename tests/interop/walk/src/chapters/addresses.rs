//! Mail addresses of an account.

use matrix_api::identifiers::SessionId;
use matrix_client_account::{
    IdentityServerUnbindResult, ThirdPartyMedium, UserIdentifier, add_3pid, bind_3pid, delete_3pid,
    get_3pids,
    post_3pid::{self, IdentityServerCredentials},
    request_3pid_token,
    uiaa::UiaaInfo,
    unbind_3pid,
};

use crate::{
    account::{Account, PASSWORD, client_secret, login},
    check::{Outcome, equal, holds, is_refusal},
    peer::Peer,
    walk::Walk,
};

const EMAIL: &str = "grace@example.org";

/// Validates a mail address and adds it to an account.
pub(crate) async fn add_email(
    account: &Account<'_>,
    password: &str,
    email: &str,
    secret: &str,
) -> Outcome {
    let sid = validated(&account.device, email, secret).await?;
    let request = add_3pid::Request::new(sid, client_secret(secret)?);
    account.call_with_password(&request, password).await?;
    Ok(())
}

/// Validates a mail address.
async fn validated(device: &Peer<'_>, email: &str, secret: &str) -> Outcome<SessionId> {
    let secret = client_secret(secret)?;
    let request = request_3pid_token::Request::new(secret, email.to_owned(), 1);
    let sid = device.call(&request).await?.sid;
    device.validate(email).await?;
    Ok(sid)
}

async fn addresses(device: &Peer<'_>) -> Outcome<Vec<String>> {
    let answer = device.call(&get_3pids::Request::new()).await?;
    Ok(answer.threepids.into_iter().map(|it| it.address).collect())
}

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let grace = Account::register(&open, "grace").await?;
    adding(walk, &open, &grace).await?;
    without_authentication(walk, &grace).await?;
    identity_server(walk, &grace).await?;
    deleting(walk, &open, &grace).await
}

async fn adding(walk: &Walk, open: &Peer<'_>, grace: &Account<'_>) -> Outcome {
    let device = &grace.device;
    walk.step("an address is added after validation");
    equal(addresses(device).await?, Vec::<String>::new())?;
    let secret = client_secret("pending")?;
    let token = request_3pid_token::Request::new(secret.clone(), EMAIL.to_owned(), 1);
    let sid = device.call(&token).await?.sid;
    equal(device.call(&token).await?.sid, sid.clone())?;
    let request = add_3pid::Request::new(sid, secret);
    let prove = |_: &UiaaInfo| Some(grace.proof(PASSWORD));
    let pending = device.call_interactively(&request, prove).await;
    is_refusal(pending, "400 M_THREEPID_AUTH_FAILED")?;
    device.validate(EMAIL).await?;
    add_email(grace, PASSWORD, EMAIL, "add_grace").await?;
    let answer = device.call(&get_3pids::Request::new()).await?;
    let [added] = &answer.threepids[..] else { return Err("not one address".into()) };
    equal((&added.medium, &*added.address), (&ThirdPartyMedium::Email, EMAIL))?;
    holds(added.validated_at.is_some() && added.validated_at <= added.added_at, "no times")?;
    open.call(&login(UserIdentifier::email(EMAIL), PASSWORD)).await?;

    walk.step("addresses that are in use or invalid get no mail");
    let request = request_3pid_token::Request::new(client_secret("again")?, EMAIL.to_owned(), 1);
    device.refused(&request, "400 M_THREEPID_IN_USE").await?;
    let request = request_3pid_token::Request::new(client_secret("none")?, "grace".to_owned(), 1);
    device.refused(&request, "400 M_INVALID_PARAM").await?;
    let stranger = open.with_token("unknown");
    stranger.refused(&get_3pids::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    Ok(())
}

async fn without_authentication(walk: &Walk, grace: &Account<'_>) -> Outcome {
    const SECOND: &str = "grace.too@example.org";
    walk.step("old clients add an address without the password");
    let secret = client_secret("old_client")?;
    let credentials = |sid| IdentityServerCredentials::new(sid, secret.clone(), "none", "none");
    let token = request_3pid_token::Request::new(secret.clone(), SECOND.to_owned(), 1);
    let sid = grace.device.call(&token).await?.sid;
    let request = post_3pid::Request::new(credentials(sid));
    grace
        .device
        .deviates(
            &request,
            "the address is not validated",
            "400 M_THREEPID_AUTH_FAILED",
            "403 M_THREEPID_AUTH_FAILED",
        )
        .await?;
    grace.device.validate(SECOND).await?;
    grace.device.call(&request).await?;
    equal(addresses(&grace.device).await?, [EMAIL, SECOND])
}

async fn identity_server(walk: &Walk, grace: &Account<'_>) -> Outcome {
    walk.step("an address is bound at an identity server, and unbound");
    let server = walk.places.identity_server.clone();
    let sid = SessionId::try_from("1234")?;
    let bind = |id_server: &str| {
        let secret = client_secret("bind")?;
        let token = "token".to_owned();
        Outcome::Ok(bind_3pid::Request::new(sid.clone(), secret, id_server.to_owned(), token))
    };
    grace.device.call(&bind(&server)?).await?;
    let unbind = unbind_3pid::Request::new(ThirdPartyMedium::Email, EMAIL.to_owned());
    let answer = grace.device.call(&unbind.clone().id_server(server)).await?;
    equal(answer.id_server_unbind_result, IdentityServerUnbindResult::Success)?;
    let answer = grace.device.call(&unbind).await?;
    equal(answer.id_server_unbind_result, IdentityServerUnbindResult::NoSupport)?;

    walk.step("binding fails without a valid identity server");
    grace.device.refused(&bind("not a host")?, "400 M_UNKNOWN").await?;
    let unbind = unbind.id_server("not a host".to_owned());
    grace.device.refused(&unbind, "400 M_UNKNOWN").await?;
    Ok(())
}

async fn deleting(walk: &Walk, open: &Peer<'_>, grace: &Account<'_>) -> Outcome {
    walk.step("an address is deleted");
    let request = delete_3pid::Request::new(ThirdPartyMedium::Email, EMAIL.to_owned());
    let answer = grace.device.call(&request).await?;
    equal(answer.id_server_unbind_result, Some(IdentityServerUnbindResult::NoSupport))?;
    equal(addresses(&grace.device).await?, ["grace.too@example.org"])?;
    open.refused(&login(UserIdentifier::email(EMAIL), PASSWORD), "403 M_FORBIDDEN").await?;
    let carrier = ThirdPartyMedium::from("pigeon");
    let request = delete_3pid::Request::new(carrier, EMAIL.to_owned());
    grace.device.refused(&request, "400 M_BAD_JSON").await?;
    Ok(())
}
