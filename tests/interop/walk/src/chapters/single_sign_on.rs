//! Where browsers are sent to log in.

use matrix_client_account::session::{sso_redirect, sso_redirect_to_idp};

use crate::{
    check::{Outcome, holds},
    walk::Walk,
};

const REDIRECT_URL: &str = "https://client.example/back?from=sso&more=yes";

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    walk.step("single sign-on leads to the identity provider");
    let request = sso_redirect::Request::new(REDIRECT_URL.to_owned());
    let answer = open.call(&request).await?;
    holds(answer.location.starts_with("https://cas.example/"), &answer.location)?;
    let request = sso_redirect_to_idp::Request::new("cas".to_owned(), REDIRECT_URL.to_owned());
    let answer = open.call(&request).await?;
    holds(answer.location.starts_with("https://cas.example/"), &answer.location)?;

    walk.step("there is no other identity provider, and elsewhere none");
    let request = sso_redirect_to_idp::Request::new("other".to_owned(), REDIRECT_URL.to_owned());
    open.refused(&request, "404 M_NOT_FOUND").await?;
    let request = sso_redirect::Request::new(REDIRECT_URL.to_owned());
    walk.guarded()?.refused(&request, "404 M_UNRECOGNIZED").await?;
    Ok(())
}
