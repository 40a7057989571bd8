//! The purpose of a single sign-on.

matrix_api::string_enum! {
    /// The purpose of a single sign-on.
    pub enum SsoRedirectAction {
        /// Log in to an account.
        Login = "login",
        /// Register an account.
        Register = "register",
    }
}
