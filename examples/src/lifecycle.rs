//! The life of an account, from a mail ahead of registration to a token that opens nothing.

mod expectation;
mod mailbox;

use std::{error::Error, io, path::Path};

use http::uri::InvalidUri;
use matrix_api::{
    ErrorCode,
    identifiers::{ClientSecret, UserId},
};
use matrix_client_account::{
    UserIdentifier, change_password, deactivate,
    register::{self, RegistrationKind},
    request_password_change_token, request_register_token,
    uiaa::{AuthData, AuthStage, Dummy, Password},
};

use self::mailbox::{Mail, Mailbox};
use crate::{
    client::Client,
    console::Console,
    homeserver::{Config, Homeserver, random},
};

/// An answer that was not the expected one, or none at all.
#[derive(Debug, thiserror::Error)]
pub enum LifecycleError {
    /// The call failed otherwise than expected.
    #[error("expected {expected}, but: {found}")]
    Unexpected {
        /// What the answer should have been.
        expected: &'static str,
        /// What happened instead.
        #[source]
        found: Box<dyn Error + Send + Sync>,
    },
    /// The call should have been refused.
    #[error("expected {expected}, but the call succeeded")]
    Succeeded {
        /// What the answer should have been.
        expected: &'static str,
    },
    /// The program could not print, or not read a mail.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl LifecycleError {
    fn unexpected(expected: &'static str, found: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unexpected { expected, found: found.into() }
    }
}

/// What an account's owner knows.
struct Owner {
    username: String,
    email: String,
    password: &'static str,
    new_password: &'static str,
    client_secret: ClientSecret,
}

/// What the server gave at registration.
struct LoggedIn {
    user_id: UserId,
    access_token: String,
}

/// Lives the account's life on the homeserver at the URL, or on one that is started for it, and
/// prints every call.
///
/// # Errors
///
/// At the first answer that is not the expected one.
pub async fn run<W: io::Write>(
    homeserver: Option<String>,
    mut console: Console<W>,
) -> Result<(), Box<dyn Error>> {
    let title = "The life of an account";
    if let Some(url) = homeserver {
        console.heading(title, &[("homeserver", url.clone())])?;
        // Others may have been here before: a name that is not taken.
        let owner = Owner::new(format!("alice-{}", random::localpart()?))?;
        return Ok(Lifecycle { client: Client::new(url, console), owner, mailbox: None }
            .run()
            .await?);
    }
    let server = Homeserver::start(Config::default()).await?;
    let url = server.base_url();
    let mail_folder = server.mail_folder().unwrap_or(Path::new(""));
    console.heading(
        title,
        &[
            ("homeserver", format!("{url}, inside this program")),
            ("accounts", server.database().display().to_string()),
            ("mail", mail_folder.display().to_string()),
        ],
    )?;
    let owner = Owner::new("alice".to_owned())?;
    let mailbox = Some(Mailbox::new(mail_folder));
    let outcome = Lifecycle { client: Client::new(url, console), owner, mailbox }.run().await;
    server.shutdown().await?;
    Ok(outcome?)
}

/// One account, its owner, and the way to its server.
struct Lifecycle<W> {
    client: Client<W>,
    owner: Owner,
    mailbox: Option<Mailbox>,
}

impl<W: io::Write> Lifecycle<W> {
    async fn run(mut self) -> Result<(), LifecycleError> {
        self.prove_address().await?;
        let account = self.register().await?;
        self.register_again().await?;
        self.request_password_mail().await?;
        self.change_password(&account).await?;
        self.deactivate(&account).await?;
        self.use_dead_token(&account).await?;
        Ok(self.client.console.closing("Every answer was the expected one.")?)
    }

    async fn prove_address(&mut self) -> Result<(), LifecycleError> {
        let console = &mut self.client.console;
        console.step("Ask for a mail that proves the address, ahead of registration")?;
        let Owner { client_secret, email, .. } = &self.owner;
        let request = request_register_token::Request::new(client_secret.clone(), email.clone(), 1);
        expectation::success(self.client.call(&request, ()).await, "a mail")?;
        let mail = self.read_mail()?;
        self.client.console.success("the server sends a mail")?;
        match mail {
            Some(mail) => self.open_link(&mail).await,
            None => Ok(()),
        }
    }

    async fn register(&mut self) -> Result<LoggedIn, LifecycleError> {
        let sentence = format!("Register {}: the server asks for proof first", self.owner.username);
        self.client.console.step(&sentence)?;
        let request = register::Request::new()
            .kind(RegistrationKind::User)
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned())
            .initial_device_display_name("account_lifecycle".to_owned());
        let answer = self.client.call(&request, None).await;
        let session = expectation::challenge(answer, &AuthStage::Dummy, "a challenge")?;
        self.client.console.success("the server asks for m.login.dummy")?;

