//! All that can be set of a client.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use super::{
    Account, Client, OnRefresh, RetryPolicy, Server, Session, Transport,
    exchange::{Exchanger, Settings},
    session_store::SessionStore,
    transport::root,
    versions::Versions,
};
use crate::{InvalidBaseUrl, SupportedVersions};

/// How long an attempt may take, unless it is set.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a call may take, unless it is set.
const DEADLINE: Duration = Duration::from_secs(180);
/// How many bytes an answer may have, unless it is set.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
const USER_AGENT: HeaderValue =
    HeaderValue::from_static(concat!("matrix-api/", env!("CARGO_PKG_VERSION")));

/// All that can be set of a [`Client`].
///
/// ```
/// # #[cfg(feature = "reqwest-no-tls")] {
/// use std::time::Duration;
/// use matrix_api::client::{Client, RetryPolicy, Session};
///
/// let client = Client::builder()
///     .session(Session::new("syt_abc").with_refresh_token("syr_def".to_owned()))
///     .on_refresh(|session| println!("to be kept: {session:?}"))
///     .retry_policy(RetryPolicy::none())
///     .timeout(Duration::from_secs(10))
///     .user_agent("example/1.0")
///     .build("http://127.0.0.1:8008")?;
/// # }
/// # Ok::<(), matrix_api::client::BuildError>(())
/// ```
pub struct ClientBuilder<T> {
    transport: Result<T, BuildError>,
    session: Option<Session>,
    on_refresh: Option<OnRefresh>,
    pub(super) supported: Option<SupportedVersions>,
    user_agent: Option<Box<str>>,
    settings: Settings,
}

impl<T: Transport> ClientBuilder<T> {
    /// A client on this transport: one of your own, or a `ReqwestTransport` of your own
    /// `reqwest::Client`.
    #[must_use]
    pub fn new(transport: T) -> Self {
        Self::try_new(Ok(transport))
    }

    pub(super) fn try_new(transport: Result<T, BuildError>) -> Self {
        Self {
            transport,
            session: None,
            on_refresh: None,
            supported: None,
            user_agent: None,
            settings: Settings {
                retry_policy: RetryPolicy::default(),
                timeout: Some(TIMEOUT),
                deadline: Some(DEADLINE),
                body_limit: BODY_LIMIT,
                user_agent: USER_AGENT,
            },
        }
    }

    /// The session to begin with, such as one that was kept. Without one the client has no token.
    #[must_use]
    pub fn session(mut self, session: impl Into<Option<Session>>) -> Self {
        self.session = session.into();
        self
    }

    /// What to do with new tokens after a refresh: keeping them. It is called before any request
    /// uses them, since their first use ends the old ones, and should be short.
    #[must_use]
    pub fn on_refresh(mut self, on_refresh: impl Fn(&Session) + Send + Sync + 'static) -> Self {
        self.on_refresh = Some(Arc::new(on_refresh));
        self
    }

    /// What the server supports. Without it the server is asked when it has to be known.
    #[must_use]
    pub fn supported_versions(mut self, supported: impl Into<Option<SupportedVersions>>) -> Self {
        self.supported = supported.into();
        self
    }

    /// When a request is sent again.
    #[must_use]
    pub fn retry_policy(mut self, retry_policy: RetryPolicy) -> Self {
        self.settings.retry_policy = retry_policy;
        self
    }

    /// How long each attempt may take, from the connection to the last byte: a minute, unless it
    /// is set. `None` is for ever.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How long a call may take, with all attempts and waits and a refresh of the token: three
    /// minutes, unless it is set. `None` is for ever.
    #[must_use]
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.settings.deadline = deadline.into();
        self
    }

    /// How many bytes the body of an answer may have: 64 MiB, unless it is set.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// The header `User-Agent`: name and version of this crate, unless it is set.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<Box<str>>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A client of the homeserver at a URL, such as `https://matrix.example.org`, which is not
    /// asked anything yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL, or another setting is wrong.
    pub fn build(self, base_url: &str) -> Result<Client<T>, BuildError> {
        let mut settings = self.settings;
        if let Some(user_agent) = self.user_agent {
            settings.user_agent =
                HeaderValue::from_str(&user_agent).map_err(|_| BuildError::UserAgent)?;
        }
        let server = Server {
            base_url: base_url.parse().map_err(|InvalidBaseUrl| BuildError::BaseUrl)?,
            versions: Versions::new(self.supported),
        };
        let account =
            Account { session: SessionStore::new(self.session), on_refresh: self.on_refresh };
        Ok(Client {
            exchanger: Arc::new(Exchanger { transport: self.transport?, settings }),
            server: Arc::new(server),
            account: Arc::new(account),
        })
    }
}

impl<T> fmt::Debug for ClientBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("session", &self.session)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A client cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is none that a path can follow, or names a user.
    #[error("{InvalidBaseUrl}")]
    BaseUrl,
    /// HTTP does not allow this `User-Agent`.
    #[error("the user agent must have visible characters of ASCII and spaces only")]
    UserAgent,
    /// The transport cannot be set up.
    #[error("the transport cannot be set up: {}", root(&**.0))]
    Transport(Box<dyn Error + Send + Sync>),
}
