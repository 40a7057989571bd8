//! The member `auth` of requests.

mod deserialize;
mod serialize;
#[cfg(test)]
mod tests;

use super::{
    AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password, Recaptcha,
    RegistrationToken, Sso, Terms, UnknownAuthData,
};

/// The data that a client submits for a stage of user-interactive authentication: the member `auth` of
/// a request.
///
/// `Debug` and errors hide the data, except for the user, the session and the server that validated an
/// identifier.
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
    /// A user and a password.
    Password(Password),
    /// The response to a reCAPTCHA.
    Recaptcha(Recaptcha),
    /// Single sign-on.
    Sso(Sso),
    /// A validated email address.
    EmailIdentity(EmailIdentity),
    /// A validated phone number.
    Msisdn(Msisdn),
    /// Nothing.
    Dummy(Dummy),
    /// A registration token.
    RegistrationToken(RegistrationToken),
    /// Consent to the policies of the homeserver.
    Terms(Terms),
    /// Approval in the homeserver's account management.
    OAuth(OAuth),
    /// No stage: the user has completed it elsewhere.
    FallbackAcknowledgement(FallbackAcknowledgement),
    /// Data for a stage that this version of the crate does not know.
    Unknown(UnknownAuthData),
}

impl AuthData {
    /// The stage of the data. `None` for an acknowledgement, which does not name one.
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

    /// Sets the session, which is that of the server's [`UiaaInfo`](super::UiaaInfo).
    #[must_use]
    pub fn with_session(mut self, session: impl Into<String>) -> Self {
        *self.session_mut() = Some(session.into());
        self
    }
}

/// Implements what is the same for all variants.
macro_rules! stage_data {
    ($($variant:ident($data:ident)),+ $(,)?) => {
        impl AuthData {
            /// The session of the authentication.
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
