//! Whether an identity server unbound an identifier.

matrix_api::string_enum! {
    /// Whether an identity server unbound a third-party identifier from a user.
    pub enum IdentityServerUnbindResult {
        /// The homeserver could not determine the identity server, or the identity server does not
        /// support unbinding. The client may contact the identity server itself.
        NoSupport = "no-support",
        /// The identifier was unbound.
        Success = "success",
    }
}
