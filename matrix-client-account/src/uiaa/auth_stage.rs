//! The types of stages.

use crate::json_object::{Checked, JsonShape};

matrix_api::string_enum! {
    /// The type of a stage of user-interactive authentication.
    ///
    /// See [Authentication types](https://spec.matrix.org/v1.19/client-server-api/#authentication-types).
    pub enum AuthStage {
        /// A user and a password.
        Password = "m.login.password",
        /// The response to a Google reCAPTCHA 2.0.
        Recaptcha = "m.login.recaptcha",
        /// Single sign-on at an external provider, in a web browser.
        Sso = "m.login.sso",
        /// An email address that was validated before.
        EmailIdentity = "m.login.email.identity",
        /// A phone number that was validated before.
        Msisdn = "m.login.msisdn",
        /// Nothing: the stage always succeeds.
        Dummy = "m.login.dummy",
        /// A registration token.
        RegistrationToken = "m.login.registration_token",
        /// Consent to the policies of the homeserver.
        Terms = "m.login.terms",
        /// Approval in the homeserver's OAuth 2.0 account management.
        OAuth = "m.oauth",
    }
}

impl AuthStage {
    /// Replaces the unstable name of a stage by the stable one. Returns other stages unchanged.
    ///
    /// Comparison and serialization keep an unstable name, so that a client responds with the name
    /// that the server offered. Call this to find out which stage such a name means.
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

/// Unstable names of stages, from proposals.
pub(super) mod unstable {
    /// Of [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231).
    pub(in crate::uiaa) const REGISTRATION_TOKEN: &str =
        "org.matrix.msc3231.login.registration_token";
    /// Of [MSC4312](https://github.com/matrix-org/matrix-spec-proposals/pull/4312).
    pub(in crate::uiaa) const OAUTH: &str = "org.matrix.cross_signing_reset";
}
