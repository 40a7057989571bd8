//! The [grammar] of identifiers. The tests compare it with `ruma-identifiers-validation`.
//!
//! [grammar]: https://spec.matrix.org/v1.19/appendices/#common-identifier-format

use std::{error::Error, fmt, net::Ipv6Addr};

use crate::text::pieces::write_pieces;

/// The maximum length of an identifier, and of the host of a server name.
const ID_MAX_BYTES: usize = 255;

/// A string is not a valid identifier.
///
/// The message has the kind of identifier and the reason, but not the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidIdentifier {
    pub(super) kind: &'static str,
    pub(super) reason: Reason,
}

impl InvalidIdentifier {
    /// The kind of identifier, such as `user ID`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }
}

impl fmt::Display for InvalidIdentifier {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_pieces(f, &["invalid ", self.kind, ": "])?;
        f.write_str(match self.reason {
            Reason::Empty => "it is empty",
            Reason::MissingPrefix(prefix) => {
                return write_pieces(f, &["it does not start with `", prefix, "`"]);
            }
            Reason::MissingColon => "the colon before the server name is missing",
            Reason::MissingSlash => "the slash after the server name is missing",
            Reason::InvalidCharacters => "it contains invalid characters",
            Reason::InvalidServerName => {
                "the server name is not a domain name or IP address with an optional port"
            }
            Reason::TooLong => "it is longer than 255 bytes",
        })
    }
}

impl Error for InvalidIdentifier {}

/// Why an identifier is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Empty,
    /// The sigil or scheme that is missing.
    MissingPrefix(&'static str),
    MissingColon,
    MissingSlash,
    InvalidCharacters,
    InvalidServerName,
    TooLong,
}

pub(super) type Validity = Result<(), Reason>;

/// The part after the first colon.
pub(super) fn after_colon(text: &str) -> &str {
    split_at_colon(text).map_or("", |(_, server_name)| server_name)
}

/// The parts before and after the first colon.
fn split_at_colon(text: &str) -> Option<(&str, &str)> {
    text.split_once(':')
}

/// The part between the sigil and the first colon.
pub(super) fn localpart(text: &str) -> &str {
    let before = text.split_once(':').map_or(text, |(before, _)| before);
    let mut characters = before.chars();
    characters.next();
    characters.as_str()
}

/// Fast path: whether the text is a sigil, a local part and a domain name, as most identifiers are.
/// The grammar, which scans a text several times, decides on the others.
pub(super) fn is_usual(text: &str, sigil: u8) -> bool {
    let ends_localpart = |byte: &u8| matches!(byte, b':' | 0);
    match text.as_bytes() {
        [first, rest @ ..] if *first == sigil && text.len() <= ID_MAX_BYTES => {
            let end = rest.iter().position(ends_localpart).and_then(|end| rest.get(end..));
            matches!(end, Some([b':', server_name @ ..]) if is_domain_name(server_name))
        }
        _ => false,
    }
}

/// Fast path: whether the text is a domain name, as most server names are.
pub(super) fn is_domain_name(text: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= ID_MAX_BYTES
        && text.iter().all(|byte| OF_DOMAIN_NAME.get(usize::from(*byte)) == Some(&true))
}

/// Whether a domain name may contain a byte.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
static OF_DOMAIN_NAME: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.');
        byte += 1;
    }
    bytes
};

pub(super) fn user_id(text: &str) -> Validity {
    if is_usual(text, b'@') { Ok(()) } else { with_server_name(text, "@") }
}

/// The grammar of new user IDs, which is stricter than that of existing ones.
pub(super) fn new_user_id(text: &str) -> Validity {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'=' | b'_' | b'/' | b'+');
    with_server_name(text, "@")?;
    match localpart(text) {
        "" => Err(Reason::Empty),
        localpart if localpart.bytes().all(allowed) => Ok(()),
        _ => Err(Reason::InvalidCharacters),
    }
}

#[inline]
pub(super) fn room_id(text: &str) -> Validity {
    sigil_and_length(text, "!")?;
    without_nul(text)
}

