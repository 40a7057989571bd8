//! User-interactive authentication of requests.

use std::{
    net::IpAddr,
    time::{Instant, SystemTime},
};

use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::uiaa::{
    AuthData, AuthStage, EmailIdentity, Password, StageFailure, UiaaInfo, UiaaResponse,
};

use super::known_user::{Verification, verify_password};
use crate::homeserver::{
    app::App,
    interactive_auth::Operation,
    random::RandomError,
    store::{EmailPurpose, EmailValidation, Proof},
    tokens::TokenHash,
};

/// A 401 response with the flows of the operation and a new session.
pub(super) fn challenge(app: &App, operation: Operation) -> Result<UiaaResponse, RandomError> {
    let session = app.auth_sessions.begin(operation.clone(), Instant::now())?;
    Ok(unauthorized(app, &operation, session, Vec::new(), None))
}

/// Authenticates a request. Returns what the client has proven if it has completed a flow, which counts
/// for one request. Otherwise fails with a 401 response.
///
/// Without a session in `auth`, a new one is begun.
pub(super) async fn authenticate(
    app: &App,
    client: IpAddr,
    operation: Operation,
    auth: Option<AuthData>,
) -> Result<Proof, UiaaResponse> {
    let Some(auth) = auth else { return Err(challenge(app, operation)?) };
    let session = match auth.session() {
        Some(session) => session.to_owned(),
        None => app.auth_sessions.begin(operation.clone(), Instant::now())?,
    };
    let Some(mut completed) = app.auth_sessions.completed(&session, &operation, Instant::now())
    else {
        return Err(session_expired(app, operation)?);
    };
    // An acknowledgement does not name a stage: it asks for the state of the session.
    if let Some(stage) = auth.stage() {
        match verify_stage(app, client, &operation, auth).await? {
            Ok(proof) => {
                let now = Instant::now();
                let progress = app.auth_sessions.complete(&session, &operation, stage, proof, now);
                let Some(progress) = progress else { return Err(session_expired(app, operation)?) };
                completed = progress;
            }
            Err(failure) => {
                return Err(unauthorized(app, &operation, session, completed, Some(failure)));
            }
        }
    }
    let flows = operation.flows(registration_needs_token(app));
    if !flows.iter().any(|flow| flow.remaining_stages(&completed).is_empty()) {
        return Err(unauthorized(app, &operation, session, completed, None));
    }
    let Some(proof) = app.auth_sessions.finish(&session, &operation, Instant::now()) else {
        return Err(session_expired(app, operation)?);
    };
    Ok(proof)
}

/// Whether registration requires a token.
pub(super) fn registration_needs_token(app: &App) -> bool {
    !app.config.registration_tokens.is_empty()
}

/// Whether the token is one of the registration tokens. Hashes are compared, so that the time of the
/// comparison does not reveal how much of a token is right.
pub(super) fn is_registration_token(app: &App, token: &str) -> bool {
    let token = TokenHash::of(token);
    app.config.registration_tokens.iter().any(|known| TokenHash::of(known) == token)
}

/// Verifies the data of a stage. Returns what the stage proves, or why it failed.
async fn verify_stage(
    app: &App,
    client: IpAddr,
    operation: &Operation,
    auth: AuthData,
) -> Result<Result<Proof, StageFailure>, MatrixError> {
    let flows = operation.flows(registration_needs_token(app));
    let is_offered = |stage: &AuthStage| flows.iter().any(|flow| flow.stages.contains(stage));
    if !auth.stage().as_ref().is_some_and(is_offered) {
        let message = "this stage is not in any of the flows";
        return Ok(Err(StageFailure::new(ErrorCode::Unrecognized, message)));
    }
    match auth {
        // This stage proves nothing.
        AuthData::Dummy(_) => Ok(Ok(Proof::default())),
        AuthData::RegistrationToken(data) if is_registration_token(app, &data.token) => {
            Ok(Ok(Proof::default()))
        }
        AuthData::Password(Password { identifier, password, .. }) => {
            let expected = operation.account();
            match verify_password(app, client, &identifier, password, expected).await? {
                Verification::Right(_, proof) => Ok(Ok(proof)),
                Verification::Wrong | Verification::Deactivated => {
                    Ok(Err(StageFailure::new(ErrorCode::Forbidden, "wrong user or password")))
                }
            }
        }
        AuthData::EmailIdentity(data) => verify_email(app, operation, data).await,
        _ => {
            let message = "the registration token is invalid";
            Ok(Err(StageFailure::new(ErrorCode::Unauthorized, message)))
        }
    }
}

async fn verify_email(
    app: &App,
    operation: &Operation,
    data: EmailIdentity,
) -> Result<Result<Proof, StageFailure>, MatrixError> {
    let is_registration = matches!(operation, Operation::Register(_));
    let purpose = match is_registration {
        true => EmailPurpose::Registration,
        false => EmailPurpose::PasswordChange,
    };
    let credentials = data.threepid_creds;
    let secret = TokenHash::of(credentials.client_secret.as_str());
    let sid = credentials.sid;
    let now = SystemTime::now();
    let failure = |message| Ok(Err(StageFailure::new(ErrorCode::ThreepidAuthFailed, message)));
    match app.store.email_validation(purpose, sid.as_str(), secret, now).await? {
        EmailValidation::Unknown => failure("unknown validation session"),
        EmailValidation::Pending => failure("the link in the email has not been confirmed"),
        EmailValidation::Validated(email) => {
            let account = app.store.account_of_email(&email.address).await?;
            let is_proof = match operation.account() {
                _ if is_registration => account.is_none(),
                Some(expected) => account.as_ref() == Some(expected),
                None => account.is_some(),
            };
            match is_proof {
                true => Ok(Ok(Proof { account, email: Some((sid, email)), ..Proof::default() })),
                false => failure("the email address does not belong to this account"),
            }
        }
    }
}

/// A 401 response with a new session, for a client with one that is not valid for this request.
fn session_expired(app: &App, operation: Operation) -> Result<UiaaResponse, RandomError> {
    let session = app.auth_sessions.begin(operation.clone(), Instant::now())?;
    let message = "the session is unknown, used, expired, or for another request; continue with this new \
                   one";
    let failure = StageFailure::new(ErrorCode::Unknown, message);
    Ok(unauthorized(app, &operation, session, Vec::new(), Some(failure)))
}

/// A 401 response with the flows. `failure` says why a stage failed.
fn unauthorized(
    app: &App,
    operation: &Operation,
    session: String,
    completed: Vec<AuthStage>,
    failure: Option<StageFailure>,
) -> UiaaResponse {
    UiaaInfo::new(operation.flows(registration_needs_token(app)))
        .with_session(session)
        .with_completed(completed)
        .with_failure(failure)
        .into()
}
