//! [`GET /_matrix/client/v3/account/3pid`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3account3pid):
//! list the third-party identifiers of an account.
//!
//! Since the first version.

use matrix_api::ruma_api;
use serde::Serialize;

use crate::{
    json_struct::json_struct, third_party_medium::ThirdPartyMedium, timestamp::UnixMilliseconds,
};

ruma_api! {
    metadata {
        description: "List the third-party identifiers of the user's account.",
        method: GET,
        name: "get_3pids",
        operation_id: "getAccount3PIDs",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid",
            1.1 => "/_matrix/client/v3/account/3pid",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {}

    response {
        /// The identifiers. Empty if the response has no list.
        #[serde(default)]
        pub threepids: Vec<ThirdPartyIdentifier>,
    }

    example "an email address and a phone number" {
        request { GET "/_matrix/client/v3/account/3pid" }
        response {
            200 {
                "threepids": [
                    {
                        "medium": "email",
                        "address": "alice@example.org",
                        "validated_at": 1535176800000,
                        "added_at": 1535336848756
                    },
                    {
                        "medium": "msisdn",
                        "address": "447700900001",
                        "validated_at": 1535176800000,
                        "added_at": 1535336848756
                    }
                ]
            }
        }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}

json_struct! {
    /// A third-party identifier of an account: an email address or a phone number.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct ThirdPartyIdentifier {
        /// The type of the identifier.
        pub medium: ThirdPartyMedium,

        /// The address, in its [canonical form](https://spec.matrix.org/v1.19/appendices/#3pid-types).
        pub address: String,

        /// When the identifier was validated, according to the server that validated it. Since r0.4.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub validated_at: Option<UnixMilliseconds>,

        /// When the homeserver added the identifier to the account. Since r0.4.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub added_at: Option<UnixMilliseconds>,
    }
}

impl ThirdPartyIdentifier {
    /// Creates an identifier that was validated and added at these times.
    #[must_use]
    pub fn new(
        medium: ThirdPartyMedium,
        address: impl Into<String>,
        validated_at: UnixMilliseconds,
        added_at: UnixMilliseconds,
    ) -> Self {
        Self {
            medium,
            address: address.into(),
            validated_at: Some(validated_at),
            added_at: Some(added_at),
        }
    }
}
