//! Names of homeservers.

use super::{
    grammar,
    newtype::{identifier, show_identifier},
};

identifier! {
    /// The name of a homeserver: `example.org`, `10.0.0.1:8448`, `[2001:db8::1]`.
    ///
    /// It is case-sensitive. See [Server Name].
    ///
    /// ```
    /// use matrix_api::identifiers::ServerName;
    ///
    /// let server: ServerName = "[2001:db8::1]:8448".parse()?;
    /// assert_eq!(server.host(), "[2001:db8::1]");
    /// assert_eq!(server.port(), Some(8448));
    /// # Ok::<(), matrix_api::identifiers::InvalidIdentifier>(())
    /// ```
    ///
    /// [Server Name]: https://spec.matrix.org/v1.19/appendices/#server-name
    ServerName, "server name", grammar::server_name
}

show_identifier!(ServerName);

impl ServerName {
    /// The host: a domain name, an IPv4 address, or an IPv6 address in brackets.
    #[must_use]
    #[inline]
    pub fn host(&self) -> &str {
        let text = self.as_str();
        let port = grammar::port_of(text).and_then(|port| text.strip_suffix(port));
        port.and_then(|host| host.strip_suffix(':')).unwrap_or(text)
    }

    /// The port, if there is one.
    #[must_use]
    #[inline]
    pub fn port(&self) -> Option<u16> {
        grammar::port_of(self.as_str()).and_then(|port| port.parse().ok())
    }

    /// Creates a server name from part of a validated identifier.
    #[inline]
    pub(super) fn from_validated(text: &str) -> Self {
        Self(text.into())
    }
}
