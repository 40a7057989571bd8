//! The types of third-party identifiers.

matrix_api::string_enum! {
    /// The type of a third-party identifier.
    ///
    /// See [3PID types](https://spec.matrix.org/v1.19/appendices/#3pid-types).
    pub enum ThirdPartyMedium {
        /// An email address.
        Email = "email",
        /// A phone number: digits only, with the country code and without a `+`.
        Msisdn = "msisdn",
    }
}
