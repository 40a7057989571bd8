//! [`GET /_matrix/client/v3/account/whoami`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami):
//! ask whom an access token belongs to.
//!
//! Since r0.3.

use matrix_api::{
    identifiers::{DeviceId, UserId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Ask which user and device the access token belongs to.",
        method: GET,
        name: "whoami",
        history: {
            1.0 => "/_matrix/client/r0/account/whoami",
            1.1 => "/_matrix/client/v3/account/whoami",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {}

    response {
        /// The user.
        pub user_id: UserId,

        /// The device. Since 1.1; absent where the token belongs to none, such as an application
        /// service's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,

        /// Whether the user is a guest: `false` when it is absent. Since 1.2.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub is_guest: Option<bool>,
    }
}
