//! The mail address of the account.

use std::io;

use http::uri::InvalidUri;
use matrix_client_account::{add_3pid, get_3pids, request_3pid_token, uiaa::AuthStage};

use super::{Lifecycle, LifecycleError, LoggedIn, expectation, mailbox::Mail};

impl<W: io::Write> Lifecycle<W> {
    /// Proves a mail address and adds it to the account.
    ///
    /// Where the server's mail cannot be seen, the link in it cannot be opened, and the address is
    /// not added.
    pub(super) async fn add_address(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Ask for a mail that proves an address")?;
        let (client_secret, email) = (self.owner.client_secret.clone(), self.owner.email.clone());
        let request = request_3pid_token::Request::new(client_secret.clone(), email, 1);
        let sid = expectation::success(self.client.call(&request, ()).await, "a mail")?.sid;
        let mail = self.read_mail()?;
        self.client.console.success("the server sends a mail")?;
        let Some(mail) = mail else { return Ok(()) };
        self.open_link(&mail).await?;

        self.client.console.step("Add the address to the account: the server asks for proof")?;
        let request = add_3pid::Request::new(sid, client_secret);
        let answer = self.client.call(&request, &account.access_token).await;
        let session = expectation::challenge(answer, &AuthStage::Password, "a challenge")?;
        self.client.console.success("the server asks for m.login.password")?;

        self.client.console.step("Add the address, with the password as proof")?;
        let request = request.auth(self.owner.proof(account, self.owner.password, session));
        let answer = self.client.call(&request, &account.access_token).await;
        expectation::success(answer, "an address of the account")?;
        self.client.console.success("the address is one of the account")?;

        self.client.console.step("List the addresses of the account")?;
        let answer = self.client.call(&get_3pids::Request::new(), &account.access_token).await;
        let threepids = expectation::success(answer, "a list")?.threepids;
        if !threepids.iter().any(|it| it.address == self.owner.email) {
            return Err(LifecycleError::unexpected("the address", "it is not in the list"));
        }
        Ok(self.client.console.success("there it is")?)
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
