//! Credentials of a validation.

use std::fmt;

use matrix_api::identifiers::{ClientSecret, InvalidIdentifier, SessionId};
use serde::Serialize;

use crate::{
    hidden::Hidden,
    json_object::{self, Checked, Object, take_required_string, take_string},
};

/// Identifies the validation of an email address or a phone number.
///
/// `Debug` hides the client secret and the access token.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ThirdPartyCredentials {
    /// The ID of the validation session at the homeserver or identity server.
    pub sid: SessionId,
    /// The secret that the client generated for the validation.
    pub client_secret: ClientSecret,
    /// The identity server that validated the address, with its port unless that is 443. `None` if the
    /// homeserver validated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_server: Option<String>,
    /// The client's access token for the identity server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_access_token: Option<String>,
}

impl ThirdPartyCredentials {
    /// Creates the credentials of a validation by the homeserver.
    #[must_use]
    pub fn new(sid: SessionId, client_secret: ClientSecret) -> Self {
        Self { sid, client_secret, id_server: None, id_access_token: None }
    }

    /// Sets the identity server that validated the address.
    #[must_use]
    pub fn with_identity_server(
        mut self,
        id_server: impl Into<String>,
        id_access_token: impl Into<String>,
    ) -> Self {
        self.id_server = Some(id_server.into());
        self.id_access_token = Some(id_access_token.into());
        self
    }

    /// Reads `threepid_creds`, or `threepidCreds` of versions until r0.6, which may be a list with one
    /// element.
    #[inline]
    pub(super) fn take(object: &mut Object) -> Checked<Self> {
        if let Some(credentials) = json_object::take_object(object, NAME)? {
            return Self::read(credentials).map_err(|error| error.in_member(NAME));
        }
        let legacy = match json_object::take(object, LEGACY_NAME) {
            Some(serde_json::Value::Array(list)) => match <[_; 1]>::try_from(list) {
                Ok([only]) => Some(only),
                Err(_) => {
                    return Err(json_object::wrong_value(LEGACY_NAME, "a list with one element"));
                }
            },
            other => other,
        };
        let legacy = legacy.ok_or_else(|| json_object::missing(NAME))?;
        json_object::object(legacy, "an object")
            .and_then(Self::read)
            .map_err(|error| error.in_member(LEGACY_NAME))
    }

    #[inline]
    fn read(mut object: Object) -> Checked<Self> {
        Ok(Self {
            sid: identifier(&mut object, "sid", "a session ID")?,
            client_secret: identifier(&mut object, "client_secret", "a client secret")?,
            id_server: take_string(&mut object, "id_server")?,
            id_access_token: take_string(&mut object, "id_access_token")?,
        })
    }
}

const NAME: &str = "threepid_creds";
const LEGACY_NAME: &str = "threepidCreds";

#[inline]
fn identifier<T: TryFrom<String, Error = InvalidIdentifier>>(
    object: &mut Object,
    name: &'static str,
    expected: &'static str,
) -> Checked<T> {
    let text = take_required_string(object, name)?;
    T::try_from(text).map_err(|_| json_object::wrong_value(name, expected))
}

impl fmt::Debug for ThirdPartyCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThirdPartyCredentials")
            .field("sid", &self.sid)
            .field("client_secret", &Hidden)
            .field("id_server", &self.id_server)
            .field("id_access_token", &self.id_access_token.as_ref().map(|_| Hidden))
            .finish()
    }
}
