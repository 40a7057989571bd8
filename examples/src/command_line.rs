//! The options of the two programs.

use std::{error::Error, ffi::OsString, net::SocketAddr, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt as _};

use crate::homeserver::{Config, DummyProvider, MailDelivery, RateLimit};

/// The text of `account_server --help`.
pub const SERVER_HELP: &str = "\
A small Matrix homeserver for accounts: registration, sessions, addresses, deactivation.

Usage: account_server [OPTIONS]

Options:
  --listen ADDRESS       Where to listen; port 0 takes a free one [default: 127.0.0.1:8008]
  --server-name NAME     The name after the colon in user IDs [default: localhost]
  --public-url URL       How clients reach the server, for links in mails
                         [default: http:// and the address it listens on]
  --database PATH        The SQLite file, created if it is not there
                         [default: a temporary one, removed at the end]
  --smtp HOST:PORT       Send mail through this SMTP server, without TLS
  --mail-dir PATH        Write mail as .eml files into this folder
                         [default: a temporary one, removed at the end]
  --rate-limit NUMBER    Requests per second from one address, in the long run, to the
                         endpoints that are rate limited; 0 for no limit [default: 20]
  --registration-token TOKEN
                         Registering takes this token, or another one that is given like this
  --no-guests            Register no guests
  --dummy-sso NAME       Offer single sign-on that logs EVERYONE in as this user, for trials
  --help                 Print this text

The server prints the address that it listens on, and ends on Ctrl-C.
";

/// The text of `account_lifecycle --help`.
pub const LIFECYCLE_HELP: &str = "\
Lives the life of a Matrix account, from registration to deactivation, and shows each call:
what is sent, what comes back, and the types that the program works with.

Usage: account_lifecycle [OPTIONS]

Options:
  --homeserver URL       Call this homeserver; it must register accounts by `m.login.dummy`
                         [default: an account_server that runs inside this program]
  --help                 Print this text

Without a terminal, or with NO_COLOR set, the output has no colour. The exit code is 0 if every
answer was the expected one.
";

/// What a program is asked to do.
#[derive(Debug)]
pub enum Command<T> {
    /// Print the help text.
    Help,
    /// Run with these options.
    Run(T),
}

/// The options of `account_server`; the arguments are without the program's name.
///
/// # Errors
///
/// When an option is unknown, or its value is missing or malformed.
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

/// The options of `account_lifecycle`: the homeserver to call, if it is not to be started.
///
/// # Errors
///
/// When an option is unknown, or its value is missing.
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

/// An error and its causes, in one line.
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
        // Some errors repeat their cause in their own text.
        if !explanation.contains(&cause_text) {
            explanation.push_str(": ");
            explanation.push_str(&cause_text);
        }
        source = cause.source();
    }
    explanation
}

/// `HOST:PORT`
fn smtp(text: &str) -> Result<MailDelivery, &'static str> {
    const EXPECTED: &str = "expected HOST:PORT, such as 127.0.0.1:25";
    let (host, port) = text.rsplit_once(':').ok_or(EXPECTED)?;
    let port = port.parse().map_err(|_| EXPECTED)?;
    if host.is_empty() {
        return Err(EXPECTED);
    }
    Ok(MailDelivery::Smtp { host: host.trim_matches(['[', ']']).to_owned(), port })
}

/// A number of requests per second, of which five seconds' worth may come at once.
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
    fn an_smtp_server_may_have_an_ipv6_address() {
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
    fn help_is_asked_for_by_name_or_letter() {
        assert!(matches!(server(&["--help"]), Ok(Command::Help)));
        assert!(matches!(account_lifecycle([OsString::from("-h")]), Ok(Command::Help)));
    }
}
