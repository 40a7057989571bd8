//! What a client submits as `auth`.

mod deserialize;
mod serialize;
#[cfg(test)]
mod tests;

use super::{
    AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password, Recaptcha,
    RegistrationToken, Sso, Terms, UnknownAuthData,
};

/// What a client submits for a stage of user-interactive authentication: the member `auth` of a
/// request.
///
/// Neither `Debug` nor the errors of reading it show what was submitted, except for the user, the
/// session and the server that validated an address.
///
/// See [Authentication types](https://spec.matrix.org/v1.19/client-server-api/#authentication-types).
///
/// ```
/// use matrix_client_account::{UserIdentifier, uiaa::{AuthData, AuthStage, Password}};
///
/// let auth = AuthData::from(Password::new(UserIdentifier::user("alice"), "wonderland"))
///     .with_session("dkr9ZK");
/// let json = serde_json::to_value(&auth)?;
/// assert_eq!(json, serde_json::json!({
///     "type": "m.login.password",
///     "identifier": { "type": "m.id.user", "user": "alice" },
///     "password": "wonderland",
///     "session": "dkr9ZK",
/// }));
///
/// let received: AuthData = serde_json::from_value(json)?;
/// assert_eq!(received.stage(), Some(AuthStage::Password));
/// assert_eq!(received.session(), Some("dkr9ZK"));
/// assert!(!format!("{received:?}").contains("wonderland"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AuthData {
    /// A user and the password.
    Password(Password),
    /// The answer to a challenge.
    Recaptcha(Recaptcha),
    /// The login at an external provider.
    Sso(Sso),
    /// The proof that a mail address was validated.
    EmailIdentity(EmailIdentity),
    /// The proof that a phone number was validated.
    Msisdn(Msisdn),
    /// Nothing.
    Dummy(Dummy),
    /// A token that was handed out for a registration.
    RegistrationToken(RegistrationToken),
    /// Consent to the policies of the homeserver.
    Terms(Terms),
    /// Approval in the web interface of the homeserver's account management.
    OAuth(OAuth),
    /// No stage: what was asked for has been done elsewhere.
    FallbackAcknowledgement(FallbackAcknowledgement),
    /// What is submitted for a stage that this version of the crate does not know.
    Unknown(UnknownAuthData),
}

impl AuthData {
    /// The stage that this is for. `None` for an acknowledgement, which names none.
    #[must_use]
    #[inline]
    pub fn stage(&self) -> Option<AuthStage> {
        Some(match self {
            Self::Password(_) => AuthStage::Password,
            Self::Recaptcha(_) => AuthStage::Recaptcha,
            Self::Sso(_) => AuthStage::Sso,
            Self::EmailIdentity(_) => AuthStage::EmailIdentity,
            Self::Msisdn(_) => AuthStage::Msisdn,
            Self::Dummy(_) => AuthStage::Dummy,
            Self::RegistrationToken(_) => AuthStage::RegistrationToken,
            Self::Terms(_) => AuthStage::Terms,
            Self::OAuth(_) => AuthStage::OAuth,
            Self::FallbackAcknowledgement(_) => return None,
            Self::Unknown(data) => data.stage.clone(),
        })
    }

    /// Sets the session: the one of the [`UiaaInfo`](super::UiaaInfo) that this answers.
    #[must_use]
    pub fn with_session(mut self, session: impl Into<String>) -> Self {
        *self.session_mut() = Some(session.into());
        self
    }
}

/// Implements what is the same for every variant.
macro_rules! stage_data {
    ($($variant:ident($data:ident)),+ $(,)?) => {
        impl AuthData {
            /// The session that this belongs to.
            #[must_use]
            #[inline]
            pub fn session(&self) -> Option<&str> {
                match self {
                    $(Self::$variant(data) => data.session.as_deref(),)+
                }
            }

            #[inline]
            fn session_mut(&mut self) -> &mut Option<String> {
                match self {
                    $(Self::$variant(data) => &mut data.session,)+
                }
            }
        }

        $(
            impl From<$data> for AuthData {
                fn from(data: $data) -> Self {
                    Self::$variant(data)
                }
            }
        )+
    };
}

stage_data! {
    Password(Password),
    Recaptcha(Recaptcha),
    Sso(Sso),
    EmailIdentity(EmailIdentity),
    Msisdn(Msisdn),
    Dummy(Dummy),
    RegistrationToken(RegistrationToken),
    Terms(Terms),
    OAuth(OAuth),
    FallbackAcknowledgement(FallbackAcknowledgement),
    Unknown(UnknownAuthData),
}
