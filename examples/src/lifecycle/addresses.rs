//! The email address of the account.

use std::io;

use bytes::Bytes;
use http::{Method, Request};
use matrix_api::client::Transport as _;
use matrix_client_account::{add_3pid, get_3pids, request_3pid_token};

use super::{Device, Lifecycle, LifecycleError, mailbox::Mail};

/// The maximum size in bytes of a linked page.
const MAX_PAGE: usize = 1 << 20;

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    /// Validates an email address and adds it to the account.
    ///
    /// If the program cannot read the server's emails, it cannot open the link, and only requests the
    /// email.
    pub(super) async fn add_email_address(
        &mut self,
        device: &Device<W>,
    ) -> Result<(), LifecycleError> {
        self.console().step("Request an email that validates an email address")?;
        let (client_secret, email) = (self.owner.client_secret.clone(), self.owner.email.clone());
        let request = request_3pid_token::Request::new(client_secret.clone(), email, 1);
        let sid = self.expect_success(&self.client, &request, "an email").await?.sid;
        let mail = self.read_mail()?;
        self.console().success("the server sends an email")?;
        let Some(mail) = mail else { return Ok(()) };
        self.open_link(&mail).await?;

        self.console()
            .step("Add the email address to the account: the server requires authentication")?;
        let request = add_3pid::Request::new(sid, client_secret);
        let proof = self.owner.password_auth(device, self.owner.password);
        let step = ["the server requires the password", "Repeat the request with the password"];
        self.authenticate(&device.client, &request, proof, step).await?;
        self.console().success("the email address is added")?;

        self.console().step("List the third-party identifiers of the account")?;
        let request = get_3pids::Request::new();
        let response = self.expect_success(&device.client, &request, "a list").await?;
        if !response.threepids.iter().any(|it| it.address == self.owner.email) {
            return Err(LifecycleError::unexpected("the email address", "it is not in the list"));
        }
        Ok(self.console().success("the email address is listed")?)
    }

    /// Prints the newest email. `None` if the program cannot read the server's emails.
    fn read_mail(&mut self) -> Result<Option<Mail>, LifecycleError> {
        let Some(mailbox) = &mut self.mailbox else { return Ok(None) };
        let mail = mailbox.next()?;
        let mail = mail.ok_or_else(|| LifecycleError::unexpected("an email", "it is missing"))?;
        self.console().block("✉  ", &mail.readable())?;
        Ok(Some(mail))
    }

    /// Opens the link in an email and presses the button on its page, as a person would.
    async fn open_link(&self, mail: &Mail) -> Result<(), LifecycleError> {
        self.console().step("Open the link in the email: its page asks for a confirmation")?;
        let missing = || LifecycleError::unexpected("a link", "it is missing");
        let link = mail.link().ok_or_else(missing)?;
        self.open_page(Method::GET, link).await?;
        self.console().success("the page says what is confirmed, and has a button")?;

        self.console().step("Press the button")?;
        self.open_page(Method::POST, link).await?;
        Ok(self.console().success("the email address is validated")?)
    }

    /// Sends a request to a page of the server, outside of the Matrix API.
    async fn open_page(&self, method: Method, url: &str) -> Result<(), LifecycleError> {
        let request = Request::builder().method(method).uri(url).body(Bytes::new());
        let request = request.map_err(|error| LifecycleError::unexpected("a link", error))?;
        let page = self.transport.send(request, MAX_PAGE).await;
        let status = page.map_err(|error| LifecycleError::unexpected("a page", error))?.status();
        if !status.is_success() {
            return Err(LifecycleError::unexpected("a page", status.to_string()));
        }
        Ok(())
    }
}
