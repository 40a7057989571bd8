//! The kinds of third-party identifiers.

matrix_api::string_enum! {
    /// What kind of address a third-party identifier is.
    ///
    /// See [3PID types](https://spec.matrix.org/v1.19/appendices/#3pid-types).
    pub enum ThirdPartyMedium {
        /// A mail address.
        Email = "email",
        /// A phone number: digits alone, with the country's code and without a `+`.
        Msisdn = "msisdn",
    }
}
