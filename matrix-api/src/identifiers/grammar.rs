//! Validates identifiers, with `ruma-identifiers-validation` and what it lacks.

use ruma_identifiers_validation::{Error as Violation, ID_MAX_BYTES, error::MxcUriError};

/// A string is not a valid identifier.
///
/// The message has the kind of identifier and the reason, but not the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid {kind}: {reason}")]
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

/// Why an identifier is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Reason {
    #[error("it is empty")]
    Empty,
    #[error("it does not start with `{0}`")]
    MissingPrefix(&'static str),
    #[error("the colon before the server name is missing")]
    MissingColon,
    #[error("the slash after the server name is missing")]
    MissingSlash,
    #[error("it contains invalid characters")]
    InvalidCharacters,
    #[error("the server name is not a domain name or IP address with an optional port")]
    InvalidServerName,
    #[error("it is longer than {ID_MAX_BYTES} bytes")]
    TooLong,
    #[error("it is malformed")]
    Malformed,
}

pub(super) type Validity = Result<(), Reason>;

/// Converts an error of the library.
const fn reason(violation: Violation, sigil: &'static str) -> Reason {
    match violation {
        Violation::Empty => Reason::Empty,
        Violation::InvalidCharacters => Reason::InvalidCharacters,
        Violation::InvalidServerName => Reason::InvalidServerName,
        Violation::MaximumLengthExceeded => Reason::TooLong,
        Violation::MissingColon => Reason::MissingColon,
        Violation::MissingLeadingSigil => Reason::MissingPrefix(sigil),
        _ => Reason::Malformed,
    }
}

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
/// The library, which scans a text several times, validates the others.
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
    if is_usual(text, b'@') {
        return Ok(());
    }
    ruma_identifiers_validation::user_id::validate(text).map_err(|v| reason(v, "@"))?;
    host_and_port(after_colon(text))
}

/// The grammar of new user IDs, which is stricter than that of existing ones.
pub(super) fn new_user_id(text: &str) -> Validity {
    ruma_identifiers_validation::user_id::validate_strict(text).map_err(|v| reason(v, "@"))?;
    host_and_port(after_colon(text))
}

#[inline]
pub(super) fn room_id(text: &str) -> Validity {
    ruma_identifiers_validation::room_id::validate(text).map_err(|v| reason(v, "!"))
}

#[inline]
pub(super) fn room_alias_id(text: &str) -> Validity {
    if is_usual(text, b'#') {
        return Ok(());
    }
    ruma_identifiers_validation::room_alias_id::validate(text).map_err(|v| reason(v, "#"))?;
    host_and_port(after_colon(text))
}

#[inline]
pub(super) fn event_id(text: &str) -> Validity {
    ruma_identifiers_validation::event_id::validate(text).map_err(|v| reason(v, "$"))?;
    // The library does not limit the length of IDs without a server name.
    if text.len() > ID_MAX_BYTES { Err(Reason::TooLong) } else { host_and_port(after_colon(text)) }
}

pub(super) fn server_name(text: &str) -> Validity {
    if is_domain_name(text.as_bytes()) {
        return Ok(());
    }
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    ruma_identifiers_validation::server_name::validate(text)
        .map_err(|_| Reason::InvalidServerName)?;
    host_and_port(text)
}

/// A host has at most 255 characters, whatever the [grammar] allows beside it. A port has one to five digits.
/// The library does not limit the host, and accepts a port with a sign or leading zeros.
///
/// [grammar]: https://spec.matrix.org/v1.19/appendices/#server-name
fn host_and_port(server_name: &str) -> Validity {
    let (host_length, valid_port) = match port_of(server_name) {
        Some(port) => (
            server_name.len() - port.len() - 1,
            port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()),
        ),
        None => (server_name.len(), true),
    };
    if host_length <= ID_MAX_BYTES && valid_port { Ok(()) } else { Err(Reason::InvalidServerName) }
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
    ruma_identifiers_validation::mxc_uri::validate(text).map_err(|violation| match violation {
        MxcUriError::WrongSchema => Reason::MissingPrefix("mxc://"),
        MxcUriError::MissingSlash => Reason::MissingSlash,
        MxcUriError::MediaIdMalformed => Reason::InvalidCharacters,
        MxcUriError::ServerNameMalformed => Reason::InvalidServerName,
        _ => Reason::Malformed,
    })?;
    let (server_name, media_id) = mxc_parts(text);
    if media_id.is_empty() { Err(Reason::Empty) } else { host_and_port(server_name) }
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
