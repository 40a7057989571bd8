//! Serialization of `auth`.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::AuthData;

impl Serialize for AuthData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(stage) = self.stage() {
            map.serialize_entry("type", &stage)?;
        }
        match self {
            Self::Password(data) => {
                map.serialize_entry("identifier", &data.identifier)?;
                map.serialize_entry("password", &data.password)?;
            }
            Self::Recaptcha(data) => map.serialize_entry("response", &data.response)?,
            Self::EmailIdentity(data) => {
                map.serialize_entry("threepid_creds", &data.threepid_creds)?;
            }
            Self::Msisdn(data) => map.serialize_entry("threepid_creds", &data.threepid_creds)?,
            Self::RegistrationToken(data) => map.serialize_entry("token", &data.token)?,
            Self::Unknown(data) => {
                let is_own = |name: &str| matches!(name, "type" | "session");
                for (name, value) in data.fields.iter().filter(|(name, _)| !is_own(name)) {
                    map.serialize_entry(name, value)?;
                }
            }
            Self::Sso(_)
            | Self::Dummy(_)
            | Self::Terms(_)
            | Self::OAuth(_)
            | Self::FallbackAcknowledgement(_) => {}
        }
        if let Some(session) = self.session() {
            map.serialize_entry("session", session)?;
        }
        map.end()
    }
}
