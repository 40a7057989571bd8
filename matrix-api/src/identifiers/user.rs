//! Users and their devices.

use super::{
    grammar::{self, InvalidIdentifier},
    newtype::{identifier, parse, show_identifier},
    server_name::ServerName,
};

identifier! {
    /// The ID of a user: `@alice:example.org`.
    ///
    /// Historical IDs, which contain almost any characters, are valid; [`UserId::new`] creates only IDs
    /// that the specification allows today. See [User Identifiers].
    ///
    /// [User Identifiers]: https://spec.matrix.org/v1.19/appendices/#user-identifiers
    UserId, "user ID", grammar::user_id
}

show_identifier!(UserId);

impl UserId {
    /// Creates the ID of a new user. The local part may contain `a-z`, `0-9` and `._=-/+`.
    ///
    /// # Errors
    ///
    /// Fails if the local part is empty or has other characters, or if the ID exceeds 255 bytes.
    #[inline]
    pub fn new(localpart: &str, server_name: &ServerName) -> Result<Self, InvalidIdentifier> {
        parse("user ID", &format!("@{localpart}:{server_name}"), grammar::new_user_id).map(Self)
    }

    /// The part between `@` and the server name.
    #[must_use]
    #[inline]
    pub fn localpart(&self) -> &str {
        grammar::localpart(self.as_str())
    }

    /// The server that the account is on.
    #[must_use]
    #[inline]
    pub fn server_name(&self) -> ServerName {
        ServerName::from_validated(grammar::after_colon(self.as_str()))
    }

    /// Whether the ID has characters that new IDs must not have.
    ///
    /// See [Historical User IDs](https://spec.matrix.org/v1.19/appendices/#historical-user-ids).
    #[must_use]
    #[inline]
    pub fn is_historical(&self) -> bool {
        grammar::new_user_id(self.as_str()).is_err()
    }
}

identifier! {
    /// The ID of a device of a user: any string that is not empty.
    ///
    /// See [Relationship between access tokens and devices].
    ///
    /// [Relationship between access tokens and devices]: https://spec.matrix.org/v1.19/client-server-api/#relationship-between-access-tokens-and-devices
    DeviceId, "device ID", grammar::device_id
}

show_identifier!(DeviceId);
