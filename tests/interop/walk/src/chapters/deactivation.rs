//! The end of an account.

use matrix_client_account::{
    IdentityServerUnbindResult, UserIdentifier, deactivate, get_username_availability, whoami,
};

use crate::{
    account::{Account, PASSWORD, login, password_stage},
    check::{Outcome, equal},
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let kate = Account::register(&open, "kate").await?;

    walk.step("no account is deactivated by a stranger, or for a wrong password");
    let request = deactivate::Request::new();
    open.refused(&request, "401 M_MISSING_TOKEN").await?;
    let session = kate.device.challenged(&request).await?.session;
    let wrong = password_stage(&kate.user_id, "a guess", session.clone())?;
    let failed = kate.device.challenged(&request.clone().auth(wrong)).await?;
    equal(failed.failure.map(|it| it.errcode.to_string()).as_deref(), Some("M_FORBIDDEN"))?;

    walk.step("an account is deactivated for good");
    let request = request.auth(kate.password_stage(session)?).erase(true);
    let answer = kate.device.call(&request).await?;
    equal(answer.id_server_unbind_result, Some(IdentityServerUnbindResult::Success))?;
    kate.device.refused(&whoami::Request::new(), "401 M_UNKNOWN_TOKEN").await?;
    open.refused(&login(UserIdentifier::user("kate"), PASSWORD), "403 M_USER_DEACTIVATED").await?;
    let name = get_username_availability::Request::new("kate".to_owned());
    open.refused(&name, "400 M_USER_IN_USE").await?;
    Ok(())
}
