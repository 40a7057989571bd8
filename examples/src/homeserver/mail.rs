//! Sends emails: through an SMTP server, or as files in a folder.

use std::{
    fs,
    io::{self, Write as _},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
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
use tokio::{sync::Semaphore, task, time::timeout};

use super::{
    private_files,
    random::{self, RandomError},
};

/// The time that the SMTP server has for each response.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

/// The number of emails that are sent at the same time. Each needs a thread, which a silent SMTP server
/// keeps for [`SMTP_TIMEOUT`]. All other threads are left to the database.
const MAX_SENDING: usize = 8;

/// The time that an email waits for others to be sent.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(2);

/// An email could not be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    #[error("the email could not be created: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the sender's address {address} is invalid: {source}")]
    Sender { address: String, source: lettre::address::AddressError },
    #[error("the email could not be sent through the SMTP server: {0}")]
    Smtp(#[from] smtp::Error),
    #[error("the email could not be written into {}: {source}", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("too many emails are waiting to be sent")]
    Busy,
    #[error("the task that sends the email was cancelled")]
    Interrupted,
}

/// An email in plain text.
pub(crate) struct Mail {
    pub(crate) to: Address,
    pub(crate) subject: &'static str,
    pub(crate) text: String,
}

/// Sends emails as configured.
#[derive(Clone)]
pub(crate) struct Mailer {
    sender: Mailbox,
    transport: MailTransport,
    permits: Arc<Semaphore>,
}

#[derive(Clone)]
enum MailTransport {
    Smtp(SmtpTransport),
    Folder(PathBuf),
}

impl Mailer {
    /// Sends emails through an SMTP server, without TLS: for a mail relay on the same machine.
    pub(crate) fn through_smtp(
        host: &str,
        port: u16,
        server_name: &ServerName,
    ) -> Result<Self, MailError> {
        let transport =
            SmtpTransport::builder_dangerous(host).port(port).timeout(Some(SMTP_TIMEOUT)).build();
        Self::new(server_name, MailTransport::Smtp(transport))
    }

    /// Writes emails into a folder, which is created if it does not exist.
    pub(crate) fn into_folder(folder: &Path, server_name: &ServerName) -> Result<Self, MailError> {
        Self::new(server_name, MailTransport::Folder(create_folder(folder)?))
    }

    fn new(server_name: &ServerName, transport: MailTransport) -> Result<Self, MailError> {
        let permits = Arc::new(Semaphore::new(MAX_SENDING));
        Ok(Self { sender: sender(server_name)?, transport, permits })
    }

    /// The folder that emails are written into, if they are.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.transport {
            MailTransport::Smtp(_) => None,
            MailTransport::Folder(folder) => Some(folder),
        }
    }

    /// Sends an email. When this returns, the SMTP server has accepted it, or the file is complete.
    pub(crate) async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, mail.to))
            .subject(mail.subject)
            .date_now()
            .header(ContentType::TEXT_PLAIN)
            .body(body(mail.text))?;
        let transport = self.transport.clone();
        let permit = timeout(QUEUE_TIMEOUT, Arc::clone(&self.permits).acquire_owned())
            .await
            .map_err(|_| MailError::Busy)?
            .map_err(|_| MailError::Interrupted)?;
        task::spawn_blocking(move || {
            // Held by this thread and not by the request, which a client can cancel.
            let _permit = permit;
            match transport {
                MailTransport::Smtp(transport) => Ok(transport.send(&message).map(|_| ())?),
                MailTransport::Folder(folder) => write(&folder, &message.formatted()),
            }
        })
        .await
        .map_err(|_| MailError::Interrupted)?
    }
}

/// Encodes the text, whose lines end with `\n`. ASCII is sent unencoded, because the usual encoding
/// of lines with more than 76 characters would break links.
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

/// The sender: `accounts@example.org`, or `accounts@[127.0.0.1]` for an IP address. The port of the
/// server name is dropped.
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
    private_files::create_folders(folder).map_err(failed)?;
    folder.canonicalize().map_err(failed)
}

