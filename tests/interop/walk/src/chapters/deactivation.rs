//! Deactivation.

use matrix_client_account::{
    IdentityServerUnbindResult, UserIdentifier, deactivate, get_username_availability, whoami,
};

use crate::{
    account::{Account, PASSWORD, login},
    check::{Outcome, equal},
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let kate = Account::register(&open, "kate").await?;

    walk.step("an account is not deactivated without authentication");
    let request = deactivate::Request::new();
    open.with_token("unknown").refused(&request, "401 M_UNKNOWN_TOKEN").await?;
    open.deviates(
        &request,
        "the request has no access token",
        "401 M_MISSING_TOKEN",
        "401 with flows",
    )
    .await?;

    walk.step("an account is deactivated permanently");
    let answer = kate.call_with_password(&request.erase(true), PASSWORD).await?;
    equal(answer.id_server_unbind_result, Some(IdentityServerUnbindResult::Success))?;
    kate.device.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    open.deviates(
        &login(UserIdentifier::user("kate"), PASSWORD),
        "the account was deactivated",
        "403 M_FORBIDDEN",
        "403 M_USER_DEACTIVATED",
    )
    .await?;
    let name = get_username_availability::Request::new("kate".to_owned());
    open.refused(&name, "400 M_USER_IN_USE").await?;
    Ok(())
}
