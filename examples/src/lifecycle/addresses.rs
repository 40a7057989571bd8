//! The mail address of the account.

use std::io;

use bytes::Bytes;
use http::Request;
use matrix_api::client::Transport as _;
use matrix_client_account::{add_3pid, get_3pids, request_3pid_token};

use super::{Lifecycle, LifecycleError, LoggedIn, mailbox::Mail};

/// How many bytes the page behind a link may have.
const MAX_PAGE: usize = 1 << 20;

impl<W: io::Write + Send> Lifecycle<W> {
    /// Proves a mail address and adds it to the account.
    ///
    /// Where the server's mail cannot be seen, the link in it cannot be opened, and the address is
    /// not added.
    pub(super) async fn add_address(
        &mut self,
        account: &LoggedIn<W>,
    ) -> Result<(), LifecycleError> {
        self.console().step("Ask for a mail that proves an address")?;
        let (client_secret, email) = (self.owner.client_secret.clone(), self.owner.email.clone());
        let request = request_3pid_token::Request::new(client_secret.clone(), email, 1);
        let sid = self.succeed(&self.client, &request, "a mail").await?.sid;
        let mail = self.read_mail()?;
        self.console().success("the server sends a mail")?;
        let Some(mail) = mail else { return Ok(()) };
        self.open_link(&mail).await?;

        self.console().step("Add the address to the account: the server asks for proof")?;
        let request = add_3pid::Request::new(sid, client_secret);
        let proof = self.owner.proof(account, self.owner.password);
        let step =
            ["the server asks for m.login.password", "Add the address, with the password as proof"];
        self.prove(&account.client, &request, proof, step).await?;
        self.console().success("the address is one of the account")?;

        self.console().step("List the addresses of the account")?;
        let answer = self.succeed(&account.client, &get_3pids::Request::new(), "a list").await?;
        if !answer.threepids.iter().any(|it| it.address == self.owner.email) {
            return Err(LifecycleError::unexpected("the address", "it is not in the list"));
        }
        Ok(self.console().success("there it is")?)
    }

    /// Shows the newest mail, where the program can see what the server sent.
    fn read_mail(&mut self) -> Result<Option<Mail>, LifecycleError> {
        let Some(mailbox) = &mut self.mailbox else { return Ok(None) };
        let mail = mailbox.next()?;
        let mail = mail.ok_or_else(|| LifecycleError::unexpected("a mail", "there is none"))?;
        self.console().block("✉  ", &mail.readable())?;
        Ok(Some(mail))
    }

    /// Opens the link in a mail, as a browser would.
    async fn open_link(&self, mail: &Mail) -> Result<(), LifecycleError> {
        self.console().step("Open the link in the mail")?;
        let link = mail.link().ok_or_else(|| LifecycleError::unexpected("a link", "no link"))?;
        let request = Request::get(link)
            .body(Bytes::new())
            .map_err(|error| LifecycleError::unexpected("a link", error))?;
        let page = self.shown.send(request, MAX_PAGE).await;
        let status = page.map_err(|error| LifecycleError::unexpected("a page", error))?.status();
        if !status.is_success() {
            return Err(LifecycleError::unexpected("a page", status.to_string()));
        }
        Ok(self.console().success("the address is confirmed")?)
    }
}
