//! A small but real account homeserver: every endpoint of the account area, with user-interactive
//! authentication and mail, on axum and SQLite.
//!
//! Every request is read by the decoder that the endpoint's definition generated, and every answer
//! is written by its encoder. What is here is what a server must decide for itself.
//!
//! | module | what lives there |
//! |---|---|
//! | `connections` | how many connections there are, and how long they may take |
//! | `app` | what the handlers share, and the router over them |
//! | `caller` | who is calling |
//! | `handlers` | what each endpoint does |
//! | `errors` | what clients are told that get no success |
//! | `store`, `passwords`, `tokens`, `interactive_auth`, `mail`, `rate_limit` | what the handlers use, ignorant of HTTP |

mod app;
mod caller;
mod config;
mod connections;
mod errors;
mod handlers;
mod interactive_auth;
mod localpart;
mod mail;
mod passwords;
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
    app::App, interactive_auth::AuthSessions, mail::Mailer, passwords::Passwords,
    rate_limit::RateLimiter, store::Store, temporary_folder::TemporaryFolder,
};
pub use self::{
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

/// The homeserver could not be started, or ended badly.
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
    /// Starts a server on the runtime of the caller; it answers when this returns.
    ///
    /// # Errors
    ///
    /// When the configuration is wrong, the address is taken, or the database or the folder for
    /// mail cannot be opened.
    pub async fn start(config: Config) -> Result<RunningHomeserver, HomeserverError> {
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(HomeserverError::new(format!("cannot listen on {}", config.listen)))?;
        let limits = config.connections;
        let address = listener.local_addr().map_err(HomeserverError::new("no address"))?;
        let public_url = match &config.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{address}"),
        };
        let opened = task::spawn_blocking(move || open(config, public_url)).await;
        let (app, database) =
            opened.map_err(HomeserverError::new("the start was interrupted"))??;
        let mail_folder = app.mailer.folder().map(Path::to_owned);

        let router = app::router(Arc::new(app))
            .map_err(HomeserverError::new("the endpoints cannot be served"))?;
        let (stop, stopped) = watch::channel(());
        let task = tokio::spawn(connections::serve(listener, router, limits, stopped));
        Ok(RunningHomeserver { address, database, mail_folder, stop, task })
    }
}

/// Opens everything but the socket; may block.
fn open(config: Config, public_url: String) -> Result<(App, PathBuf), HomeserverError> {
    let server_name = ServerName::try_from(config.server_name.as_str())
        .map_err(HomeserverError::new("the server name is not valid"))?;
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
        mailer: mailer.map_err(HomeserverError::new("cannot send mail"))?,
        rate_limiter: RateLimiter::new(config.rate_limit),
        config,
        _temporary_folder: temporary_folder,
    };
    Ok((app, database))
}

/// A path in the server's own folder, which is made when it is first needed.
fn temporary_path(
    folder: &mut Option<TemporaryFolder>,
    name: &str,
) -> Result<PathBuf, HomeserverError> {
    let folder = match folder {
        Some(folder) => folder,
        None => {
            let created = TemporaryFolder::create();
            folder.insert(created.map_err(HomeserverError::new("no temporary folder"))?)
        }
    };
    Ok(folder.path().join(name))
}

/// A server that answers until it is shut down, or dropped.
#[derive(Debug)]
pub struct RunningHomeserver {
    address: SocketAddr,
    database: PathBuf,
    mail_folder: Option<PathBuf>,
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl RunningHomeserver {
    /// The address that it listens on, with the port that was taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://` and the address.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The SQLite file.
    #[must_use]
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// The folder that mail is written into; `None` if it goes to an SMTP server.
    #[must_use]
    pub fn mail_folder(&self) -> Option<&Path> {
        self.mail_folder.as_deref()
    }

    /// Accepts nothing new, gives requests that are under way their time of grace, closes the
    /// database, and removes what was temporary.
    ///
    /// # Errors
    ///
    /// When the server has panicked.
    pub async fn shutdown(self) -> Result<(), HomeserverError> {
        drop(self.stop);
        self.task.await.map_err(HomeserverError::new("the server panicked"))
    }
}
