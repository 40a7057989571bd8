//! Discovery and capabilities.

use serde_json::json;

use super::exchange::{Exchange, minimal, whole};

pub(super) fn exchanges() -> Vec<Exchange> {
    vec![
        whole("discovery::versions").get("/_matrix/client/versions").response(json!({
            "versions": ["r0.0.1", "v1.1", "v1.19", "vNext"],
            "unstable_features": { "org.example.tea": true, "org.example.coffee": false },
        })),
        minimal("discovery::versions")
            .get("/_matrix/client/versions")
            .response(json!({ "versions": ["r0.2.0"] })),
        whole("discovery::well_known_client").get("/.well-known/matrix/client").response(json!({
            "m.homeserver": { "base_url": "https://matrix.example.org" },
            "m.identity_server": { "base_url": "https://identity.example.org" },
            "org.example.tea": { "kettles": 2, "with": ["milk", null] },
        })),
        minimal("discovery::well_known_client")
            .get("/.well-known/matrix/client")
            .response(json!({ "m.homeserver": { "base_url": "https://matrix.example.org" } })),
        whole("discovery::auth_metadata").get("/_matrix/client/v1/auth_metadata").response(json!({
            "issuer": "https://account.example.org/",
            "authorization_endpoint": "https://account.example.org/oauth2/auth",
            "token_endpoint": "https://account.example.org/oauth2/token",
            "revocation_endpoint": "https://account.example.org/oauth2/revoke",
            "registration_endpoint": "https://account.example.org/oauth2/clients/register",
            "response_types_supported": ["code", "org.example.word"],
            "grant_types_supported": [
                "authorization_code",
                "refresh_token",
                "urn:ietf:params:oauth:grant-type:device_code",
            ],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["create"],
            "account_management_uri": "https://account.example.org/manage",
            "account_management_actions_supported": [
                "org.matrix.profile",
                "org.matrix.devices_list",
                "org.matrix.device_view",
                "org.matrix.device_delete",
                "org.matrix.account_deactivate",
                "org.matrix.cross_signing_reset",
                "org.example.tea",
            ],
            "device_authorization_endpoint": "https://account.example.org/oauth2/device",
            "claims_supported": ["iss", "sub"],
            "request_parameter_supported": false,
        })),
        minimal("discovery::auth_metadata").get("/_matrix/client/v1/auth_metadata").response(
            json!({
                "issuer": "https://account.example.org/",
                "authorization_endpoint": "https://account.example.org/oauth2/auth",
                "token_endpoint": "https://account.example.org/oauth2/token",
                "revocation_endpoint": "https://account.example.org/oauth2/revoke",
                "registration_endpoint": "https://account.example.org/oauth2/clients/register",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "response_modes_supported": ["query", "fragment"],
                "code_challenge_methods_supported": ["S256"],
            }),
        ),
    ]
}
