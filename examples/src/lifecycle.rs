//! Walks an account from server discovery to deactivation.

mod account;
mod addresses;
mod discovery;
mod expectation;
mod mailbox;
mod sessions;

use std::{
    error::Error,
    io,
    path::Path,
    sync::{Arc, MutexGuard},
};

use matrix_api::{
    client::BuildError,
    identifiers::{ClientSecret, UserId},
};
use matrix_client_account::{
    UserIdentifier,
    uiaa::{AuthData, Password},
};

use self::mailbox::Mailbox;
use crate::{
    client::{Client, PrintingTransport},
    console::Console,
    homeserver::{Config, Homeserver, random},
};

/// A call did not have the expected outcome.
#[derive(Debug, thiserror::Error)]
pub enum LifecycleError {
    /// The outcome of the call was another one.
    #[error("expected {expected}, but: {found}")]
    Unexpected {
        /// The expected outcome.
        expected: String,
        /// The actual outcome.
        #[source]
        found: Box<dyn Error + Send + Sync>,
    },
    /// The call should have failed.
    #[error("expected {expected}, but the call succeeded")]
    Succeeded {
        /// The expected error.
        expected: String,
    },
    /// Printing, or reading an email, failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl LifecycleError {
    fn unexpected(
        expected: impl Into<String>,
        found: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Unexpected { expected: expected.into(), found: found.into() }
    }
}

/// The data of the account's owner.
struct Owner {
    username: String,
    email: String,
    password: &'static str,
    new_password: &'static str,
    client_secret: ClientSecret,
}

/// A device that is logged in.
struct Device<W> {
    user_id: UserId,
    client: Client<W>,
}

/// Runs all steps on the homeserver at the URL, or on one that it starts, and prints every call.
///
/// # Errors
///
/// At the first call without the expected outcome.
pub async fn run<W: io::Write + Send + 'static>(
    homeserver: Option<String>,
    mut console: Console<W>,
) -> Result<(), Box<dyn Error>> {
    let title = "The lifecycle of an account";
    if let Some(url) = homeserver {
        console.heading(title, &[("homeserver", url.clone())])?;
        // A username that is not taken yet.
        let owner = Owner::new(format!("alice-{}", random::localpart()?))?;
        return Ok(Lifecycle::new(console, &url, owner, None)?.run().await?);
    }
    let server = Homeserver::start(Config::default()).await?;
    let url = server.base_url();
    let mail_folder = server.mail_folder().unwrap_or(Path::new(""));
    console.heading(
        title,
        &[
            ("homeserver", format!("{url}, inside this program")),
            ("database", server.database().display().to_string()),
            ("emails", mail_folder.display().to_string()),
        ],
    )?;
    let owner = Owner::new("alice".to_owned())?;
    let mailbox = Some(Mailbox::new(mail_folder));
    let outcome = Lifecycle::new(console, &url, owner, mailbox)?.run().await;
    server.shutdown().await?;
    Ok(outcome?)
}

/// The account's owner, and the client of the homeserver.
struct Lifecycle<W> {
    transport: Arc<PrintingTransport<W>>,
    client: Client<W>,
    owner: Owner,
    mailbox: Option<Mailbox>,
}

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    fn new(
        console: Console<W>,
        base_url: &str,
        owner: Owner,
        mailbox: Option<Mailbox>,
    ) -> Result<Self, BuildError> {
        let transport = PrintingTransport::new(console)?;
        let client = transport.client(base_url)?;
        Ok(Self { transport, client, owner, mailbox })
    }

    async fn run(mut self) -> Result<(), LifecycleError> {
        self.discover().await?;
        self.check_username().await?;
        let phone = self.register().await?;
        self.register_again().await?;
        self.whoami(&phone).await?;
        let laptop = self.log_in_on_laptop().await?;
        self.refresh(&laptop).await?;
        self.add_email_address(&phone).await?;
        self.change_password(&phone).await?;
        self.log_out_all(&phone, &laptop).await?;
        let phone = self.log_in_again().await?;
        self.deactivate(&phone).await?;
        self.use_revoked_token(&phone).await?;
        Ok(self.console().closing("Every response was as expected.")?)
    }

    fn console(&self) -> MutexGuard<'_, Console<W>> {
        self.transport.console()
    }
}

impl Owner {
    fn new(username: String) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            email: format!("{username}@example.org"),
            username,
            password: "correct horse battery staple",
            new_password: "a longer horse, a stronger staple",
            client_secret: ClientSecret::try_from(random::secret()?)?,
        })
    }

    /// The data for the password stage.
    fn password_auth<W>(&self, device: &Device<W>, password: &str) -> AuthData {
        Password::new(UserIdentifier::user(device.user_id.as_str()), password).into()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::console::{HIDDEN, Style};

    /// Text that is read after it was printed.
    #[derive(Clone, Default)]
    struct Output(Arc<Mutex<Vec<u8>>>);

    impl Output {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl io::Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn all_steps_succeed_and_are_printed_without_secrets() {
        let output = Output::default();
        run(None, Console::new(output.clone(), Style::plain())).await.unwrap();

        let text = output.text();
        assert!(text.ends_with("\nEvery response was as expected.\n\n"), "{text}");
        for call in [
            "GET /.well-known/matrix/client\n",
            "GET /_matrix/client/versions\n",
            "GET /_matrix/client/v3/register/available?username=alice\n",
            "POST /_matrix/client/v3/register?kind=user\n",
            "GET /_matrix/client/v3/account/whoami\n",
            "POST /_matrix/client/v3/login\n",
            "POST /_matrix/client/v3/refresh\n",
            "POST /_matrix/client/v3/account/3pid/email/requestToken\n",
            "POST /_matrix/client/v3/account/3pid/add\n",
            "GET /_matrix/client/v3/account/3pid\n",
            "POST /_matrix/client/v3/account/password\n",
            "POST /_matrix/client/v3/logout/all\n",
            "POST /_matrix/client/v3/account/deactivate\n",
        ] {
            assert!(text.contains(call), "{call} is not in {text}");
        }
        for secret in ["correct horse", "longer horse"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        for name in [
            "\"access_token\": ",
            "\"refresh_token\": ",
            "\"client_secret\": ",
            "?token=",
            "Bearer ",
        ] {
            let mut values = text.split(name).skip(1);
            assert!(text.contains(name), "{name} is not in {text}");
            assert!(
                values.all(|value| {
                    let value = value.trim_start_matches('"');
                    value.starts_with(HIDDEN) || value.starts_with("true")
                }),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn an_unreachable_homeserver_is_an_error() {
        let homeserver = Some("http://127.0.0.1:1".to_owned());
        let outcome = run(homeserver, Console::new(Vec::new(), Style::plain())).await;
        assert!(outcome.unwrap_err().to_string().contains("cannot connect to the server"));
    }
}
