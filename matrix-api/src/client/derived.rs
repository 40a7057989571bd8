//! Clients that are derived from another one and have other settings.

use std::{sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

use super::{call::Client, retry::RetryPolicy, settings::Settings, transport::Transport};

/// # Other settings
///
/// Each of these methods returns a client with one more setting of its own, for one call or for many. It
/// shares the session, the connections and what is known about the server with the client that it is derived
/// from, so it is cheap.
///
/// ```no_run
/// # #[cfg(feature = "reqwest-no-tls")]
/// # async fn example(client: matrix_api::client::Client) -> Result<(), Box<dyn std::error::Error>> {
/// # mod whoami { matrix_api::ruma_api! { metadata { description: "Ask who I am.", method: GET, name: "whoami",
/// #     path: "/whoami", rate_limited: true, requires_authentication: true, } request {} response {} } }
/// use std::time::Duration;
/// use matrix_api::{client::RetryPolicy, http::{HeaderName, HeaderValue}};
///
/// // For one call:
/// client.with_timeout(Duration::from_secs(5)).send(&whoami::Request::new()).await?;
///
/// // For many:
/// let background = client
///     .with_retry_policy(RetryPolicy::default().max_attempts(10))
///     .with_deadline(Duration::from_secs(600))
///     .with_header(HeaderName::from_static("x-job"), HeaderValue::from_static("sync"));
/// background.send(&whoami::Request::new()).await?;
/// # Ok(())
/// # }
/// ```
///
/// The requests for versions and for new tokens keep the settings of the [builder](super::ClientBuilder), because
/// several calls may wait for them.
impl<T: Transport> Client<T> {
    /// Sets the maximum duration of each attempt. `None` is unlimited. See
    /// [`ClientBuilder::timeout`](super::ClientBuilder::timeout).
    #[must_use]
    pub fn with_timeout(&self, timeout: impl Into<Option<Duration>>) -> Self {
        self.with_settings(|settings| settings.timeout = timeout.into())
    }

    /// Sets the maximum duration of a call. `None` is unlimited. See
    /// [`ClientBuilder::deadline`](super::ClientBuilder::deadline).
    #[must_use]
    pub fn with_deadline(&self, deadline: impl Into<Option<Duration>>) -> Self {
        self.with_settings(|settings| settings.deadline = deadline.into())
    }

    /// Allows for a long poll: adds the time that the server may wait before it responds to the timeout and
    /// the deadline.
    ///
    /// ```no_run
    /// # #[cfg(feature = "reqwest-no-tls")]
    /// # async fn example(client: matrix_api::client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// # mod sync { matrix_api::ruma_api! { metadata { description: "Wait.", method: GET, name: "sync",
    /// #     path: "/sync", rate_limited: false, requires_authentication: true, }
    /// #     request { #[ruma_api(query)] pub timeout: u64 } response {} } }
    /// use std::time::Duration;
    ///
    /// let poll = Duration::from_secs(30);
    /// let client = client.with_long_poll(poll);
    /// client.send(&sync::Request::new(poll.as_millis() as u64)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_long_poll(&self, poll: Duration) -> Self {
        self.with_settings(|settings| {
            settings.timeout = settings.timeout.map(|timeout| timeout.saturating_add(poll));
            settings.deadline = settings.deadline.map(|deadline| deadline.saturating_add(poll));
        })
    }

    /// Sets when requests are sent again.
    #[must_use]
    pub fn with_retry_policy(&self, retry_policy: RetryPolicy) -> Self {
        self.with_settings(|settings| settings.retry_policy = retry_policy)
    }

    /// Sets the maximum size of response bodies in bytes. See
    /// [`ClientBuilder::body_limit`](super::ClientBuilder::body_limit).
    #[must_use]
    pub fn with_body_limit(&self, bytes: usize) -> Self {
        self.with_settings(|settings| settings.body_limit = bytes)
    }

    /// Sets the maximum time in which no byte of a stream is sent or received. `None` is unlimited. See
    /// [`ClientBuilder::idle_timeout`](super::ClientBuilder::idle_timeout).
    #[must_use]
    pub fn with_idle_timeout(&self, timeout: impl Into<Option<Duration>>) -> Self {
        self.with_settings(|settings| settings.pace.idle_timeout = timeout.into())
    }

    /// Sets how many bytes a second of a stream must be sent or received. See
    /// [`ClientBuilder::least_rate`](super::ClientBuilder::least_rate).
    #[must_use]
    pub fn with_least_rate(&self, bytes_per_second: u64) -> Self {
        self.with_settings(|settings| settings.pace.least_rate = bytes_per_second)
    }

    /// Sets a header of each request, in place of another one with this name. A header that the endpoint or its
    /// authentication scheme writes wins. See [`ClientBuilder::header`](super::ClientBuilder::header).
    #[must_use]
    pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
        self.with_settings(|settings| _ = settings.headers.insert(name, value))
    }

    fn with_settings(&self, set: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.settings().clone();
        set(&mut settings);
        Self { settings: Some(Arc::new(settings)), ..self.clone() }
    }
}
