//! The emails that the server wrote into its folder, as their recipient sees them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::console::HIDDEN;

/// The headers that are shown to people.
const SHOWN_HEADERS: [&str; 3] = ["From:", "To:", "Subject:"];

/// A folder of `.eml` files, and the ones already read.
pub(super) struct Mailbox {
    folder: PathBuf,
    read: BTreeSet<PathBuf>,
}

impl Mailbox {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), read: BTreeSet::new() }
    }

    /// The next unread email, or `None`.
    pub(super) fn next(&mut self) -> io::Result<Option<Mail>> {
        let mut files = BTreeSet::new();
        for entry in fs::read_dir(&self.folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|extension| extension == "eml") {
                files.insert(file);
            }
        }
        let Some(file) = files.difference(&self.read).next().cloned() else { return Ok(None) };
        let mail = Mail(fs::read_to_string(&file)?);
        self.read.insert(file);
        Ok(Some(mail))
    }
}

/// An email in plain text, as it was sent.
pub(super) struct Mail(String);

impl Mail {
    /// The email with its main headers only, and without the secret in the link.
    pub(super) fn readable(&self) -> String {
        let (headers, text) = self.0.split_once("\r\n\r\n").unwrap_or((&self.0, ""));
        let shown = headers
            .lines()
            .filter(|line| SHOWN_HEADERS.iter().any(|header| line.starts_with(header)));
        let readable = shown.chain([""]).chain(text.lines()).collect::<Vec<_>>().join("\n");
        match self.link().and_then(|link| link.split_once("token=")) {
            Some((_, secret)) => readable.replace(secret, HIDDEN),
            None => readable,
        }
    }

    /// The first link in the email.
    pub(super) fn link(&self) -> Option<&str> {
        self.0
            .split_whitespace()
            .find(|word| word.starts_with("http://") || word.starts_with("https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: accounts@example.org\r\nDate: today\r\nTo: alice@example.org\r\n\
                        Subject: Confirm\r\n\r\nOpen this:\r\n\r\nhttp://example.org/?token=abc\r\n";

    #[test]
    fn an_email_is_shown_with_its_main_headers_and_its_text() {
        let mail = Mail(MAIL.to_owned());
        assert_eq!(
            mail.readable(),
            "From: accounts@example.org\nTo: alice@example.org\nSubject: Confirm\n\n\
             Open this:\n\nhttp://example.org/?token=‹hidden›"
        );
        assert_eq!(mail.link(), Some("http://example.org/?token=abc"));
    }
}
