//! The credentials of a login.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use crate::{
    hidden::{Hidden, HiddenValues},
    json_object::{self, Checked, Object, take_object, take_required_string, take_string},
    login_type::LoginType,
    third_party_medium::ThirdPartyMedium,
    user_identifier::UserIdentifier,
};

#[cfg(test)]
mod tests;

/// The credentials of a login: its type, and the members of that type.
///
/// See [`POST /_matrix/client/v3/login`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LoginInfo {
    /// `m.login.password`: a user and a password.
    Password(PasswordLogin),
    /// `m.login.token`: a short-lived token.
    Token(TokenLogin),
    /// `m.login.application_service`: an application service logs in one of its users.
    ApplicationService(ApplicationServiceLogin),
    /// A type that this version of the crate does not know.
    Unknown(UnknownLogin),
}

/// A login by password.
///
/// Clients identify the user by `identifier`. Clients of r0.2 use `user`, or `medium` and `address`.
///
/// `Debug` hides the password.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PasswordLogin {
    /// The user.
    pub identifier: Option<UserIdentifier>,
    /// The password.
    pub password: String,
    /// The user ID, or its localpart. Deprecated.
    pub user: Option<String>,
    /// The type of `address`. Deprecated.
    pub medium: Option<ThirdPartyMedium>,
    /// An email address or phone number of the user. Deprecated.
    pub address: Option<String>,
}

impl PasswordLogin {
    /// Creates a login from a user and a password.
    #[must_use]
    pub fn new(identifier: UserIdentifier, password: impl Into<String>) -> Self {
        Self {
            identifier: Some(identifier),
            password: password.into(),
            user: None,
            medium: None,
            address: None,
        }
    }

    /// The user, from `identifier` or the deprecated members. `None` if all of them are absent.
    #[must_use]
    #[inline]
    pub fn user_identifier(&self) -> Option<UserIdentifier> {
        if let Some(identifier) = &self.identifier {
            return Some(identifier.clone());
        }
        if let Some(user) = &self.user {
            return Some(UserIdentifier::user(user));
        }
        let medium = self.medium.clone()?;
        Some(UserIdentifier::third_party(medium, self.address.clone()?))
    }
}

/// A login by a short-lived token, from [`get_login_token`](super::get_login_token) or single sign-on.
///
/// `Debug` hides the token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenLogin {
    /// The token.
    pub token: String,
}

impl TokenLogin {
    /// Creates a login from a token.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into() }
    }
}

/// A login by which an application service logs in one of its users.
///
/// See [Server admin style permissions](https://spec.matrix.org/v1.19/application-service-api/#server-admin-style-permissions).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApplicationServiceLogin {
    /// The user.
    pub identifier: Option<UserIdentifier>,
    /// The user ID, or its localpart. Deprecated.
    pub user: Option<String>,
}

impl ApplicationServiceLogin {
    /// Creates a login for one of the application service's users.
    #[must_use]
    pub fn new(identifier: UserIdentifier) -> Self {
        Self { identifier: Some(identifier), user: None }
    }

    /// The user, from `identifier` or the deprecated `user`. `None` if both are absent.
    #[must_use]
    #[inline]
    pub fn user_identifier(&self) -> Option<UserIdentifier> {
        self.identifier.clone().or_else(|| self.user.as_deref().map(UserIdentifier::user))
    }
}

/// A login of a type that this version of the crate does not know, with all members.
///
/// `Debug` shows the names of the members without their values.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownLogin {
    /// The type.
    pub kind: LoginType,
    /// All other members, except those that every login request has.
    pub fields: Map<String, Value>,
}

impl UnknownLogin {
    /// Creates a login of a type that [`LoginInfo`] has no variant for.
    #[must_use]
    pub fn new(kind: LoginType, fields: Map<String, Value>) -> Self {
        Self { kind, fields }
    }
}

impl LoginInfo {
    /// The type of login.
    #[must_use]
    #[inline]
    pub fn login_type(&self) -> LoginType {
        match self {
            Self::Password(_) => LoginType::Password,
            Self::Token(_) => LoginType::Token,
            Self::ApplicationService(_) => LoginType::ApplicationService,
            Self::Unknown(unknown) => unknown.kind.clone(),
        }
    }

    #[inline]
    fn read(mut object: Object) -> Checked<Self> {
        let kind = LoginType::from(take_required_string(&mut object, "type")?);
        Ok(match kind {
            LoginType::Password => Self::Password(PasswordLogin {
                identifier: take_identifier(&mut object)?,
                password: take_required_string(&mut object, "password")?,
                user: take_string(&mut object, "user")?,
                medium: take_string(&mut object, "medium")?.map(Into::into),
                address: take_string(&mut object, "address")?,
            }),
            LoginType::Token => {
                Self::Token(TokenLogin { token: take_required_string(&mut object, "token")? })
            }
            LoginType::ApplicationService => Self::ApplicationService(ApplicationServiceLogin {
                identifier: take_identifier(&mut object)?,
                user: take_string(&mut object, "user")?,
            }),
            kind => Self::Unknown(UnknownLogin { kind, fields: object }),
        })
    }
}

#[inline]
fn take_identifier(object: &mut Object) -> Checked<Option<UserIdentifier>> {
    let identifier = take_object(object, "identifier")?;
    identifier
        .map(|identifier| {
            UserIdentifier::read(identifier).map_err(|error| error.in_member("identifier"))
        })
        .transpose()
}

impl From<PasswordLogin> for LoginInfo {
    fn from(login: PasswordLogin) -> Self {
        Self::Password(login)
    }
}

impl From<TokenLogin> for LoginInfo {
    fn from(login: TokenLogin) -> Self {
        Self::Token(login)
    }
}

impl From<ApplicationServiceLogin> for LoginInfo {
    fn from(login: ApplicationServiceLogin) -> Self {
        Self::ApplicationService(login)
    }
}

impl From<UnknownLogin> for LoginInfo {
    fn from(login: UnknownLogin) -> Self {
        Self::Unknown(login)
    }
}

impl fmt::Debug for PasswordLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordLogin")
            .field("identifier", &self.identifier)
            .field("password", &Hidden)
            .field("user", &self.user)
            .field("medium", &self.medium)
            .field("address", &self.address)
            .finish()
    }
}

impl fmt::Debug for TokenLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenLogin").field("token", &Hidden).finish()
    }
}

impl fmt::Debug for UnknownLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownLogin")
            .field("kind", &self.kind)
            .field("fields", &HiddenValues(&self.fields))
            .finish()
    }
}

impl Serialize for LoginInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &self.login_type())?;
        match self {
            Self::Password(login) => {
                write_optional(&mut map, "identifier", login.identifier.as_ref())?;
                write_optional(&mut map, "user", login.user.as_ref())?;
                write_optional(&mut map, "medium", login.medium.as_ref())?;
                write_optional(&mut map, "address", login.address.as_ref())?;
                map.serialize_entry("password", &login.password)?;
            }
            Self::Token(login) => map.serialize_entry("token", &login.token)?,
            Self::ApplicationService(login) => {
                write_optional(&mut map, "identifier", login.identifier.as_ref())?;
                write_optional(&mut map, "user", login.user.as_ref())?;
            }
            Self::Unknown(login) => {
                for (name, value) in login.fields.iter().filter(|(name, _)| *name != "type") {
                    map.serialize_entry(name, value)?;
                }
            }
        }
        map.end()
    }
}

fn write_optional<M: SerializeMap>(
    map: &mut M,
    name: &str,
    value: Option<&impl Serialize>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

impl<'de> Deserialize<'de> for LoginInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize(deserializer, Self::read)
    }
}
