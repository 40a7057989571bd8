//! How requests carry credentials, for descriptions.

/// How the requests of an endpoint carry credentials.
///
/// ```
/// use matrix_api::authentication::{AccessToken, AuthenticationScheme, Credential};
///
/// let security = AccessToken::SECURITY;
/// assert!(security.is_required());
/// assert_eq!(security.credentials()[0], Credential::Authorization("Bearer"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Security {
    pub(super) credentials: &'static [Credential],
    pub(super) is_required: bool,
    pub(super) parameters: &'static [&'static str],
}

/// Where a request carries its credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// In the header `Authorization`, with this scheme, such as `Bearer`.
    Authorization(&'static str),
    /// In this header.
    Header(&'static str),
    /// In this query parameter.
    Query(&'static str),
}

impl Security {
    /// Requests have no credentials.
    pub const NONE: Self = Self { credentials: &[], is_required: false, parameters: &[] };

    /// Requests must have credentials, of which nothing is known.
    pub const UNKNOWN: Self = Self { credentials: &[], is_required: true, parameters: &[] };

    /// Requests must have one of these credentials. Those that clients should send come first.
    #[must_use]
    pub const fn required(credentials: &'static [Credential]) -> Self {
        Self { credentials, is_required: true, parameters: &[] }
    }

    /// Requests may have one of these credentials.
    #[must_use]
    pub const fn optional(credentials: &'static [Credential]) -> Self {
        Self { credentials, is_required: false, parameters: &[] }
    }

    /// Requests that have credentials may have these query parameters as well.
    #[must_use]
    pub const fn with_parameters(mut self, names: &'static [&'static str]) -> Self {
        self.parameters = names;
        self
    }

    /// The credentials. One of them is enough.
    #[must_use]
    pub const fn credentials(&self) -> &'static [Credential] {
        self.credentials
    }

    /// Whether a request must have credentials.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.is_required
    }

    /// Query parameters that requests with credentials may have.
    #[must_use]
    pub const fn parameters(&self) -> &'static [&'static str] {
        self.parameters
    }
}
