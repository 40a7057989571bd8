//! What a client submits for each type of stage.

use std::fmt;

use serde_json::{Map, Value};

use super::{AuthStage, ThirdPartyCredentials};
use crate::{
    hidden::{Hidden, HiddenValues},
    user_identifier::UserIdentifier,
};

/// [`AuthStage::Password`]: who the user is, and the password.
///
/// See [Password-based](https://spec.matrix.org/v1.19/client-server-api/#password-based).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Password {
    /// The user.
    pub identifier: UserIdentifier,
    /// The password. `Debug` hides it.
    pub password: String,
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl Password {
    /// A user and the password.
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

/// [`AuthStage::Recaptcha`]: the answer to the challenge of
/// [`RecaptchaParams`](super::RecaptchaParams).
///
/// See [Google ReCaptcha](https://spec.matrix.org/v1.19/client-server-api/#google-recaptcha).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recaptcha {
    /// The answer that the widget gave. `Debug` hides it.
    pub response: String,
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl Recaptcha {
    /// The answer to a challenge.
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

/// [`AuthStage::EmailIdentity`]: the proof that a mail address was validated.
///
/// See [Email-based](https://spec.matrix.org/v1.19/client-server-api/#email-based-identity--homeserver).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailIdentity {
    /// The proof.
    pub threepid_creds: ThirdPartyCredentials,
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl EmailIdentity {
    /// The proof of a validation.
    #[must_use]
    pub fn new(threepid_creds: ThirdPartyCredentials) -> Self {
        Self { threepid_creds, session: None }
    }
}

/// [`AuthStage::Msisdn`]: the proof that a phone number was validated.
///
/// See [Phone number-based](https://spec.matrix.org/v1.19/client-server-api/#phone-numbermsisdn-based-identity--homeserver).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Msisdn {
    /// The proof.
    pub threepid_creds: ThirdPartyCredentials,
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl Msisdn {
    /// The proof of a validation.
    #[must_use]
    pub fn new(threepid_creds: ThirdPartyCredentials) -> Self {
        Self { threepid_creds, session: None }
    }
}

/// [`AuthStage::RegistrationToken`]: a token that was handed out for a registration.
///
/// It is also read by the name that the stage had in
/// [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231).
///
/// See [Token-authenticated registration](https://spec.matrix.org/v1.19/client-server-api/#token-authenticated-registration).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationToken {
    /// The token. `Debug` hides it.
    pub token: String,
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl RegistrationToken {
    /// A token.
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

/// Declares what is submitted for a stage that asks for nothing but the session.
macro_rules! session_alone {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug, Default, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct $name {
                /// The session that the homeserver gave.
                pub session: Option<String>,
            }

            impl $name {
                /// What is submitted, as yet without a session.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
            }
        )+
    };
}

session_alone! {
    /// [`AuthStage::Sso`]: the login at an external provider.
    ///
    /// Clients complete it with the fallback in a web browser and a [`FallbackAcknowledgement`].
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
    /// The specification asks clients for a [`FallbackAcknowledgement`] instead; some send the type
    /// of the stage with it, and that is this. It is also read by the name that the stage had in
    /// [MSC4312](https://github.com/matrix-org/matrix-spec-proposals/pull/4312).
    ///
    /// See [OAuth authentication](https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication).
    OAuth,
}

/// No stage: what was asked for has been done elsewhere, in a web browser or by following a link in
/// a mail, and the request is repeated.
///
/// The empty object that some clients send with their first request is read as one without session.
///
/// See [Fallback](https://spec.matrix.org/v1.19/client-server-api/#fallback).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FallbackAcknowledgement {
    /// The session that the homeserver gave.
    pub session: Option<String>,
}

impl FallbackAcknowledgement {
    /// The acknowledgement for a session.
    #[must_use]
    pub fn new(session: impl Into<String>) -> Self {
        Self { session: Some(session.into()) }
    }
}

/// What is submitted for a stage that this version of the crate does not know, with all that it says.
///
/// `Debug` shows the names of its members alone.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownAuthData {
    /// The type of the stage.
    pub stage: AuthStage,
    /// The session that the homeserver gave.
    pub session: Option<String>,
    /// Every other member.
    pub fields: Map<String, Value>,
}

impl UnknownAuthData {
    /// What is submitted for a stage that [`AuthData`](super::AuthData) has no variant for.
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
