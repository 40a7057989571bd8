//! A small account homeserver: all endpoints for accounts, with user-interactive authentication and
//! email, on axum and SQLite.
//!
//! The generated code of each endpoint decodes the requests and encodes the responses.
//!
//! | module | contents |
//! |---|---|
//! | `connections` | accepts connections, and limits their number and time |
//! | `app` | the application state and the router |
//! | `caller` | authentication by access token |
//! | `handlers` | the handler of each endpoint |
//! | `errors` | error responses |
//! | `store`, `passwords`, `tokens`, `interactive_auth`, `mail`, `rate_limit`, `abuse_limits` | services of the handlers, independent of HTTP |

mod abuse_limits;
mod app;
mod caller;
mod config;
mod connections;
mod errors;
mod handlers;
mod hidden_characters;
mod interactive_auth;
mod localpart;
mod mail;
mod passwords;
mod private_files;
pub(crate) mod random;
mod rate_limit;
mod store;
mod temporary_folder;
mod tokens;

use std::{
    error::Error,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use matrix_api::identifiers::ServerName;
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{self, JoinHandle},
};

use self::{
    abuse_limits::AbuseLimiter, app::App, interactive_auth::AuthSessions, mail::Mailer,
    passwords::Passwords, rate_limit::RateLimiter, store::Store, temporary_folder::TemporaryFolder,
};
pub use self::{
    abuse_limits::AbuseLimits,
    config::{Config, DummyProvider, MailDelivery},
    connections::ConnectionLimits,
    passwords::PasswordCost,
    rate_limit::RateLimit,
};

/// An account homeserver.
///
/// ```
/// use matrix_api_examples::homeserver::{Config, Homeserver};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Homeserver::start(Config::default()).await?;
/// assert!(server.address().ip().is_loopback());
/// server.shutdown().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Homeserver;

/// The homeserver could not start, or stopped with an error.
#[derive(Debug, thiserror::Error)]
#[error("{action}: {cause}")]
pub struct HomeserverError {
    action: String,
    #[source]
    cause: Box<dyn Error + Send + Sync>,
}

impl HomeserverError {
    fn new<E: Into<Box<dyn Error + Send + Sync>>>(
        action: impl Into<String>,
    ) -> impl FnOnce(E) -> Self {
        move |cause| Self { action: action.into(), cause: cause.into() }
    }
}

impl Homeserver {
    /// Starts a server on the current runtime. It accepts requests when this returns.
    ///
    /// # Errors
    ///
    /// If the configuration is invalid, the address is in use, or the database or the folder for
    /// emails cannot be opened.
    pub async fn start(config: Config) -> Result<RunningHomeserver, HomeserverError> {
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(HomeserverError::new(format!("cannot listen on {}", config.listen)))?;
        let limits = config.connections;
        let address =
            listener.local_addr().map_err(HomeserverError::new("the address is unknown"))?;
        let public_url = match &config.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{address}"),
        };
        let opened = task::spawn_blocking(move || open(config, public_url)).await;
        let (app, database) =
            opened.map_err(HomeserverError::new("the start was interrupted"))??;
        let mail_folder = app.mailer.folder().map(Path::to_owned);

        let (router, running) = app::router(Arc::new(app))
            .map_err(HomeserverError::new("the endpoints cannot be served"))?;
        let (stop, stopped) = watch::channel(());
        let task = tokio::spawn(connections::serve(listener, router, running, limits, stopped));
        Ok(RunningHomeserver { address, database, mail_folder, stop, task })
    }
}

/// Opens everything except the socket. Blocks.
fn open(config: Config, public_url: String) -> Result<(App, PathBuf), HomeserverError> {
    let server_name = ServerName::try_from(config.server_name.as_str())
        .map_err(HomeserverError::new("the server name is invalid"))?;
    let mut temporary_folder = None;
    let database = match &config.database {
        Some(file) => file.clone(),
        None => temporary_path(&mut temporary_folder, "accounts.sqlite")?,
    };
    let store = Store::open(&database)
        .map_err(HomeserverError::new(format!("cannot open {}", database.display())))?;
    let mailer = match &config.mail {
        MailDelivery::Smtp { host, port } => Mailer::through_smtp(host, *port, &server_name),
        MailDelivery::Folder(folder) => Mailer::into_folder(folder, &server_name),
        MailDelivery::TemporaryFolder => {
            let folder = temporary_path(&mut temporary_folder, "mail")?;
            Mailer::into_folder(&folder, &server_name)
        }
    };
    let app = App {
        server_name,
        public_url,
        store,
        passwords: Passwords::new(config.password_cost)
            .map_err(HomeserverError::new("cannot hash passwords"))?,
        auth_sessions: AuthSessions::new(config.authentication_lifetime),
        mailer: mailer.map_err(HomeserverError::new("cannot send emails"))?,
        rate_limiter: RateLimiter::new(config.rate_limit),
        abuse_limiter: AbuseLimiter::new(config.abuse_limits),
        config,
        _temporary_folder: temporary_folder,
    };
    Ok((app, database))
}

/// A path in the server's temporary folder, which is created at the first call.
fn temporary_path(
    folder: &mut Option<TemporaryFolder>,
    name: &str,
) -> Result<PathBuf, HomeserverError> {
    let folder = match folder {
        Some(folder) => folder,
        None => {
            let created = TemporaryFolder::create();
            folder.insert(created.map_err(HomeserverError::new("cannot create a folder"))?)
        }
    };
    Ok(folder.path().join(name))
}

/// A running server. It stops when it is shut down or dropped.
#[derive(Debug)]
pub struct RunningHomeserver {
    address: SocketAddr,
    database: PathBuf,
    mail_folder: Option<PathBuf>,
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl RunningHomeserver {
    /// The address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of the server: `http://` and the address.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The URL of the page that documents the endpoints.
    #[must_use]
    pub fn documentation_url(&self) -> String {
        format!("{}{}/", self.base_url(), app::DOCUMENTATION)
    }

    /// The SQLite file.
    #[must_use]
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// The folder that emails are written into. `None` if they are sent through an SMTP server.
    #[must_use]
    pub fn mail_folder(&self) -> Option<&Path> {
        self.mail_folder.as_deref()
    }

    /// Stops accepting connections, waits for requests in progress until their grace period ends, closes
    /// the database, and removes temporary files.
    ///
    /// # Errors
    ///
    /// If the server has panicked.
    pub async fn shutdown(self) -> Result<(), HomeserverError> {
        drop(self.stop);
        self.task.await.map_err(HomeserverError::new("the server panicked"))
    }
}
