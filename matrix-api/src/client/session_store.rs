//! Where an application keeps its session.

use std::{error::Error, fmt, pin::Pin, sync::Arc};

use super::transport::root_cause;
use crate::{
    platform::{MaybeSend, MaybeSync},
    session::Session,
};

/// Where an application keeps the session of a [`Client`](super::Client): a file, a database, the key ring of
/// the system.
///
/// It has room for one session, that of the client. A client [with another session](super::Client::with_session)
/// has no store; give it [its own](super::Client::with_session_store).
///
/// ```
/// use std::{error::Error, fs, io, path::PathBuf};
/// use matrix_api::client::{Session, SessionStore};
///
/// /// A file that only its owner can read.
/// struct SessionFile(PathBuf);
///
/// impl SessionStore for SessionFile {
///     async fn load(&self) -> Result<Option<Session>, Box<dyn Error + Send + Sync>> {
///         match fs::read(&self.0) {
///             Ok(saved) => Ok(serde_json::from_slice(&saved)?),
///             Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
///             Err(error) => Err(error.into()),
///         }
///     }
///
///     async fn save(&self, session: Option<&Session>) -> Result<(), Box<dyn Error + Send + Sync>> {
///         // A crash leaves the old file or the new one.
///         let new = self.0.with_extension("new");
///         let mut options = fs::OpenOptions::new();
///         options.write(true).create(true).truncate(true);
///         #[cfg(unix)]
///         std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
///         let file = options.open(&new)?;
///         serde_json::to_writer(&file, &session)?;
///         file.sync_all()?;
///         Ok(fs::rename(&new, &self.0)?)
///     }
/// }
/// ```
pub trait SessionStore: MaybeSend + MaybeSync + 'static {
    /// Loads the saved session. `None` if there is none.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    fn load(
        &self,
    ) -> impl Future<Output = Result<Option<Session>, Box<dyn Error + Send + Sync>>> + MaybeSend;

    /// Saves the session in place of the last one. `None` means that there is none any more.
    ///
    /// After a refresh, no request uses the new tokens before this has succeeded, because their first use invalidates
    /// the old ones. If the call that waits for it is dropped, its future is dropped as well, and the next call
    /// saves again.
    ///
    /// # Errors
    ///
    /// Fails if the session cannot be written. The call that refreshed the tokens then fails with
    /// [`CallError::Refresh`](super::CallError::Refresh), the client keeps the new tokens, and the next call tries to
    /// save them again. To go on without saving, log the error here and return `Ok`.
    fn save(
        &self,
        session: Option<&Session>,
    ) -> impl Future<Output = Result<(), Box<dyn Error + Send + Sync>>> + MaybeSend;
}

impl<S: SessionStore> SessionStore for Arc<S> {
    fn load(
        &self,
    ) -> impl Future<Output = Result<Option<Session>, Box<dyn Error + Send + Sync>>> + MaybeSend
    {
        S::load(self)
    }

    fn save(
        &self,
        session: Option<&Session>,
    ) -> impl Future<Output = Result<(), Box<dyn Error + Send + Sync>>> + MaybeSend {
        S::save(self, session)
    }
}

type Outcome<'a, A> =
    Pin<Box<dyn_maybe_send!(Future<Output = Result<A, Box<dyn Error + Send + Sync>>> + 'a)>>;

/// A [`SessionStore`] of any type.
pub(super) trait AnySessionStore: MaybeSend + MaybeSync {
    fn load(&self) -> Outcome<'_, Option<Session>>;

    fn save<'a>(&'a self, session: Option<&'a Session>) -> Outcome<'a, ()>;
}

impl<S: SessionStore> AnySessionStore for S {
    fn load(&self) -> Outcome<'_, Option<Session>> {
        Box::pin(SessionStore::load(self))
    }

    fn save<'a>(&'a self, session: Option<&'a Session>) -> Outcome<'a, ()> {
        Box::pin(SessionStore::save(self, session))
    }
}

/// The application's [`SessionStore`] failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SessionStoreError {
    /// The session cannot be loaded.
    Load(Box<dyn Error + Send + Sync>),
    /// The session cannot be saved.
    Save(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for SessionStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, cause) = match self {
            Self::Load(cause) => ("cannot load the session", cause),
            Self::Save(cause) => ("cannot save the session", cause),
        };
        write!(f, "{what}: {}", root_cause(&**cause))
    }
}

impl Error for SessionStoreError {
    /// Skips the cause, because the message includes it.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Load(cause) | Self::Save(cause) => cause.source(),
        }
    }
}
