//! User-interactive authentication as the endpoints see it: a challenge, and its proof.

use std::time::Instant;

use matrix_api::ErrorCode;
use matrix_client_account::{
    UserIdentifier,
    uiaa::{AuthData, AuthFlow, AuthStage, StageFailure, UiaaInfo},
};

use crate::homeserver::{
    app::App, interactive_auth::Operation, localpart::Localpart, random::RandomError,
    rejection::Rejection,
};

/// 401: the stage that the operation asks for, and a new session.
pub(super) fn challenge(app: &App, operation: Operation) -> Result<Rejection, RandomError> {
    let stage = operation.stage();
    let session = app.auth_sessions.begin(operation, Instant::now())?;
    Ok(unauthorised(stage, session, None))
}

/// Checks the proof that a client sent. After an `Ok`, the operation may be done, once.
///
/// A proof without a session was given unasked, and gets a session of its own.
pub(super) async fn authorise(
    app: &App,
    operation: Operation,
    auth: AuthData,
) -> Result<(), Rejection> {
    let session = match auth.session() {
        Some(session) if app.auth_sessions.is_open(session, &operation, Instant::now()) => {
            session.to_owned()
        }
        Some(_) => return Err(expired(app, operation)?),
        None => app.auth_sessions.begin(operation.clone(), Instant::now())?,
    };
    if auth.stage() != Some(operation.stage()) {
        let message = "this stage is not the one that is asked for";
        let failure = StageFailure::new(ErrorCode::Unrecognized, message);
        return Err(unauthorised(operation.stage(), session, Some(failure)));
    }
    if !is_proven(app, &operation, auth).await? {
        let failure = StageFailure::new(ErrorCode::Forbidden, "the user or the password is wrong");
        return Err(unauthorised(operation.stage(), session, Some(failure)));
    }
    if !app.auth_sessions.finish(&session, &operation, Instant::now()) {
        return Err(expired(app, operation)?);
    }
    Ok(())
}

/// Whether the data of the stage prove that the client may do the operation.
async fn is_proven(app: &App, operation: &Operation, auth: AuthData) -> Result<bool, Rejection> {
    let (Operation::ChangePassword(account) | Operation::Deactivate(account)) = operation else {
        // The dummy stage proves nothing but that the client understands the procedure.
        return Ok(true);
    };
    let AuthData::Password(proof) = auth else { return Ok(false) };
    // No address is bound to an account, so that a user is known by the name alone.
    let claimed = match &proof.identifier {
        UserIdentifier::User { user, .. } => Localpart::of_user(user, app.server_name.as_str()),
        _ => None,
    };
    // The password of another account proves nothing; it takes as long to say so.
    let stored = match claimed.as_ref() == Some(account) {
        true => app.store.password_hash(account).await?,
        false => None,
    };
    Ok(app.passwords.verify(proof.password, stored).await?)
}

/// 401 with a new session, for a client whose old one serves no more.
fn expired(app: &App, operation: Operation) -> Result<Rejection, RandomError> {
    let stage = operation.stage();
    let session = app.auth_sessions.begin(operation, Instant::now())?;
    let message = "the session is unknown, used, or too old; here is a new one";
    let failure = StageFailure::new(ErrorCode::Unknown, message);
    Ok(unauthorised(stage, session, Some(failure)))
}

/// 401 with the only flow, of one stage; a failure says why a proof was not accepted.
fn unauthorised(stage: AuthStage, session: String, failure: Option<StageFailure>) -> Rejection {
    let mut info = UiaaInfo::new(vec![AuthFlow::new(vec![stage])]);
    info.session = Some(session);
    info.failure = failure;
    Rejection::Interactive(info.into())
}
