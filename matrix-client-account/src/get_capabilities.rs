//! [`GET /_matrix/client/v3/capabilities`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities):
//! get the capabilities of the homeserver.
//!
//! Since r0.5.

use matrix_api::ruma_api;

use crate::capabilities::Capabilities;

ruma_api! {
    metadata {
        description: "Get the capabilities of the homeserver: what its users can do.",
        method: GET,
        name: "get_capabilities",
        operation_id: "getCapabilities",
        history: {
            1.0 => "/_matrix/client/r0/capabilities",
            1.1 => "/_matrix/client/v3/capabilities",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {}

    response {
        /// The capabilities.
        pub capabilities: Capabilities,
    }

    example "a server without changes of passwords" {
        request { GET "/_matrix/client/v3/capabilities" }
        response {
            200 {
                "capabilities": {
                    "m.change_password": { "enabled": false },
                    "m.room_versions": {
                        "default": "12",
                        "available": { "1": "stable", "12": "stable", "org.example.tea": "unstable" }
                    },
                    "m.profile_fields": { "enabled": true, "disallowed": ["avatar_url"] },
                    "org.example.tea": { "kettles": 2 }
                }
            }
        }
    }

    example "too many requests" {
        response {
            429 "retry-after": "2" {
                "errcode": "M_LIMIT_EXCEEDED",
                "error": "Too many requests.",
                "retry_after_ms": 2000
            }
        }
    }
}
