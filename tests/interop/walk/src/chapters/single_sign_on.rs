//! Single sign-on.

use matrix_client_account::session::{TokenLogin, login, sso_redirect, sso_redirect_to_idp};
use reqwest::{StatusCode, Url, redirect::Policy};

use crate::{
    check::{Outcome, equal, holds},
    walk::Walk,
};

const REDIRECT_URL: &str = "https://client.example/back?from=sso&more=yes";

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    walk.step("single sign-on leads to the identity provider");
    let request = sso_redirect::Request::new(REDIRECT_URL.to_owned());
    let answer = open.call(&request).await?;
    let provider = &*walk.places.identity_provider;
    holds(answer.location.starts_with(provider), &answer.location)?;
    let request = sso_redirect_to_idp::Request::new("cas".to_owned(), REDIRECT_URL.to_owned());
    let answer = open.call(&request).await?;
    holds(answer.location.starts_with(provider), &answer.location)?;

    walk.step("the identity provider's login becomes a login at the homeserver");
    let login_token = login_token(&answer.location).await?;
    let request = login::Request::new(TokenLogin::new(login_token).into());
    let answer = open.call(&request).await?;
    equal(answer.user_id.localpart(), "mallory")?;

    walk.step("other identity providers are unknown, and the guarded server has none");
    let request = sso_redirect_to_idp::Request::new("other".to_owned(), REDIRECT_URL.to_owned());
    open.refused(&request, "404 M_NOT_FOUND").await?;
    let request = sso_redirect::Request::new(REDIRECT_URL.to_owned());
    walk.guarded()?.refused(&request, "404 M_UNRECOGNIZED").await?;
    Ok(())
}

/// Acts as a browser: logs in at the identity provider, which redirects to the homeserver with a ticket,
/// which redirects to the client with a login token.
async fn login_token(location: &str) -> Outcome<String> {
    let service = argument(&Url::parse(location)?, "service")?;
    let mut ticket = Url::parse(&service)?;
    ticket.query_pairs_mut().append_pair("ticket", "mallory");
    let browser = reqwest::Client::builder().redirect(Policy::none()).build()?;
    let answer = browser.get(ticket).send().await?;
    equal(answer.status(), StatusCode::FOUND)?;
    let location = answer.headers().get("location").ok_or("no location")?.to_str()?;
    holds(location.starts_with(REDIRECT_URL), location)?;
    argument(&Url::parse(location)?, "loginToken")
}

fn argument(url: &Url, name: &str) -> Outcome<String> {
    let value = url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    Ok(value.ok_or_else(|| format!("no {name} in {url}"))?)
}
