//! Mail to the owners of addresses: through an SMTP server, or as files in a folder.

use std::{
    fs, io,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lettre::{
    Address, Message, SmtpTransport, Transport,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType},
    },
    transport::smtp,
};
use matrix_api::identifiers::ServerName;
use tokio::task;

use super::random::{self, RandomError};

/// How long the SMTP server may take for each of its answers.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

/// A mail could not be written or sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    #[error("the mail could not be put together: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the sender's address {address} is not valid: {source}")]
    Sender { address: String, source: lettre::address::AddressError },
    #[error("the SMTP server did not take the mail: {0}")]
    Smtp(#[from] smtp::Error),
    #[error("the mail could not be written into {}: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("the mail task ended early")]
    Interrupted,
}

/// A mail of plain text.
pub(crate) struct Mail {
    pub(crate) to: Address,
    pub(crate) subject: &'static str,
    pub(crate) text: String,
}

/// Sends mail the way that the configuration says.
#[derive(Clone)]
pub(crate) struct Mailer {
    sender: Mailbox,
    transport: MailTransport,
}

#[derive(Clone)]
enum MailTransport {
    Smtp(SmtpTransport),
    Folder(PathBuf),
}

impl Mailer {
    /// Sends mail through an SMTP server, without TLS, as between a server and the mail relay
    /// beside it.
    pub(crate) fn through_smtp(
        host: &str,
        port: u16,
        server_name: &ServerName,
    ) -> Result<Self, MailError> {
        let transport =
            SmtpTransport::builder_dangerous(host).port(port).timeout(Some(SMTP_TIMEOUT)).build();
        Ok(Self { sender: sender(server_name)?, transport: MailTransport::Smtp(transport) })
    }

    /// Writes mail into a folder, which is created if it is not there.
    pub(crate) fn into_folder(folder: &Path, server_name: &ServerName) -> Result<Self, MailError> {
        let transport = MailTransport::Folder(create_folder(folder)?);
        Ok(Self { sender: sender(server_name)?, transport })
    }

    /// The folder that mail is written into, unless it is sent.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.transport {
            MailTransport::Smtp(_) => None,
            MailTransport::Folder(folder) => Some(folder),
        }
    }

    /// Sends a mail; when this returns, the SMTP server has taken it or the file is complete.
    pub(crate) async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, mail.to))
            .subject(mail.subject)
            .date_now()
            .header(ContentType::TEXT_PLAIN)
            .body(body(mail.text))?;
        let transport = self.transport.clone();
        task::spawn_blocking(move || match transport {
            MailTransport::Smtp(transport) => Ok(transport.send(&message).map(|_| ())?),
            MailTransport::Folder(folder) => write(&folder, &message.formatted()),
        })
        .await
        .map_err(|_| MailError::Interrupted)?
    }
}

/// Short lines of ASCII go as they are: the encoding that is usual from 76 characters on would
/// break a link into two. Lines end with `\n`.
fn body(text: String) -> Body {
    // RFC 2045, section 2.7.
    let is_seven_bit = text.is_ascii() && text.lines().all(|line| line.len() <= 998);
    if is_seven_bit {
        let bytes = text.replace('\n', "\r\n").into_bytes();
        Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text)
    }
}

/// `accounts@example.org`; an address literal (`accounts@[127.0.0.1]`) where the server has no
/// name. A port is no part of a mail address.
fn sender(server_name: &ServerName) -> Result<Mailbox, MailError> {
    let host = server_name.host();
    let domain = match host.parse::<Ipv4Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host.to_owned(),
    };
    let address = Address::new("accounts", &domain)
        .map_err(|source| MailError::Sender { address: format!("accounts@{domain}"), source })?;
    Ok(Mailbox::new(Some(format!("Accounts at {server_name}")), address))
}

