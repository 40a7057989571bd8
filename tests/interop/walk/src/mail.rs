//! Mails of a homeserver and their links.

use std::{fs, time::Duration};

use tokio::time::sleep;

use crate::{
    check::{Outcome, equal},
    peer::Peer,
};

impl Peer<'_> {
    /// Waits for the mail to an address; drops older ones.
    async fn mail_to(&self, address: &str) -> Outcome<String> {
        for _ in 0..100 {
            for entry in fs::read_dir(&self.walk.places.mail_folder)? {
                let file = entry?.path();
                if file.extension().is_none_or(|extension| extension != "txt") {
                    continue;
                }
                let mail = fs::read_to_string(&file)?;
                if let Some(text) = mail.strip_prefix(address).and_then(|it| it.strip_prefix('\n'))
                {
                    fs::remove_file(&file)?;
                    return Ok(text.to_owned());
                }
            }
            sleep(Duration::from_millis(100)).await;
        }
        Err(format!("no mail to {address}").into())
    }

    /// The link to the homeserver in the mail to an address.
    async fn link_to(&self, address: &str) -> Outcome<String> {
        let mail = self.mail_to(address).await?;
        let link = mail.split_whitespace().find(|word| word.starts_with(self.client.base_url()));
        Ok(link.ok_or_else(|| format!("no link in {mail}"))?.to_owned())
    }

    /// Validates an address by the link in its mail.
    pub(crate) async fn validate(&self, address: &str) -> Outcome {
        let link = self.link_to(address).await?;
        equal(reqwest::get(link).await?.status().as_u16(), 200)
    }

    /// Opens the link and confirms on the page.
    pub(crate) async fn validate_and_confirm(&self, address: &str) -> Outcome {
        let link = self.link_to(address).await?;
        equal(reqwest::get(&link).await?.status().as_u16(), 200)?;
        let answer = reqwest::Client::new().post(link).send().await?;
        equal(answer.status().as_u16(), 200)
    }
}
