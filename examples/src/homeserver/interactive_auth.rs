//! The sessions of the [user-interactive authentication API].
//!
//! The first response to a request that requires it is 401, with a session. The client repeats the
//! request with that session and authentication data. A session is valid for one endpoint and one
//! account, once, and for a limited time.
//!
//! The client has to repeat the same request. So once a stage is complete, the session is valid only for
//! the parameters that this stage has authorized. Until then they may change: some clients begin with a
//! request without parameters, to learn the flows.
//!
//! [user-interactive authentication API]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use matrix_api::identifiers::SessionId;
use matrix_client_account::uiaa::{AuthFlow, AuthStage};

use super::{
    localpart::Localpart,
    random::{self, RandomError},
    store::Proof,
};

/// The maximum number of open sessions. Beyond it, the oldest are evicted.
const MAX_SESSIONS: usize = 10_000;

/// The operation that a session authorizes, with the parameters that decide what it does.
///
/// The account is that of the request's access token. Without one, the completed stages determine the
/// account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Register an account with a username. `None` for a random one.
    Register(Option<Localpart>),
    /// Change the password of an account.
    ChangePassword(Option<Localpart>),
    /// Deactivate an account.
    Deactivate(Option<Localpart>),
    /// Add the email address of a validation session to an account.
    AddEmail(Localpart, SessionId),
    /// Create a login token for another device.
    GetLoginToken(Localpart),
}

impl Operation {
    /// The flows of the operation. The client has to complete one of them.
    pub(crate) fn flows(&self, registration_needs_token: bool) -> Vec<AuthFlow> {
        use AuthStage::{Dummy, EmailIdentity, Password, RegistrationToken};
        let flows = match self {
            Self::Register(_) if registration_needs_token => {
                vec![vec![RegistrationToken], vec![RegistrationToken, EmailIdentity]]
            }
            Self::Register(_) => vec![vec![Dummy], vec![EmailIdentity]],
            Self::ChangePassword(_) => vec![vec![Password], vec![EmailIdentity]],
            Self::Deactivate(_) | Self::AddEmail(..) | Self::GetLoginToken(_) => {
                vec![vec![Password]]
            }
        };
        flows.into_iter().map(AuthFlow::new).collect()
    }

    /// The account that the client has to authenticate as. `None` for any.
    pub(crate) fn account(&self) -> Option<&Localpart> {
        match self {
            Self::Register(_) => None,
            Self::ChangePassword(account) | Self::Deactivate(account) => account.as_ref(),
            Self::AddEmail(account, _) | Self::GetLoginToken(account) => Some(account),
        }
    }

    /// Whether the operations differ in their parameters at most.
    fn is_like(&self, other: &Self) -> bool {
        mem::discriminant(self) == mem::discriminant(other) && self.account() == other.account()
    }
}

/// The open sessions.
pub(crate) struct AuthSessions {
    lifetime: Duration,
    sessions: Mutex<HashMap<String, AuthSession>>,
}

struct AuthSession {
    operation: Operation,
    began_at: Instant,
    completed: Vec<AuthStage>,
    proof: Proof,
}

impl AuthSessions {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { lifetime, sessions: Mutex::default() }
    }

    /// Opens a session and returns its ID.
    pub(crate) fn begin(&self, operation: Operation, now: Instant) -> Result<String, RandomError> {
        let session_id = random::session_id()?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MAX_SESSIONS {
            evict(&mut sessions, self.lifetime, now);
        }
        let session = AuthSession {
            operation,
            began_at: now,
            completed: Vec::new(),
            proof: Proof::default(),
        };
        sessions.insert(session_id.clone(), session);
        Ok(session_id)
    }

    /// The completed stages. `None` if the session is not open for this operation.
    pub(crate) fn completed(
        &self,
        session_id: &str,
        operation: &Operation,
        now: Instant,
    ) -> Option<Vec<AuthStage>> {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get(session_id)?;
        session.is_valid_for(operation, self.lifetime, now).then(|| session.completed.clone())
    }

    /// Records that a stage is complete, and what it proved. Returns the completed stages, or `None` if
    /// the session is not open for this operation.
    pub(crate) fn complete(
        &self,
        session_id: &str,
        operation: &Operation,
        stage: AuthStage,
        proof: Proof,
        now: Instant,
    ) -> Option<Vec<AuthStage>> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get_mut(session_id)?;
        if !session.is_valid_for(operation, self.lifetime, now) {
            return None;
        }
        session.operation = operation.clone();
        if !session.completed.contains(&stage) {
            session.completed.push(stage);
        }
        session.proof.add(proof);
        Some(session.completed.clone())
    }

    /// Closes a session whose flow is complete, and returns what was proven. `None` if the session is
    /// not open for this operation: if two requests use one session, only one succeeds.
    pub(crate) fn finish(
        &self,
        session_id: &str,
        operation: &Operation,
        now: Instant,
    ) -> Option<Proof> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if !sessions.get(session_id)?.is_valid_for(operation, self.lifetime, now) {
            return None;
        }
        sessions.remove(session_id).map(|session| session.proof)
    }
}

