//! Registration with a token and consent, and rate limits.

use matrix_api::{ErrorCode, InteractiveRequest as _};
use matrix_client_account::{
    UserIdentifier, check_registration_token_validity,
    uiaa::{AuthStage, Dummy, RegistrationToken, Terms, UiaaInfo},
};

use crate::{
    account::{failure, login, registration, session_of},
    check::{Outcome, code, equal, holds},
    peer::Peer,
    walk::Walk,
};

/// An endpoint of Synapse's admin API.
mod create_registration_token {
    matrix_api::ruma_api! {
        metadata {
            description: "Create a token for registrations.",
            method: POST,
            name: "create_registration_token",
            path: "/_synapse/admin/v1/registration_tokens/new",
            rate_limited: false,
            requires_authentication: true,
        }

        request {
            /// The token.
            pub token: String,
            /// The number of registrations it allows.
            pub uses_allowed: u32,
        }

        response {
            /// The token.
            pub token: String,
        }
    }
}

const TOKEN: &str = "ticket";

pub(crate) async fn walk(walk: &Walk) -> Outcome {
    let guarded = walk.guarded()?;
    walk.step("an administrator creates a registration token");
    let answer = guarded.call(&login(UserIdentifier::user("admin"), "administrator")).await?;
    let admin = guarded.with_session(session_of(&answer));
    let request = create_registration_token::Request::new(TOKEN.to_owned(), 1);
    equal(admin.call(&request).await?.token, TOKEN)?;
    equal(guarded.call(&validity(TOKEN)).await?.valid, true)?;
    registering(walk, &guarded).await?;
    limits(walk, &guarded).await
}

async fn registering(walk: &Walk, guarded: &Peer<'_>) -> Outcome {
    walk.step("a wrong registration token is refused");
    let request = registration("ivan");
    let info = guarded.challenged(&request).await?;
    let stages = [AuthStage::RegistrationToken, AuthStage::Terms, AuthStage::Dummy];
    equal(info.remaining_stages(|it| stages.contains(it)), Some(&stages[..]))?;
    let wrong = request.with_answer(&info, RegistrationToken::new("wrong").into());
    equal(failure(&guarded.challenged(&wrong).await?), Some(ErrorCode::Unauthorized))?;

    walk.step("the policies are listed, and consent completes the registration");
    let terms = info.params.terms()?.ok_or("no policies")?;
    holds(!terms.policies.is_empty(), "no policies")?;
    let mut proven = Vec::new();
    let prove = |info: &UiaaInfo| {
        let stage = info.remaining_stages(|it| stages.contains(it))?.first()?;
        proven.push(stage.clone());
        Some(match stage {
            AuthStage::RegistrationToken => RegistrationToken::new(TOKEN).into(),
            AuthStage::Terms => Terms::new().into(),
            _ => Dummy::new().into(),
        })
    };
    let answer = guarded.call_interactively(&request, prove).await?;
    equal(proven, stages.to_vec())?;
    equal(answer.user_id.localpart(), "ivan")
}

fn validity(token: &str) -> check_registration_token_validity::Request {
    check_registration_token_validity::Request::new(token.to_owned())
}

async fn limits(walk: &Walk, guarded: &Peer<'_>) -> Outcome {
    walk.step("a used token is not valid");
    equal(guarded.call(&validity(TOKEN)).await?.valid, false)?;

    walk.step("too many requests are rate limited, and a client waits");
    let request = validity("unknown");
    let mut limited = None;
    for _ in 0..5 {
        if let Err(error) = guarded.call(&request).await {
            limited = error.into_endpoint().ok();
            break;
        }
    }
    let limited = limited.ok_or("never limited")?;
    equal(code(&limited), "429 M_LIMIT_EXCEEDED")?;
    holds(limited.retry_after().is_some(), "no time to wait")?;
    let patient = Peer::patient(walk, guarded.client.base_url())?;
    equal(patient.call(&request).await?.valid, false)
}
