//! Whether an identity server has forgotten an address.

matrix_api::string_enum! {
    /// Whether an identity server could be told to unbind an address from a user.
    pub enum IdentityServerUnbindResult {
        /// The homeserver does not know the identity server, or that one does not unbind. The client
        /// may turn to it by itself.
        NoSupport = "no-support",
        /// The address is unbound.
        Success = "success",
    }
}
