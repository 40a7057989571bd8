//! The command line options of both programs.

use std::{error::Error, ffi::OsString, net::SocketAddr, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt as _};

use crate::homeserver::{Config, DummyProvider, MailDelivery, RateLimit};

/// The text of `account_server --help`.
pub const SERVER_HELP: &str = "\
A small Matrix homeserver for accounts: registration, sessions, email addresses, deactivation.

Usage: account_server [OPTIONS]

Options:
  --listen ADDRESS       The address to listen on; port 0 picks a free port
                         [default: 127.0.0.1:8008]
  --server-name NAME     The server name in user IDs, after the colon [default: localhost]
  --public-url URL       The URL of the server for its clients, used in emailed links
                         [default: http:// and the address it listens on]
  --database PATH        The SQLite file, created if it does not exist
                         [default: a temporary file, removed at exit]
  --smtp HOST:PORT       Send emails through this SMTP server, without TLS
  --mail-dir PATH        Write emails as .eml files into this folder
                         [default: a temporary folder, removed at exit]
  --reveal-email-owners  Tell everyone who asks whether an account has an email address
  --rate-limit NUMBER    Sustained requests per second from one IP address to rate-limited
                         endpoints; 0 for no limit [default: 20]
  --registration-token TOKEN
                         Require this token for registration; repeat for more tokens
  --no-guests            Reject guest accounts
  --dummy-sso NAME       Offer single sign-on that logs EVERYONE in as this user, for testing
  --help                 Print this help

The server prints the address it listens on and that of its documentation, and stops on Ctrl-C.
";

/// The text of `account_lifecycle --help`.
pub const LIFECYCLE_HELP: &str = "\
Walks a Matrix account from registration to deactivation and prints each call: the request, the
response, and the value that the program gets.

Usage: account_lifecycle [OPTIONS]

Options:
  --homeserver URL       Call this homeserver; it must allow registration by `m.login.dummy`
                         [default: an account_server inside this program]
  --help                 Print this help

The output is plain if it is not a terminal, or if NO_COLOR is set. The exit code is 0 if every
response was as expected.
";

/// The command that a program was given.
#[derive(Debug)]
pub enum Command<T> {
    /// Print the help text.
    Help,
    /// Run with these options.
    Run(T),
}

/// Parses the options of `account_server`, without the program's name.
///
/// # Errors
///
/// If an option is unknown, or its value is missing or malformed.
pub fn account_server(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command<Config>, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let mut config =
        Config { listen: SocketAddr::from(([127, 0, 0, 1], 8008)), ..Config::default() };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("listen") => config.listen = parser.value()?.parse()?,
            Arg::Long("server-name") => config.server_name = parser.value()?.string()?,
            Arg::Long("public-url") => config.public_url = Some(parser.value()?.string()?),
            Arg::Long("database") => config.database = Some(PathBuf::from(parser.value()?)),
            Arg::Long("smtp") => config.mail = parser.value()?.parse_with(smtp)?,
            Arg::Long("mail-dir") => {
                config.mail = MailDelivery::Folder(PathBuf::from(parser.value()?));
            }
            Arg::Long("reveal-email-owners") => config.reveal_email_owners = true,
            Arg::Long("rate-limit") => {
                config.rate_limit = parser.value()?.parse_with(rate_limit)?;
            }
            Arg::Long("registration-token") => {
                config.registration_tokens.push(parser.value()?.string()?);
            }
            Arg::Long("dummy-sso") => {
                config.dummy_provider = Some(DummyProvider {
                    id: "dummy".to_owned(),
                    name: "Dummy".to_owned(),
                    username: parser.value()?.string()?,
                });
            }
            Arg::Long("no-guests") => config.guests = false,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Run(config))
}

/// Parses the options of `account_lifecycle`: the homeserver to call, or `None` to start one.
///
/// # Errors
///
/// If an option is unknown, or its value is missing.
pub fn account_lifecycle(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command<Option<String>>, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let mut homeserver = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("homeserver") => homeserver = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Run(homeserver))
}

