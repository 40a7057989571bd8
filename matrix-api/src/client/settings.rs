//! The settings of calls.

use std::{fmt, time::Duration};

use http::{HeaderMap, HeaderValue, Request, header::USER_AGENT};

use super::retry::RetryPolicy;
use crate::body::pace::Pace;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_DEADLINE: Duration = Duration::from_secs(180);
const DEFAULT_BODY_LIMIT: usize = 64 * 1024 * 1024;
const DEFAULT_PACE: Pace = Pace { idle_timeout: Some(Duration::from_secs(60)), least_rate: 512 };
const DEFAULT_USER_AGENT: HeaderValue =
    HeaderValue::from_static(concat!("matrix-api/", env!("CARGO_PKG_VERSION")));

/// The settings of a call. A client has some, and a client that is derived from it may have others.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) retry_policy: RetryPolicy,
    /// Maximum duration of an attempt.
    pub(super) timeout: Option<Duration>,
    /// Maximum duration of a call, retries included.
    pub(super) deadline: Option<Duration>,
    /// How fast the bytes of streams must move.
    pub(super) pace: Pace,
    pub(super) body_limit: usize,
    pub(super) user_agent: HeaderValue,
    /// Headers of each request, unless it has them.
    pub(super) headers: HeaderMap,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry_policy: RetryPolicy::default(),
            timeout: Some(DEFAULT_TIMEOUT),
            deadline: Some(DEFAULT_DEADLINE),
            pace: DEFAULT_PACE,
            body_limit: DEFAULT_BODY_LIMIT,
            user_agent: DEFAULT_USER_AGENT,
            headers: HeaderMap::new(),
        }
    }
}

impl Settings {
    /// Adds the headers that a request does not have.
    pub(super) fn complete<B>(&self, request: &mut Request<B>) {
        let headers = request.headers_mut();
        if !self.headers.is_empty() {
            add_headers(headers, &self.headers);
        }
        if !headers.contains_key(USER_AGENT) {
            headers.insert(USER_AGENT, self.user_agent.clone());
        }
    }
}

#[cold]
pub(super) fn add_headers(headers: &mut HeaderMap, more: &HeaderMap) {
    for (name, value) in more {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

/// Shows the names of headers only: a value may be a secret, such as the credentials for a proxy.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("retry_policy", &self.retry_policy)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("pace", &self.pace)
            .field("body_limit", &self.body_limit)
            .field("user_agent", &self.user_agent)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}
