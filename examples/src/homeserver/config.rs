//! The configuration of the homeserver.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use super::{
    abuse_limits::AbuseLimits, connections::ConnectionLimits, passwords::PasswordCost,
    rate_limit::RateLimit,
};

/// The configuration of the homeserver. The defaults are for tests on one machine.
///
/// ```
/// use matrix_api_examples::homeserver::{Config, MailDelivery};
///
/// let config = Config {
///     server_name: "example.org".to_owned(),
///     mail: MailDelivery::Smtp { host: "127.0.0.1".to_owned(), port: 2525 },
///     ..Config::default()
/// };
/// assert!(config.database.is_none(), "a temporary file");
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// The server name in user IDs, after the colon.
    pub server_name: String,
    /// The address to listen on. Port 0 picks a free port.
    pub listen: SocketAddr,
    /// The URL of the server for its clients, used in emailed links. Defaults to `http://` and the
    /// address that it listens on.
    pub public_url: Option<String>,
    /// The SQLite file. Defaults to a temporary file, which is removed when the server stops.
    pub database: Option<PathBuf>,
    /// How emails are delivered.
    pub mail: MailDelivery,
    /// Whether the response to a request for an email says that an account has the address, or that none
    /// has it. Then anyone can find out who has an account; otherwise only the email says so. Synapse
    /// has the same setting, `request_token_inhibit_3pid_errors`.
    pub reveal_email_owners: bool,
    /// The rate limit of each IP address for rate-limited endpoints. `None` for no limit.
    pub rate_limit: Option<RateLimit>,
    /// The limits of wrong passwords and of emails.
    pub abuse_limits: AbuseLimits,
    /// The limits of connections.
    pub connections: ConnectionLimits,
    /// The maximum size of a request body in bytes. The response to larger ones is 413.
    pub body_limit: usize,
    /// The time that a client has to send a body.
    pub body_timeout: Duration,
    /// The lifetime of a user-interactive authentication session.
    pub authentication_lifetime: Duration,
    /// Whether guest accounts can be registered.
    pub guests: bool,
    /// Registration requires one of these tokens. If empty, everybody can register.
    pub registration_tokens: Vec<String>,
    /// The lifetime of access tokens for clients that support refresh tokens. Those of other clients
    /// do not expire.
    pub access_token_lifetime: Duration,
    /// The lifetime of login tokens.
    pub login_token_lifetime: Duration,
    /// The provider of single sign-on, if the server offers it.
    pub dummy_provider: Option<DummyProvider>,
    /// The cost of hashing a password.
    pub password_cost: PasswordCost,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            server_name: "localhost".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            database: None,
            mail: MailDelivery::TemporaryFolder,
            reveal_email_owners: false,
            rate_limit: Some(RateLimit::default()),
            abuse_limits: AbuseLimits::default(),
            connections: ConnectionLimits::default(),
            body_limit: 64 * 1024,
            body_timeout: Duration::from_secs(30),
            authentication_lifetime: Duration::from_secs(10 * 60),
            guests: true,
            registration_tokens: Vec::new(),
            access_token_lifetime: Duration::from_secs(60 * 60),
            login_token_lifetime: Duration::from_secs(2 * 60),
            dummy_provider: None,
            password_cost: PasswordCost::default(),
        }
    }
}

/// An identity provider for tests of single sign-on: it logs everyone in as one user, without
/// authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DummyProvider {
    /// The ID of the provider in URLs: letters, digits, `.`, `_`, `~` and `-`.
    pub id: String,
    /// The human-readable name of the provider.
    pub name: String,
    /// The localpart of the user, which must have an account.
    pub username: String,
}

/// How emails are delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailDelivery {
    /// Through an SMTP server, without TLS: for a mail relay on the same machine.
    Smtp {
        /// The name or address of the SMTP server.
        host: String,
        /// The port of the SMTP server.
        port: u16,
    },
    /// Into a folder, one `.eml` file for each email. The folder is created if it does not exist.
    Folder(PathBuf),
    /// Into a temporary folder, which is removed when the server stops.
    TemporaryFolder,
}