        self.client.console.step("Register again, with the stage and the session")?;
        let request = request.auth(AuthData::from(Dummy::new()).with_session(session));
        let account = expectation::success(self.client.call(&request, None).await, "an account")?;
        self.client.console.success(&format!("{} is registered", account.user_id))?;
        let access_token = account.access_token;
        let access_token =
            access_token.ok_or_else(|| LifecycleError::unexpected("a token", "there is none"))?;
        Ok(LoggedIn { user_id: account.user_id, access_token })
    }

    async fn register_again(&mut self) -> Result<(), LifecycleError> {
        self.client.console.step("Register the same name again: it is taken")?;
        let request = register::Request::new()
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned());
        let answer = self.client.call(&request, None).await;
        expectation::error(answer, &ErrorCode::UserInUse, "M_USER_IN_USE")?;
        Ok(self.client.console.success("a name is given once")?)
    }

    async fn request_password_mail(&mut self) -> Result<(), LifecycleError> {
        let console = &mut self.client.console;
        console.step("Ask for a mail that proves the address, ahead of a new password")?;
        let Owner { client_secret, email, .. } = &self.owner;
        let request =
            request_password_change_token::Request::new(client_secret.clone(), email.clone(), 1);
        expectation::success(self.client.call(&request, ()).await, "a mail")?;
        self.read_mail()?;
        Ok(self.client.console.success("the server sends a mail")?)
    }

    async fn change_password(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Change the password: the token alone is not enough")?;
        let request = change_password::Request::new(self.owner.new_password.to_owned());
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        let session = expectation::challenge(answer, &AuthStage::Password, "a challenge")?;
        self.client.console.success("the server asks for m.login.password")?;

        self.client.console.step("Change the password, with the old one as proof")?;
        let request = request.auth(password(&account.user_id, self.owner.password, session));
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        expectation::success(answer, "a new password")?;
        Ok(self.client.console.success("the new password holds; other devices are logged out")?)
    }

    async fn deactivate(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Deactivate the account: this needs the password as well")?;
        let request = deactivate::Request::new();
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        let session = expectation::challenge(answer, &AuthStage::Password, "a challenge")?;
        self.client.console.success("the server asks for m.login.password")?;

        self.client.console.step("Deactivate the account, with the new password as proof")?;
        let request = request.auth(password(&account.user_id, self.owner.new_password, session));
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        expectation::success(answer, "the end of the account")?;
        Ok(self.client.console.success("the account is gone, and its name stays taken")?)
    }

    async fn use_dead_token(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Use the access token once more: it opens nothing")?;
        let request = deactivate::Request::new();
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        expectation::error(answer, &ErrorCode::UnknownToken, "M_UNKNOWN_TOKEN")?;
        Ok(self.client.console.success("the token is dead")?)
    }

    /// Shows the newest mail, where the program can see what the server sent.
    fn read_mail(&mut self) -> Result<Option<Mail>, LifecycleError> {
        let Some(mailbox) = &mut self.mailbox else { return Ok(None) };
        let mail = mailbox.next()?;
        let mail = mail.ok_or_else(|| LifecycleError::unexpected("a mail", "there is none"))?;
        self.client.console.block("✉  ", &mail.readable())?;
        Ok(Some(mail))
    }

    async fn open_link(&mut self, mail: &Mail) -> Result<(), LifecycleError> {
        self.client.console.step("Open the link in the mail")?;
        let link = mail.link().ok_or_else(|| LifecycleError::unexpected("a link", "no link"))?;
        let link = link
            .parse()
            .map_err(|error: InvalidUri| LifecycleError::unexpected("a link", error))?;
        let status = expectation::success(self.client.open(link).await, "a page")?;
        if !status.is_success() {
            return Err(LifecycleError::unexpected("a page", status.to_string()));
        }
        Ok(self.client.console.success("the address is confirmed")?)
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
}

/// The proof of the password stage.
fn password(user_id: &UserId, password: &str, session: String) -> AuthData {
    let identifier = UserIdentifier::user(user_id.as_str());
    AuthData::from(Password::new(identifier, password)).with_session(session)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::{HIDDEN, Style};

    #[tokio::test]
    async fn the_whole_life_is_lived_and_shown_without_a_secret() {
        let mut output = Vec::new();
        run(None, Console::new(&mut output, Style::plain())).await.unwrap();

        let text = String::from_utf8(output).unwrap();
        assert!(text.ends_with("\nEvery answer was the expected one.\n\n"), "{text}");
        for call in [
            "POST /_matrix/client/v3/register/email/requestToken",
            "POST /_matrix/client/v3/register?kind=user",
            "POST /_matrix/client/v3/account/password/email/requestToken",
            "POST /_matrix/client/v3/account/password\n",
            "POST /_matrix/client/v3/account/deactivate",
        ] {
            assert!(text.contains(call), "{call} is not in {text}");
        }
        for secret in ["correct horse", "longer horse"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        for name in ["\"access_token\": ", "\"client_secret\": ", "?token=", "Bearer "] {
            let mut values = text.split(name).skip(1);
            assert!(text.contains(name), "{name} is not in {text}");
            assert!(
                values.all(|value| value.trim_start_matches('"').starts_with(HIDDEN)),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn a_homeserver_that_does_not_answer_is_an_error() {
        let homeserver = Some("http://127.0.0.1:1".to_owned());
        let outcome = run(homeserver, Console::new(Vec::new(), Style::plain())).await;
        assert!(outcome.unwrap_err().to_string().starts_with("expected a mail, but: no answer"));
    }
}
