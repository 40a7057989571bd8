//! The ways to log in.

matrix_api::string_enum! {
    /// A way to log in, or to register.
    ///
    /// See [Login](https://spec.matrix.org/v1.19/client-server-api/#login).
    pub enum LoginType {
        /// An application service logs one of its users in.
        ApplicationService = "m.login.application_service",
        /// A user and the password.
        Password = "m.login.password",
        /// An external provider logs the user in, and hands out a token.
        Sso = "m.login.sso",
        /// A short-lived token.
        Token = "m.login.token",
    }
}
