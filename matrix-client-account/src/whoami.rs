//! [`GET /_matrix/client/v3/account/whoami`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami):
//! get the user and device that an access token belongs to.
//!
//! Since r0.3.

use matrix_api::{
    identifiers::{DeviceId, UserId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Get the user and device that the access token belongs to.",
        method: GET,
        name: "whoami",
        operation_id: "getTokenOwner",
        history: {
            1.0 => "/_matrix/client/r0/account/whoami",
            1.1 => "/_matrix/client/v3/account/whoami",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {}

    response {
        /// The user ID.
        pub user_id: UserId,

        /// The device ID. Absent if the token has no device, like that of an application service.
        #[ruma_api(since = "1.1")]
        #[serde(deserialize_with = "crate::lenient::optional")]
        pub device_id: Option<DeviceId>,

        /// Whether the user is a guest. Defaults to `false`.
        #[ruma_api(since = "1.2")]
        pub is_guest: Option<bool>,
    }

    example "a user's device" {
        request { GET "/_matrix/client/v3/account/whoami" }
        response { 200 { "user_id": "@alice:example.org", "device_id": "TEAPOT", "is_guest": false } }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}
