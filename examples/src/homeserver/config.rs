//! How an account homeserver is set up.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use super::{connections::ConnectionLimits, passwords::PasswordCost, rate_limit::RateLimit};

/// How an account homeserver is set up; the defaults suit a trial on one machine.
///
/// ```
/// use matrix_api_examples::homeserver::{Config, MailDelivery};
///
/// let config = Config {
///     server_name: "example.org".to_owned(),
///     mail: MailDelivery::Smtp { host: "127.0.0.1".to_owned(), port: 2525 },
///     ..Config::default()
/// };
/// assert!(config.database.is_none(), "a temporary one");
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// The name after the colon in user IDs.
    pub server_name: String,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The URL by which clients reach the server, for links in mails; by default
    /// `http://` and the address that it listens on.
    pub public_url: Option<String>,
    /// The SQLite file; a temporary one, removed at the end, if there is none.
    pub database: Option<PathBuf>,
    /// Where mail goes.
    pub mail: MailDelivery,
    /// How often one address may call the endpoints that are rate limited; `None` for no limit.
    pub rate_limit: Option<RateLimit>,
    /// What connections may take.
    pub connections: ConnectionLimits,
    /// The largest request body in bytes; larger ones get 413.
    pub body_limit: usize,
    /// How long a client may take to send a body.
    pub body_timeout: Duration,
    /// How long a user-interactive authentication may take.
    pub authentication_lifetime: Duration,
    /// Whether guests may have accounts.
    pub guests: bool,
    /// The tokens of which one is needed for a registration; everybody may register if there are
    /// none.
    pub registration_tokens: Vec<String>,
    /// How long an access token is valid, for clients that can refresh it. Those of other clients
    /// do not expire.
    pub access_token_lifetime: Duration,
    /// How long a token for the login of another device is valid.
    pub login_token_lifetime: Duration,
    /// The provider of single sign-on; without one there is none.
    pub dummy_provider: Option<DummyProvider>,
    /// How much work it is to hash a password.
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
            rate_limit: Some(RateLimit::default()),
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

/// An identity provider for trials of single sign-on: it asks for no proof, and logs everyone who
/// comes in as one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DummyProvider {
    /// Names the provider in URLs: letters, digits, `.`, `_`, `~` and `-`.
    pub id: String,
    /// Names the provider to people.
    pub name: String,
    /// The localpart of the user, who has to have an account.
    pub username: String,
}

/// Where mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailDelivery {
    /// To an SMTP server, without TLS, as between a server and the mail relay beside it.
    Smtp {
        /// Name or address of the SMTP server.
        host: String,
        /// Its port.
        port: u16,
    },
    /// Into a folder, one `.eml` file for each mail; created if it is not there.
    Folder(PathBuf),
    /// Into a folder of the server's own, which is removed when the server ends.
    TemporaryFolder,
}