/// Formats an error and its causes in one line.
///
/// ```
/// use matrix_api_examples::command_line::explain;
///
/// let cause = std::io::Error::other("the disk is full");
/// assert_eq!(explain(&cause), "the disk is full");
/// ```
#[must_use]
pub fn explain(error: &dyn Error) -> String {
    let mut explanation = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        // Some errors include their cause in their own text.
        if !explanation.contains(&cause_text) {
            explanation.push_str(": ");
            explanation.push_str(&cause_text);
        }
        source = cause.source();
    }
    explanation
}

/// Parses `HOST:PORT`.
fn smtp(text: &str) -> Result<MailDelivery, &'static str> {
    const EXPECTED: &str = "expected HOST:PORT, such as 127.0.0.1:25";
    let (host, port) = text.rsplit_once(':').ok_or(EXPECTED)?;
    let port = port.parse().map_err(|_| EXPECTED)?;
    if host.is_empty() {
        return Err(EXPECTED);
    }
    Ok(MailDelivery::Smtp { host: host.trim_matches(['[', ']']).to_owned(), port })
}

/// Parses a number of requests per second. The requests of five seconds may come at once.
fn rate_limit(text: &str) -> Result<Option<RateLimit>, &'static str> {
    const EXPECTED: &str = "expected a whole number of requests per second";
    let per_second = text.parse::<u32>().map_err(|_| EXPECTED)?;
    Ok((per_second > 0).then(|| RateLimit {
        burst: per_second.saturating_mul(5),
        per_second: f64::from(per_second),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(arguments: &[&str]) -> Result<Command<Config>, lexopt::Error> {
        account_server(arguments.iter().map(OsString::from))
    }

    fn config(arguments: &[&str]) -> Config {
        match server(arguments).unwrap() {
            Command::Run(config) => config,
            Command::Help => panic!("{arguments:?} asks for help"),
        }
    }

    #[test]
    fn every_option_of_the_server_reaches_its_configuration() {
        let config = config(&[
            "--listen=127.0.0.1:0",
            "--server-name=example.org",
            "--public-url=https://example.org",
            "--database=accounts.sqlite",
            "--smtp=localhost:2525",
            "--reveal-email-owners",
            "--rate-limit=3",
            "--registration-token=first",
            "--registration-token=second",
            "--no-guests",
            "--dummy-sso=alice",
        ]);
        assert_eq!(config.listen.port(), 0);
        assert_eq!(config.server_name, "example.org");
        assert_eq!(config.public_url.as_deref(), Some("https://example.org"));
        assert_eq!(config.database, Some(PathBuf::from("accounts.sqlite")));
        assert_eq!(config.mail, MailDelivery::Smtp { host: "localhost".to_owned(), port: 2525 });
        assert!(config.reveal_email_owners);
        assert_eq!(config.rate_limit, Some(RateLimit { burst: 15, per_second: 3.0 }));
        assert_eq!(config.registration_tokens, ["first", "second"]);
        assert!(!config.guests);
        assert_eq!(config.dummy_provider.unwrap().username, "alice");
    }

    #[test]
    fn a_rate_limit_of_zero_is_no_limit() {
        assert_eq!(config(&["--rate-limit", "0"]).rate_limit, None);
    }

    #[test]
    fn the_smtp_server_may_be_an_ipv6_address() {
        let mail = MailDelivery::Smtp { host: "::1".to_owned(), port: 25 };
        assert_eq!(config(&["--smtp", "[::1]:25"]).mail, mail);
    }

    #[test]
    fn mistakes_on_the_command_line_are_errors() {
        for arguments in [
            &["--listne", "127.0.0.1:0"][..],
            &["--listen", "nowhere"],
            &["--listen"],
            &["--smtp", "localhost"],
            &["--smtp", ":25"],
            &["--rate-limit", "-1"],
            &["surplus"],
        ] {
            assert!(server(arguments).is_err(), "{arguments:?}");
        }
    }

    #[test]
    fn help_has_a_long_and_a_short_option() {
        assert!(matches!(server(&["--help"]), Ok(Command::Help)));
        assert!(matches!(account_lifecycle([OsString::from("-h")]), Ok(Command::Help)));
    }
}
