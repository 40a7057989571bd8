//! The sessions of the [user-interactive authentication API].
//!
//! A request that needs it is first answered with 401 and a session; the client repeats the
//! request with that session and proof of who it is. A session serves one endpoint and one
//! account, once, and for a limited time.
//!
//! [user-interactive authentication API]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use matrix_client_account::uiaa::AuthStage;

use super::{
    localpart::Localpart,
    random::{self, RandomError},
};

/// No more sessions than this are open at once; the oldest ones give way.
const MAXIMUM_SESSIONS: usize = 10_000;

/// What a session authorises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Registering an account, whichever.
    Register,
    /// Changing the password of an account.
    ChangePassword(Localpart),
    /// Deactivating an account.
    Deactivate(Localpart),
}

impl Operation {
    /// The one stage that the operation asks for.
    pub(crate) fn stage(&self) -> AuthStage {
        match self {
            Self::Register => AuthStage::Dummy,
            Self::ChangePassword(_) | Self::Deactivate(_) => AuthStage::Password,
        }
    }
}

/// The sessions that are open.
pub(crate) struct AuthSessions {
    lifetime: Duration,
    sessions: Mutex<HashMap<String, AuthSession>>,
}

struct AuthSession {
    operation: Operation,
    began_at: Instant,
}

impl AuthSessions {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { lifetime, sessions: Mutex::default() }
    }

    /// Opens a session and returns its identifier.
    pub(crate) fn begin(&self, operation: Operation, now: Instant) -> Result<String, RandomError> {
        let session_id = random::session_id()?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MAXIMUM_SESSIONS {
            make_room(&mut sessions, self.lifetime, now);
        }
        sessions.insert(session_id.clone(), AuthSession { operation, began_at: now });
        Ok(session_id)
    }

    /// Whether the session is open for this operation.
    pub(crate) fn is_open(&self, session_id: &str, operation: &Operation, now: Instant) -> bool {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions
            .get(session_id)
            .is_some_and(|session| session.serves(operation, self.lifetime, now))
    }

    /// Closes the session after its stage was passed; `false` if it was not open any more, so
    /// that of two requests with one session only one goes on.
    pub(crate) fn finish(&self, session_id: &str, operation: &Operation, now: Instant) -> bool {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let open = sessions
            .get(session_id)
            .is_some_and(|session| session.serves(operation, self.lifetime, now));
        if open {
            sessions.remove(session_id);
        }
        open
    }
}

impl AuthSession {
    fn serves(&self, operation: &Operation, lifetime: Duration, now: Instant) -> bool {
        self.operation == *operation && now.saturating_duration_since(self.began_at) < lifetime
    }
}

/// Drops what has expired; if that is too little, the older half, so that the search for the
/// oldest is not repeated with every new session.
fn make_room(sessions: &mut HashMap<String, AuthSession>, lifetime: Duration, now: Instant) {
    sessions.retain(|_, session| now.saturating_duration_since(session.began_at) < lifetime);
    if sessions.len() < MAXIMUM_SESSIONS {
        return;
    }
    let mut times = sessions.values().map(|session| session.began_at).collect::<Vec<_>>();
    let (_, &mut median, _) = times.select_nth_unstable(MAXIMUM_SESSIONS / 2);
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
        let session = sessions.begin(Operation::Register, now).unwrap();
        assert!(sessions.is_open(&session, &Operation::Register, now));
        assert!(sessions.finish(&session, &Operation::Register, now));
        assert!(!sessions.is_open(&session, &Operation::Register, now));
        assert!(!sessions.finish(&session, &Operation::Register, now));
    }

    #[test]
    fn a_session_serves_its_own_operation_and_account_only() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let operation = Operation::ChangePassword(alice());
        let session = sessions.begin(operation.clone(), now).unwrap();
        let bob = Localpart::parse("bob", "example.org").unwrap();
        for other in
            [Operation::Register, Operation::Deactivate(alice()), Operation::ChangePassword(bob)]
        {
            assert!(!sessions.finish(&session, &other, now), "{other:?}");
        }
        assert!(sessions.finish(&session, &operation, now));
    }

    #[test]
    fn a_session_expires() {
        let (sessions, now) = (AuthSessions::new(LIFETIME), Instant::now());
        let session = sessions.begin(Operation::Register, now).unwrap();
        assert!(sessions.is_open(&session, &Operation::Register, now + LIFETIME / 2));
        assert!(!sessions.is_open(&session, &Operation::Register, now + LIFETIME));
        assert!(!sessions.finish(&session, &Operation::Register, now + LIFETIME));
    }

    #[test]
    fn the_oldest_sessions_give_way_to_new_ones() {
        let (sessions, start) = (AuthSessions::new(LIFETIME), Instant::now());
        let oldest = sessions.begin(Operation::Register, start).unwrap();
        let mut newest = String::new();
        for number in 1..=20_000 {
            let now = start + Duration::from_millis(number);
            newest = sessions.begin(Operation::Register, now).unwrap();
        }
        assert!(sessions.sessions.lock().unwrap().len() <= MAXIMUM_SESSIONS);
        let now = start + Duration::from_millis(20_000);
        assert!(!sessions.is_open(&oldest, &Operation::Register, now));
        assert!(sessions.is_open(&newest, &Operation::Register, now));
    }
}