/// Writes the file under another name first, so that programs that watch the folder see complete
/// emails only.
fn write(folder: &Path, message: &[u8]) -> Result<(), MailError> {
    let failed = |source| MailError::Folder { folder: folder.to_owned(), source };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // The time comes first, so that names sort in the order of sending.
    let name = format!("{:016}-{}", now.as_micros(), random::device_id()?);
    let unfinished = folder.join(format!("{name}.part"));
    let mut file = private_files::create_file(&unfinished).map_err(failed)?;
    let written = file
        .write_all(message)
        .and_then(|()| fs::rename(&unfinished, folder.join(format!("{name}.eml"))));
    if written.is_err() {
        // The disk is full, for example.
        let _ = fs::remove_file(&unfinished);
    }
    written.map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader},
        net::TcpListener,
    };

    use super::*;
    use crate::homeserver::temporary_folder::TemporaryFolder;

    /// Longer than the usual lines of emails.
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
    async fn without_an_smtp_server_each_email_is_a_file() {
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
    async fn an_unreachable_smtp_server_is_an_error() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mailer = Mailer::through_smtp("127.0.0.1", port, &example_org()).unwrap();
        assert!(matches!(mailer.send(mail()).await, Err(MailError::Smtp(_))));
    }

    #[test]
    fn a_silent_smtp_server_leaves_threads_for_others() {
        // It accepts connections, and says nothing.
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let mailer = Mailer::through_smtp("127.0.0.1", port, &example_org()).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .max_blocking_threads(MAX_SENDING + 1)
            .build()
            .unwrap();
        let outcome = runtime.block_on(async {
            for _ in 0..10 * MAX_SENDING {
                let mailer = mailer.clone();
                tokio::spawn(async move { mailer.send(mail()).await });
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert_eq!(mailer.permits.available_permits(), 0);
            timeout(Duration::from_secs(5), task::spawn_blocking(|| ())).await
        });
        assert!(outcome.is_ok());
        runtime.shutdown_background();
    }

    #[tokio::test]
    async fn an_email_does_not_wait_for_ever() {
        let mailer = Mailer::through_smtp("127.0.0.1", 25, &example_org()).unwrap();
        let _others = mailer.permits.acquire_many(MAX_SENDING.try_into().unwrap()).await.unwrap();
        assert!(matches!(mailer.send(mail()).await, Err(MailError::Busy)));
    }

    /// Receives one email as in RFC 5321, and returns the lines of the client.
    fn receive_one_email(listener: &TcpListener) -> Vec<String> {
        let (mut connection, _) = listener.accept().unwrap();
        let mut lines: Vec<String> = Vec::new();
        connection.write_all(b"220 example.org\r\n").unwrap();
        for line in BufReader::new(connection.try_clone().unwrap()).lines() {
            let line = line.unwrap();
            let is_email = lines.iter().any(|line| line == "DATA");
            let reply = match line.as_str() {
                "." => "250 accepted\r\n",
                _ if is_email => "",
                "DATA" => "354 go ahead\r\n",
                _ => "250 OK\r\n",
            };
            connection.write_all(reply.as_bytes()).unwrap();
            lines.push(line);
            if reply.starts_with("250 accepted") {
                break;
            }
        }
        lines
    }

    #[tokio::test]
    async fn an_smtp_server_receives_the_whole_email() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || receive_one_email(&listener));
        let mailer = Mailer::through_smtp("127.0.0.1", port, &example_org()).unwrap();
        mailer.send(mail()).await.unwrap();

        let lines = server.join().unwrap();
        for expected in
            ["MAIL FROM:<accounts@example.org>", "RCPT TO:<alice@example.org>", LINK, "."]
        {
            assert!(lines.iter().any(|line| line == expected), "{expected} is not in {lines:#?}");
        }
    }

    #[test]
    fn the_sender_has_the_server_name_without_its_port() {
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
