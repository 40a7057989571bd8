//! The data that a client submits for each type of stage.

use std::fmt;

use serde_json::{Map, Value};

use super::{AuthStage, ThirdPartyCredentials};
use crate::{
    hidden::{Hidden, HiddenValues},
    user_identifier::UserIdentifier,
};

/// [`AuthStage::Password`]: a user and a password.
///
/// See [Password-based](https://spec.matrix.org/v1.19/client-server-api/#password-based).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Password {
    /// The user.
    pub identifier: UserIdentifier,
    /// The password. `Debug` hides it.
    pub password: String,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl Password {
    /// Creates the data from a user and a password.
    #[must_use]
    pub fn new(identifier: UserIdentifier, password: impl Into<String>) -> Self {
        Self { identifier, password: password.into(), session: None }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Password")
            .field("identifier", &self.identifier)
            .field("password", &Hidden)
            .field("session", &self.session)
            .finish()
    }
}

/// [`AuthStage::Recaptcha`]: the response to a reCAPTCHA with the public key of
/// [`RecaptchaParams`](super::RecaptchaParams).
///
/// See [Google ReCaptcha](https://spec.matrix.org/v1.19/client-server-api/#google-recaptcha).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recaptcha {
    /// The response that the reCAPTCHA widget returned. `Debug` hides it.
    pub response: String,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl Recaptcha {
    /// Creates the data from the response of the widget.
    #[must_use]
    pub fn new(response: impl Into<String>) -> Self {
        Self { response: response.into(), session: None }
    }
}

impl fmt::Debug for Recaptcha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recaptcha")
            .field("response", &Hidden)
            .field("session", &self.session)
            .finish()
    }
}

/// [`AuthStage::EmailIdentity`]: a validated email address.
///
/// See [Email-based](https://spec.matrix.org/v1.19/client-server-api/#email-based-identity--homeserver).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailIdentity {
    /// Identifies the validation.
    pub threepid_creds: ThirdPartyCredentials,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl EmailIdentity {
    /// Creates the data from the credentials of a validation.
    #[must_use]
    pub fn new(threepid_creds: ThirdPartyCredentials) -> Self {
        Self { threepid_creds, session: None }
    }
}

/// [`AuthStage::Msisdn`]: a validated phone number.
///
/// See [Phone number-based](https://spec.matrix.org/v1.19/client-server-api/#phone-numbermsisdn-based-identity--homeserver).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Msisdn {
    /// Identifies the validation.
    pub threepid_creds: ThirdPartyCredentials,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl Msisdn {
    /// Creates the data from the credentials of a validation.
    #[must_use]
    pub fn new(threepid_creds: ThirdPartyCredentials) -> Self {
        Self { threepid_creds, session: None }
    }
}

/// [`AuthStage::RegistrationToken`]: a registration token.
///
/// The unstable name of the stage, from
/// [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231), is read as well.
///
/// See [Token-authenticated registration](https://spec.matrix.org/v1.19/client-server-api/#token-authenticated-registration).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationToken {
    /// The token. `Debug` hides it.
    pub token: String,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl RegistrationToken {
    /// Creates the data from a token.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into(), session: None }
    }
}

impl fmt::Debug for RegistrationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationToken")
            .field("token", &Hidden)
            .field("session", &self.session)
            .finish()
    }
}

/// Defines the data of stages that need only the session.
macro_rules! session_only {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug, Default, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct $name {
                /// The session that the homeserver assigned.
                pub session: Option<String>,
            }

            impl $name {
                /// Creates the data without a session.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
            }
        )+
    };
}

session_only! {
    /// [`AuthStage::Sso`]: single sign-on at an external provider.
    ///
    /// Clients complete the stage in a web browser, and send a [`FallbackAcknowledgement`].
    ///
    /// See [Single Sign-On](https://spec.matrix.org/v1.19/client-server-api/#single-sign-on).
    Sso,
    /// [`AuthStage::Dummy`]: nothing.
    ///
    /// See [Dummy Auth](https://spec.matrix.org/v1.19/client-server-api/#dummy-auth).
    Dummy,
    /// [`AuthStage::Terms`]: consent to every policy of [`TermsParams`](super::TermsParams).
    ///
    /// See [Terms of service at registration](https://spec.matrix.org/v1.19/client-server-api/#terms-of-service-at-registration).
    Terms,
    /// [`AuthStage::OAuth`]: the user approved at the URL of [`OAuthParams`](super::OAuthParams).
    ///
    /// According to the specification, clients send a [`FallbackAcknowledgement`] instead, but some
    /// add the type of the stage, which is read as this. The unstable name of the stage, from
    /// [MSC4312](https://github.com/matrix-org/matrix-spec-proposals/pull/4312), is read as well.
    ///
    /// See [OAuth authentication](https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication).
    OAuth,
}

/// Repeats a request without naming a stage: the user has completed the stage elsewhere, such as in a
/// web browser or by following a link in an email.
///
/// The empty object that some clients send with their first request is read as an acknowledgement
/// without a session.
///
/// See [Fallback](https://spec.matrix.org/v1.19/client-server-api/#fallback).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FallbackAcknowledgement {
    /// The session that the homeserver assigned.
    pub session: Option<String>,
}

impl FallbackAcknowledgement {
    /// Creates an acknowledgement for a session.
    #[must_use]
    pub fn new(session: impl Into<String>) -> Self {
        Self { session: Some(session.into()) }
    }
}

/// Data for a stage that this version of the crate does not know, with all members.
///
/// `Debug` shows the names of the members without their values.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownAuthData {
    /// The type of the stage.
    pub stage: AuthStage,
    /// The session that the homeserver assigned.
    pub session: Option<String>,
    /// All other members.
    pub fields: Map<String, Value>,
}

impl UnknownAuthData {
    /// Creates data for a stage that [`AuthData`](super::AuthData) has no variant for.
    #[must_use]
    pub fn new(stage: AuthStage, fields: Map<String, Value>) -> Self {
        Self { stage, session: None, fields }
    }
}

impl fmt::Debug for UnknownAuthData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownAuthData")
            .field("stage", &self.stage)
            .field("session", &self.session)
            .field("fields", &HiddenValues(&self.fields))
            .finish()
    }
}
