//! The reason for a single sign-on.

matrix_api::string_enum! {
    /// What a user is about to do by single sign-on.
    pub enum SsoRedirectAction {
        /// Log in to an account.
        Login = "login",
        /// Register an account.
        Register = "register",
    }
}