#[inline]
pub(super) fn room_alias_id(text: &str) -> Validity {
    if is_usual(text, b'#') { Ok(()) } else { with_server_name(text, "#") }
}

#[inline]
pub(super) fn event_id(text: &str) -> Validity {
    sigil_and_length(text, "$")?;
    split_at_colon(text).map_or(Ok(()), |(_, server_name)| host_and_port(server_name))
}

pub(super) fn server_name(text: &str) -> Validity {
    // Fast path: most have no port.
    if is_domain_name(text.as_bytes()) {
        return Ok(());
    }
    if text.is_empty() { Err(Reason::Empty) } else { host_and_port(text) }
}

/// A sigil, a local part, a colon and a server name.
fn with_server_name(text: &str, sigil: &'static str) -> Validity {
    sigil_and_length(text, sigil)?;
    let (before, server_name) = split_at_colon(text).ok_or(Reason::MissingColon)?;
    host_and_port(server_name)?;
    without_nul(before)
}

fn sigil_and_length(text: &str, sigil: &'static str) -> Validity {
    if text.len() > ID_MAX_BYTES {
        Err(Reason::TooLong)
    } else if text.starts_with(sigil) {
        Ok(())
    } else {
        Err(Reason::MissingPrefix(sigil))
    }
}

/// A local part may have any other character.
fn without_nul(text: &str) -> Validity {
    if text.as_bytes().contains(&0) { Err(Reason::InvalidCharacters) } else { Ok(()) }
}

/// A domain name or an IP address, and perhaps a port of one to five digits. The host has at most 255 characters,
/// whatever the [grammar] allows beside it.
///
/// [grammar]: https://spec.matrix.org/v1.19/appendices/#server-name
fn host_and_port(server_name: &str) -> Validity {
    let port = port_of(server_name);
    let host = match port {
        Some(port) => server_name.strip_suffix(port).and_then(|host| host.strip_suffix(':')),
        None => Some(server_name),
    };
    let is_host = host.is_some_and(|host| match host.strip_prefix('[') {
        Some(address) => {
            address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
        }
        None => is_domain_name(host.as_bytes()),
    });
    let is_port = |port: &str| {
        port.len() <= 5
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    };
    if is_host && port.is_none_or(is_port) { Ok(()) } else { Err(Reason::InvalidServerName) }
}

/// The part after the colon that is not inside an IPv6 address.
pub(super) fn port_of(server_name: &str) -> Option<&str> {
    let (before, port) = split_at_colon(server_name)?;
    if !before.starts_with('[') {
        return Some(port);
    }
    let (_, after_address) = server_name.split_once(']')?;
    after_address.split_once(':').map(|(_, port)| port)
}

/// `mxc://<server name>/<media ID>`.
pub(super) fn mxc_uri(text: &str) -> Validity {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let rest = text.strip_prefix("mxc://").ok_or(Reason::MissingPrefix("mxc://"))?;
    let (server_name, media_id) = rest.split_once('/').ok_or(Reason::MissingSlash)?;
    if !media_id.bytes().all(allowed) {
        return Err(Reason::InvalidCharacters);
    }
    host_and_port(server_name)?;
    if media_id.is_empty() { Err(Reason::Empty) } else { Ok(()) }
}

/// The server name and the media ID.
pub(super) fn mxc_parts(text: &str) -> (&str, &str) {
    text.strip_prefix("mxc://").and_then(|rest| rest.split_once('/')).unwrap_or_default()
}

/// The specification has no grammar for device IDs.
pub(super) fn device_id(text: &str) -> Validity {
    if text.is_empty() { Err(Reason::Empty) } else { Ok(()) }
}

/// `[0-9a-zA-Z.=_-]{1,255}`, the grammar of client secrets and session IDs.
#[inline]
pub(super) fn validation_session(text: &str) -> Validity {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".=_-".contains(&byte);
    if text.is_empty() {
        Err(Reason::Empty)
    } else if text.len() > ID_MAX_BYTES {
        Err(Reason::TooLong)
    } else if text.bytes().all(allowed) {
        Ok(())
    } else {
        Err(Reason::InvalidCharacters)
    }
}
