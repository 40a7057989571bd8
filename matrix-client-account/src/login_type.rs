//! The types of login.

matrix_api::string_enum! {
    /// A type of login, or of registration.
    ///
    /// See [Login](https://spec.matrix.org/v1.19/client-server-api/#login).
    pub enum LoginType {
        /// An application service logs in one of its users.
        ApplicationService = "m.login.application_service",
        /// The user gives a password.
        Password = "m.login.password",
        /// Single sign-on: an external provider authenticates the user.
        Sso = "m.login.sso",
        /// The client has a short-lived login token.
        Token = "m.login.token",
    }
}
