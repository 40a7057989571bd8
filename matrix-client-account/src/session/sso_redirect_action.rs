//! What a user is about to do at a single sign-on.

matrix_api::string_enum! {
    /// What a user is about to do at a single sign-on.
    pub enum SsoRedirectAction {
        /// Log in to an account.
        Login = "login",
        /// Make an account.
        Register = "register",
    }
}