fn create_folder(folder: &Path) -> Result<PathBuf, MailError> {
    let failed = |source| MailError::Folder { folder: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    folder.canonicalize().map_err(failed)
}

/// Writes under another name first: whoever watches the folder sees whole mails only.
fn write(folder: &Path, message: &[u8]) -> Result<(), MailError> {
    let failed = |source| MailError::Folder { folder: folder.to_owned(), source };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // The time first, so that names sort as the mails were sent.
    let name = format!("{:016}-{}", now.as_micros(), random::device_id()?);
    let unfinished = folder.join(format!("{name}.part"));
    fs::write(&unfinished, message).map_err(failed)?;
    fs::rename(&unfinished, folder.join(format!("{name}.eml"))).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::TcpListener,
    };

    use super::*;
    use crate::homeserver::temporary_folder::TemporaryFolder;

    /// Longer than the lines that are usual in mail.
    const LINK: &str = "https://example.org/_account_server/validate_email?token=\
                        0123456789abcdefghijklmnopqrstuvwxyz";

    fn example_org() -> ServerName {
        "example.org".parse().unwrap()
    }

    fn mail() -> Mail {
        Mail {
            to: "alice@example.org".parse().unwrap(),
            subject: "Confirm your address",
            text: format!("Open\n{LINK}\n"),
        }
    }

    #[tokio::test]
    async fn without_an_smtp_server_each_mail_is_a_file() {
        let folder = TemporaryFolder::create().unwrap();
        let mailbox = folder.path().join("mail");
        let mailer = Mailer::into_folder(&mailbox, &example_org()).unwrap();
        mailer.send(mail()).await.unwrap();
        mailer.send(mail()).await.unwrap();

        let files = fs::read_dir(&mailbox).unwrap().map(|entry| entry.unwrap().path());
        let files = files.collect::<Vec<_>>();
        assert_eq!(files.len(), 2);
        let text = fs::read_to_string(files.first().unwrap()).unwrap();
        assert!(text.contains("To: alice@example.org\r\n"), "{text}");
        assert!(text.contains("Subject: Confirm your address\r\n"), "{text}");
        assert!(text.ends_with(&format!("\r\n\r\nOpen\r\n{LINK}\r\n")), "{text}");
    }

    #[tokio::test]
    async fn a_server_that_does_not_listen_is_an_error() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mailer = Mailer::through_smtp("127.0.0.1", port, &example_org()).unwrap();
        assert!(matches!(mailer.send(mail()).await, Err(MailError::Smtp(_))));
    }

    /// Takes one mail as RFC 5321 says and returns what the client said.
    fn take_one_mail(listener: &TcpListener) -> Vec<String> {
        let (mut connection, _) = listener.accept().unwrap();
        let mut said = Vec::new();
        connection.write_all(b"220 example.org\r\n").unwrap();
        for line in BufReader::new(connection.try_clone().unwrap()).lines() {
            let line = line.unwrap();
            let is_mail = said.iter().any(|said| said == "DATA") && !said.contains(&".".to_owned());
            let answer = match line.as_str() {
                "." => "250 taken\r\n",
                _ if is_mail => "",
                "DATA" => "354 go on\r\n",
                "QUIT" => "221 bye\r\n",
                _ => "250 fine\r\n",
            };
            connection.write_all(answer.as_bytes()).unwrap();
            said.push(line);
            if answer.starts_with("250 taken") {
                break;
            }
        }
        said
    }

    #[tokio::test]
    async fn an_smtp_server_is_given_the_whole_mail() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || take_one_mail(&listener));
        let mailer = Mailer::through_smtp("127.0.0.1", port, &example_org()).unwrap();
        mailer.send(mail()).await.unwrap();

        let said = server.join().unwrap();
        for expected in
            ["MAIL FROM:<accounts@example.org>", "RCPT TO:<alice@example.org>", LINK, "."]
        {
            assert!(said.iter().any(|line| line == expected), "{expected} is not in {said:#?}");
        }
    }

    #[test]
    fn the_sender_is_at_the_server_without_its_port() {
        for (server_name, expected) in [
            ("example.org", "accounts@example.org"),
            ("example.org:8448", "accounts@example.org"),
            ("localhost", "accounts@localhost"),
            ("127.0.0.1:8008", "accounts@[127.0.0.1]"),
        ] {
            let server_name = server_name.parse().unwrap();
            assert_eq!(sender(&server_name).unwrap().email.to_string(), expected);
        }
    }
}
