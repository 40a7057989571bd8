//! Conversions to and from the identifiers of Ruma.

use std::fmt;

use ruma_common::{
    OwnedClientSecret, OwnedDeviceId, OwnedEventId, OwnedMxcUri, OwnedRoomAliasId, OwnedRoomId,
    OwnedServerName, OwnedSessionId, OwnedUserId,
};

use super::{
    ClientSecret, DeviceId, EventId, InvalidIdentifier, MxcUri, RoomAliasId, RoomId, ServerName,
    SessionId, UserId,
};

macro_rules! convert {
    ($($name:ident, $owned:ident;)*) => {
        $(
            impl From<$name> for $owned {
                fn from(identifier: $name) -> Self {
                    to_ruma(identifier.as_str())
                }
            }

            impl From<&$name> for $owned {
                fn from(identifier: &$name) -> Self {
                    to_ruma(identifier.as_str())
                }
            }

            impl TryFrom<$owned> for $name {
                type Error = InvalidIdentifier;

                fn try_from(identifier: $owned) -> Result<Self, InvalidIdentifier> {
                    Self::try_from(identifier.as_str())
                }
            }

            impl TryFrom<&$owned> for $name {
                type Error = InvalidIdentifier;

                fn try_from(identifier: &$owned) -> Result<Self, InvalidIdentifier> {
                    Self::try_from(identifier.as_str())
                }
            }

            impl TryFrom<&ruma_common::$name> for $name {
                type Error = InvalidIdentifier;

                fn try_from(identifier: &ruma_common::$name) -> Result<Self, InvalidIdentifier> {
                    Self::try_from(identifier.as_str())
                }
            }
        )*
    };
}

convert! {
    ClientSecret, OwnedClientSecret;
    DeviceId, OwnedDeviceId;
    EventId, OwnedEventId;
    MxcUri, OwnedMxcUri;
    RoomAliasId, OwnedRoomAliasId;
    RoomId, OwnedRoomId;
    ServerName, OwnedServerName;
    SessionId, OwnedSessionId;
    UserId, OwnedUserId;
}

/// Converts the text of an identifier of this crate.
///
/// Ruma validates with `ruma-identifiers-validation`, which accepts all that `grammar` accepts, and more.
#[allow(clippy::expect_used, reason = "each valid identifier is valid in Ruma")]
fn to_ruma<'a, T: TryFrom<&'a str, Error: fmt::Debug>>(identifier: &'a str) -> T {
    T::try_from(identifier).expect("a valid identifier is valid in Ruma")
}
