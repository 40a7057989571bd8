//! Conversions to and from the identifiers of Ruma.

use ruma_common::{
    IdParseError, OwnedClientSecret, OwnedDeviceId, OwnedEventId, OwnedMxcUri, OwnedRoomAliasId,
    OwnedRoomId, OwnedServerName, OwnedSessionId, OwnedUserId,
};

use super::{
    ClientSecret, DeviceId, EventId, InvalidIdentifier, MxcUri, RoomAliasId, RoomId, ServerName,
    SessionId, UserId,
};

/// Both sides validate, each by its own rules.
///
/// Those of Ruma may become stricter in any release, so that the conversion to Ruma can fail, too.
macro_rules! convert {
    ($($name:ident, $owned:ident;)*) => {
        $(
            impl TryFrom<$name> for $owned {
                type Error = IdParseError;

                fn try_from(identifier: $name) -> Result<Self, IdParseError> {
                    Self::try_from(identifier.as_str())
                }
            }

            impl TryFrom<&$name> for $owned {
                type Error = IdParseError;

                fn try_from(identifier: &$name) -> Result<Self, IdParseError> {
                    Self::try_from(identifier.as_str())
                }
            }

            convert_from_ruma!($name, $owned);
        )*
    };
}

/// Ruma takes any text.
macro_rules! convert_any_text {
    ($($name:ident, $owned:ident;)*) => {
        $(
            impl From<$name> for $owned {
                fn from(identifier: $name) -> Self {
                    Self::from(identifier.as_str())
                }
            }

            impl From<&$name> for $owned {
                fn from(identifier: &$name) -> Self {
                    Self::from(identifier.as_str())
                }
            }

            convert_from_ruma!($name, $owned);
        )*
    };
}

macro_rules! convert_from_ruma {
    ($name:ident, $owned:ident) => {
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
    };
}

convert! {
    ClientSecret, OwnedClientSecret;
    EventId, OwnedEventId;
    RoomAliasId, OwnedRoomAliasId;
    RoomId, OwnedRoomId;
    ServerName, OwnedServerName;
    SessionId, OwnedSessionId;
    UserId, OwnedUserId;
}

convert_any_text! {
    DeviceId, OwnedDeviceId;
    MxcUri, OwnedMxcUri;
}
