//! Validation of email addresses and phone numbers.

use std::fmt;

use super::{
    grammar,
    newtype::{identifier, show_identifier},
};

identifier! {
    /// A secret that a client generates to prove later that it started a validation: 1 to 255
    /// characters of `0-9a-zA-Z.=_-`.
    ///
    /// `Debug` does not show it, and it does not implement `Display`.
    ///
    /// See [Adding account administrative contact information].
    ///
    /// ```
    /// use matrix_api::identifiers::ClientSecret;
    ///
    /// let secret: ClientSecret = "monkeys_are_GREAT".parse()?;
    /// assert_eq!(format!("{secret:?}"), "ClientSecret(..)");
    /// # Ok::<(), matrix_api::identifiers::InvalidIdentifier>(())
    /// ```
    ///
    /// [Adding account administrative contact information]: https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information
    ClientSecret, "client secret", grammar::validation_session
}

impl fmt::Debug for ClientSecret {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(..)")
    }
}

identifier! {
    /// The ID that a server gives to a validation (`sid`): 1 to 255 characters of `0-9a-zA-Z.=_-`.
    ///
    /// See [Adding account administrative contact information].
    ///
    /// [Adding account administrative contact information]: https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information
    SessionId, "session ID", grammar::validation_session
}

show_identifier!(SessionId);
