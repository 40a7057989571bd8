//! The types of stages.

use crate::json_object::{Checked, JsonShape};

matrix_api::string_enum! {
    /// The type of a stage of user-interactive authentication.
    ///
    /// See [Authentication types](https://spec.matrix.org/v1.19/client-server-api/#authentication-types).
    pub enum AuthStage {
        /// A user and a password.
        Password = "m.login.password",
        /// The answer to a challenge of Google reCAPTCHA 2.0.
        Recaptcha = "m.login.recaptcha",
        /// A login at an external provider, in a web browser.
        Sso = "m.login.sso",
        /// A mail address that was validated before.
        EmailIdentity = "m.login.email.identity",
        /// A phone number that was validated before.
        Msisdn = "m.login.msisdn",
        /// Nothing: the stage always succeeds.
        Dummy = "m.login.dummy",
        /// A token that was handed out for a registration.
        RegistrationToken = "m.login.registration_token",
        /// Consent to the policies of the homeserver.
        Terms = "m.login.terms",
        /// Approval in the web interface of the homeserver's OAuth 2.0 account management.
        OAuth = "m.oauth",
    }
}

impl AuthStage {
    /// The stage that this is an unstable name of, and itself if it is none.
    ///
    /// A stage is compared and written by its own name, so that a server is answered with the name
    /// that it offered. This is for those who want to know what the stage is.
    ///
    /// ```
    /// use matrix_client_account::uiaa::AuthStage;
    ///
    /// let stage = AuthStage::from("org.matrix.cross_signing_reset");
    /// assert_ne!(stage, AuthStage::OAuth);
    /// assert_eq!(stage.to_stable(), AuthStage::OAuth);
    /// ```
    #[must_use]
    #[inline]
    pub fn to_stable(&self) -> Self {
        match self.as_str() {
            unstable::REGISTRATION_TOKEN => Self::RegistrationToken,
            unstable::OAUTH => Self::OAuth,
            _ => self.clone(),
        }
    }
}

impl JsonShape<'_> for AuthStage {
    const EXPECTED: &'static str = "a string";

    fn from_string(text: &str) -> Checked<Self> {
        Ok(text.into())
    }
}

/// Names that stages had in proposals.
pub(super) mod unstable {
    /// Of [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231).
    pub(in crate::uiaa) const REGISTRATION_TOKEN: &str =
        "org.matrix.msc3231.login.registration_token";
    /// Of [MSC4312](https://github.com/matrix-org/matrix-spec-proposals/pull/4312).
    pub(in crate::uiaa) const OAUTH: &str = "org.matrix.cross_signing_reset";
}
