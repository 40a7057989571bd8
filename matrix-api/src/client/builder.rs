//! Configures and builds a client.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

#[cfg(feature = "reqwest-no-tls")]
use super::reqwest_transport::ReqwestTransport;
use super::{
    account::{Account, OnRefresh},
    build_error::BuildError,
    call::Client,
    exchange::Exchanger,
    homeserver::Homeserver,
    retry::RetryPolicy,
    session_store::{AnySessionStore, SessionStore},
    settings::Settings,
    shared_session::SharedSession,
    telemetry::{CallRecord, OnCall},
    transport::Transport,
};
use crate::{
    base_url::InvalidBaseUrl,
    platform::{MaybeSend, MaybeSync},
    session::Session,
    versions::SupportedVersions,
};

/// Configures a [`Client`].
///
/// ```
/// # #[cfg(feature = "reqwest-no-tls")] {
/// use std::time::Duration;
/// use matrix_api::{client::{Client, RetryPolicy, Session}, identifiers::DeviceId};
///
/// let session = Session::new("@ann:example.org".parse()?, "PHONE".parse::<DeviceId>()?, "syt_abc");
/// let client = Client::builder()
///     .session(session.with_refresh_token("syr_def".to_owned()))
///     .on_refresh(|session| println!("save {session:?}"))
///     .retry_policy(RetryPolicy::none())
///     .timeout(Duration::from_secs(10))
///     .user_agent("example/1.0")
///     .build("http://127.0.0.1:8008")?;
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ClientBuilder<T> {
    transport: Result<T, BuildError>,
    session: Option<Session>,
    on_refresh: Option<OnRefresh>,
    store: Option<Arc<dyn AnySessionStore>>,
    on_call: Option<Box<OnCall>>,
    pub(super) supported: Option<SupportedVersions>,
    pub(super) allows_plain_http: bool,
    user_agent: Option<Box<str>>,
    settings: Settings,
}

#[cfg(feature = "reqwest-no-tls")]
impl Client {
    /// Creates a client for the homeserver at a URL, such as `https://matrix.example.org`. It sends
    /// nothing yet.
    ///
    /// # Errors
    ///
    /// Fails if the URL is invalid, or TLS cannot be set up.
    pub fn new(base_url: &str) -> Result<Self, BuildError> {
        Self::builder().build(base_url)
    }

    /// Configures a client on reqwest. For another transport, use [`ClientBuilder::new`].
    #[must_use]
    pub fn builder() -> ClientBuilder<ReqwestTransport> {
        ClientBuilder::try_new(ReqwestTransport::new())
    }
}

impl<T: Transport> ClientBuilder<T> {
    /// Configures a client on your own transport, or on a `ReqwestTransport` with your own
    /// `reqwest::Client`.
    #[must_use]
    pub fn new(transport: T) -> Self {
        Self::try_new(Ok(transport))
    }

    fn try_new(transport: Result<T, BuildError>) -> Self {
        Self {
            transport,
            session: None,
            on_refresh: None,
            store: None,
            on_call: None,
            supported: None,
            allows_plain_http: false,
            user_agent: None,
            settings: Settings::default(),
        }
    }

    /// Sets the initial session, such as a saved one. Default: none.
    #[must_use]
    pub fn session(mut self, session: impl Into<Option<Session>>) -> Self {
        self.session = session.into();
        self
    }

    /// Sets where the application keeps the session. [`Client::restore_session`] loads it, and every login and
    /// refresh saves it. Default: none.
    #[must_use]
    pub fn session_store(mut self, store: impl SessionStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Sets a function that saves the new tokens after a refresh, for programs that keep sessions in a way of
    /// their own. A [`SessionStore`] can fail and wait, and also saves logins. The function is called before any request uses
    /// them, because their first use invalidates the old ones. It is called for every session that this
    /// client or one [with another session](Client::with_session) has: save the tokens for the user and
    /// the device of the session.
    ///
    /// It should not block: until it returns, [`set_session`](Client::set_session) waits, so that the
    /// tokens of the old session are not saved over those of the new one. It must not call `set_session`.
    #[must_use]
    pub fn on_refresh(
        mut self,
        on_refresh: impl Fn(&Session) + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.on_refresh = Some(Arc::new(on_refresh));
        self
    }

    /// Sets the versions and features that the server supports. Default: the client asks the server
    /// when it first needs them.
    #[must_use]
    pub fn supported_versions(mut self, supported: impl Into<Option<SupportedVersions>>) -> Self {
        self.supported = supported.into();
        self
    }

    /// Sets whether [`discover`](Self::discover) accepts a homeserver that is advertised with an `http://`
    /// URL, so that tokens and passwords are not encrypted. Default: `false`.
    #[must_use]
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allows_plain_http = allow;
        self
    }

