//! Phone numbers, which an identity server validates for Synapse.

use matrix_client_account::{
    ThirdPartyMedium, add_3pid, get_3pids, request_3pid_token_via_msisdn,
    request_register_token_via_msisdn,
};

use crate::{
    account::{Account, PASSWORD, client_secret},
    check::{Outcome, equal, holds},
    walk::Walk,
};

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let open = walk.open()?;
    let heidi = Account::register(&open, "heidi").await?;
    let (country, number) = ("GB".to_owned(), "07700900001".to_owned());

    walk.step("a phone number is validated for a registration");
    let secret = client_secret("phone_registration")?;
    let request =
        request_register_token_via_msisdn::Request::new(secret, country.clone(), number.clone(), 1);
    let answer = open.call(&request).await?;
    holds(answer.submit_url.is_some(), "nowhere to submit the token")?;

    walk.step("a phone number is added");
    let secret = client_secret("phone")?;
    let token = request_3pid_token_via_msisdn::Request::new(
        secret.clone(),
        country.clone(),
        number.clone(),
        1,
    );
    let answer = heidi.device.call(&token).await?;
    holds(answer.submit_url.is_some(), "nowhere to submit the token")?;
    let request = add_3pid::Request::new(answer.sid, secret);
    heidi.call_with_password(&request, PASSWORD).await?;
    let answer = heidi.device.call(&get_3pids::Request::new()).await?;
    let [added] = &answer.threepids[..] else { return Err("not one number".into()) };
    equal((&added.medium, &*added.address), (&ThirdPartyMedium::Msisdn, "447700900001"))?;

    walk.step("numbers that are in use or invalid are refused");
    let secret = client_secret("phone_again")?;
    heidi.device.refused(&token, "400 M_THREEPID_IN_USE").await?;
    let request =
        request_register_token_via_msisdn::Request::new(secret.clone(), country.clone(), number, 1);
    open.refused(&request, "400 M_THREEPID_IN_USE").await?;
    let none = "not a number".to_owned();
    let request = request_3pid_token_via_msisdn::Request::new(secret, country, none, 1);
    heidi.device.refused(&request, "400 M_INVALID_PARAM").await?;
    Ok(())
}