impl AuthSession {
    fn is_valid_for(&self, operation: &Operation, lifetime: Duration, now: Instant) -> bool {
        let is_authorized = match self.completed.is_empty() {
            true => self.operation.is_like(operation),
            false => self.operation == *operation,
        };
        is_authorized && now.saturating_duration_since(self.began_at) < lifetime
    }
}

/// Removes expired sessions, and also the older half if no session has expired. Removing many at once
/// avoids a search for the oldest one with every new session.
fn evict(sessions: &mut HashMap<String, AuthSession>, lifetime: Duration, now: Instant) {
    sessions.retain(|_, session| now.saturating_duration_since(session.began_at) < lifetime);
    if sessions.len() < MAX_SESSIONS {
        return;
    }
    let mut times = sessions.values().map(|session| session.began_at).collect::<Vec<_>>();
    let (_, &mut median, _) = times.select_nth_unstable(MAX_SESSIONS / 2);
    sessions.retain(|_, session| session.began_at > median);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Duration = Duration::from_secs(600);

    fn alice() -> Localpart {
        Localpart::parse("alice", "example.org").unwrap()
    }

    #[test]
    fn a_session_is_used_once() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let session = sessions.begin(Operation::Register(None), now).unwrap();
        assert!(sessions.completed(&session, &Operation::Register(None), now).is_some());
        assert!(sessions.finish(&session, &Operation::Register(None), now).is_some());
        assert!(sessions.completed(&session, &Operation::Register(None), now).is_none());
        assert!(sessions.finish(&session, &Operation::Register(None), now).is_none());
    }

    #[test]
    fn a_session_is_valid_for_its_operation_and_account_only() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let operation = Operation::ChangePassword(Some(alice()));
        let session = sessions.begin(operation.clone(), now).unwrap();
        let bob = Localpart::parse("bob", "example.org").unwrap();
        for other in [
            Operation::Register(None),
            Operation::Deactivate(Some(alice())),
            Operation::ChangePassword(Some(bob)),
        ] {
            assert!(sessions.finish(&session, &other, now).is_none(), "{other:?}");
        }
        assert!(sessions.finish(&session, &operation, now).is_some());
    }

    #[test]
    fn a_completed_stage_authorizes_its_parameters_only() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let add = |sid: &str| Operation::AddEmail(alice(), sid.parse().unwrap());
        let session = sessions.begin(add("first"), now).unwrap();
        let complete = |sid, stage| {
            sessions.complete(&session, &add(sid), stage, Proof::default(), now).is_some()
        };
        assert!(sessions.completed(&session, &add("second"), now).is_some());
        assert!(complete("second", AuthStage::Password));
        for other in ["first", "third"] {
            assert!(sessions.completed(&session, &add(other), now).is_none());
            assert!(!complete(other, AuthStage::Dummy));
            assert!(sessions.finish(&session, &add(other), now).is_none());
        }
        assert!(complete("second", AuthStage::Dummy));
        assert!(sessions.finish(&session, &add("second"), now).is_some());
    }

    #[test]
    fn a_session_expires() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let session = sessions.begin(Operation::Register(None), now).unwrap();
        assert!(
            sessions.completed(&session, &Operation::Register(None), now + LIFETIME / 2).is_some()
        );
        assert!(sessions.completed(&session, &Operation::Register(None), now + LIFETIME).is_none());
        assert!(sessions.finish(&session, &Operation::Register(None), now + LIFETIME).is_none());
    }

    #[test]
    fn finish_returns_what_the_stages_proved() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let operation = Operation::ChangePassword(None);
        let session = sessions.begin(operation.clone(), now).unwrap();
        let proof = Proof { account: Some(alice()), ..Proof::default() };
        let completed =
            sessions.complete(&session, &operation, AuthStage::Password, proof.clone(), now);
        assert_eq!(completed, Some(vec![AuthStage::Password]));
        let completed =
            sessions.complete(&session, &operation, AuthStage::Dummy, Proof::default(), now);
        assert_eq!(completed, Some(vec![AuthStage::Password, AuthStage::Dummy]));
        assert_eq!(sessions.finish(&session, &operation, now), Some(proof));
    }

    #[test]
    fn the_oldest_sessions_are_evicted() {
        let (sessions, start) = (AuthSessions::new(LIFETIME), Instant::now());
        let oldest = sessions.begin(Operation::Register(None), start).unwrap();
        let mut newest = String::new();
        for number in 1..=20_000 {
            let now = start + Duration::from_millis(number);
            newest = sessions.begin(Operation::Register(None), now).unwrap();
        }
        assert!(sessions.sessions.lock().unwrap().len() <= MAX_SESSIONS);
        let now = start + Duration::from_millis(20_000);
        assert!(sessions.completed(&oldest, &Operation::Register(None), now).is_none());
        assert!(sessions.completed(&newest, &Operation::Register(None), now).is_some());
    }
}