    /// Sets when requests are sent again.
    #[must_use]
    pub fn retry_policy(mut self, retry_policy: RetryPolicy) -> Self {
        self.settings.retry_policy = retry_policy;
        self
    }

    /// Sets the maximum duration of each attempt, from connecting to the last byte. `None` is
    /// unlimited. Default: one minute.
    ///
    /// If a body is a [stream](crate::Body), it ends with the head of the response, and does not include the
    /// time of sending the body: see [`idle_timeout`](Self::idle_timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// Sets the maximum duration of a call, including all attempts, waits and a token refresh. `None`
    /// is unlimited. Default: three minutes.
    ///
    /// Streams do not count: as for [`timeout`](Self::timeout).
    #[must_use]
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.settings.deadline = deadline.into();
        self
    }

    /// Sets the maximum time in which no byte of a [stream](crate::Body) is sent or received. `None` is unlimited.
    /// Default: one minute.
    ///
    /// A time in which the application itself does not read its stream does not count.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.pace.idle_timeout = timeout.into();
        self
    }

    /// Sets how many bytes a second of a [stream](crate::Body) must be sent or received, on average over half
    /// a minute of waiting. 0 turns the limit off. Default: 512.
    #[must_use]
    pub fn least_rate(mut self, bytes_per_second: u64) -> Self {
        self.settings.pace.least_rate = bytes_per_second;
        self
    }

    /// Sets the maximum size of response bodies in bytes. Default: 64 MiB.
    ///
    /// A [stream](crate::Body) has no limit. To set one, use [`Body::limited`](crate::Body::limited).
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// Sets the header `User-Agent`. Default: the name and version of this crate.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<Box<str>>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets a header of every request, such as credentials for a proxy in front of the server. A header that the
    /// endpoint or its authentication scheme writes wins. The name `User-Agent` replaces that of
    /// [`user_agent`](Self::user_agent).
    ///
    /// `Debug` shows the names of headers, and not their values.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.settings.headers.insert(name, value);
        self
    }

    /// Sets a function that is called when a request has ended, for metrics. It should not block. A record has no
    /// secret: no path argument, query, header or body.
    ///
    /// ```
    /// # #[cfg(feature = "reqwest-no-tls")] {
    /// use matrix_api::client::Client;
    ///
    /// let client = Client::builder()
    ///     .on_call(|call| {
    ///         let outcome = call.error_type.unwrap_or("ok");
    ///         println!("{} {outcome} {:?}", call.endpoint, call.duration);
    ///     })
    ///     .build("http://127.0.0.1:8008")?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_call(
        mut self,
        on_call: impl Fn(&CallRecord<'_>) + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.on_call = Some(Box::new(on_call));
        self
    }

    /// Builds a client for the homeserver at a URL, such as `https://matrix.example.org`. It sends
    /// nothing yet.
    ///
    /// # Errors
    ///
    /// Fails if the URL or another setting is invalid.
    pub fn build(self, base_url: &str) -> Result<Client<T>, BuildError> {
        let mut settings = self.settings;
        if let Some(user_agent) = self.user_agent {
            settings.user_agent =
                HeaderValue::from_str(&user_agent).map_err(|_| BuildError::UserAgent)?;
        }
        let base_url = base_url.parse().map_err(|InvalidBaseUrl| BuildError::BaseUrl)?;
        let exchanger = Exchanger { transport: self.transport?, settings, on_call: self.on_call };
        let exchanger = Arc::new(exchanger);
        let session = SharedSession::new(self.session);
        let account = Account { session, on_refresh: self.on_refresh, store: self.store };
        Ok(Client {
            homeserver: Arc::new(Homeserver::new(exchanger, base_url, self.supported)),
            account: Arc::new(account),
            settings: None,
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
