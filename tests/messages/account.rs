//! Registration and management of accounts.

use serde_json::json;

use super::exchange::{Exchange, minimal, whole};

pub(super) fn exchanges() -> Vec<Exchange> {
    [registration(), management()].concat()
}

fn registration() -> Vec<Exchange> {
    vec![
        whole("register")
            .post(
                "/_matrix/client/v3/register?kind=user",
                json!({
                    "auth": { "type": "m.login.dummy", "session": "dkr9ZK" },
                    "username": "alice",
                    "password": "through-the-looking-glass",
                    "device_id": "TEAPOT",
                    "initial_device_display_name": "Teapot in the kitchen",
                    "inhibit_login": false,
                    "refresh_token": true,
                    "type": "m.login.password",
                    "guest_access_token": "syt_guest_1",
                    "bind_email": false,
                }),
            )
            .response(json!({
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "refresh_token": "syr_alice_1",
                "expires_in_ms": 300_000,
                "home_server": "example.org",
                "device_id": "TEAPOT",
            })),
        minimal("register")
            .post("/_matrix/client/v3/register", json!({}))
            .response(json!({ "user_id": "@alice:example.org" })),
        // The form of r0.2.0, in both directions.
        whole("register")
            .post(
                "/_matrix/client/r0/register?kind=guest",
                json!({
                    "auth": { "type": "m.login.dummy", "session": "dkr9ZK" },
                    "guest_access_token": "syt_guest_1",
                    "bind_email": true,
                    "username": "alice",
                    "password": "through-the-looking-glass",
                }),
            )
            .response(json!({
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "refresh_token": "syr_alice_1",
                "home_server": "example.org",
            })),
        whole("get_username_availability")
            .get("/_matrix/client/v3/register/available?username=alice")
            .response(json!({ "available": true })),
        minimal("get_username_availability")
            .get("/_matrix/client/v3/register/available?username=alice")
            .response(json!({})),
        whole("check_registration_token_validity")
            .get(
                "/_matrix/client/v1/register/m.login.registration_token/validity?token=rabbit-hole",
            )
            .response(json!({ "valid": true })),
        minimal("check_registration_token_validity")
            .get("/_matrix/client/v1/register/m.login.registration_token/validity?token=tea")
            .response(json!({ "valid": false })),
    ]
}

fn management() -> Vec<Exchange> {
    vec![
        whole("whoami").get("/_matrix/client/v3/account/whoami").response(json!({
            "user_id": "@alice:example.org",
            "device_id": "TEAPOT",
            "is_guest": false,
        })),
        minimal("whoami")
            .get("/_matrix/client/v3/account/whoami")
            .response(json!({ "user_id": "@_bridge_hatter:example.org" })),
        whole("change_password")
            .post(
                "/_matrix/client/v3/account/password",
                json!({
                    "new_password": "curiouser-and-curiouser",
                    "logout_devices": false,
                    "auth": {
                        "type": "m.login.password",
                        "identifier": { "type": "m.id.user", "user": "alice" },
                        "password": "through-the-looking-glass",
                        "session": "dkr9ZK",
                    },
                }),
            )
            .response(json!({})),
        minimal("change_password")
            .post(
                "/_matrix/client/v3/account/password",
                json!({ "new_password": "curiouser-and-curiouser" }),
            )
            .response(json!({})),
        whole("deactivate")
            .post(
                "/_matrix/client/v3/account/deactivate",
                json!({
                    "auth": {
                        "type": "m.login.password",
                        "identifier": { "type": "m.id.user", "user": "alice" },
                        "password": "through-the-looking-glass",
                        "session": "dkr9ZK",
                    },
                    "id_server": "id.example.org",
                    "erase": true,
                }),
            )
            .response(json!({ "id_server_unbind_result": "success" })),
        minimal("deactivate")
            .post("/_matrix/client/r0/account/deactivate", json!({}))
            .response(json!({})),
        whole("request_openid_token")
            .post("/_matrix/client/v3/user/%40alice%3Aexample.org/openid/request_token", json!({}))
            .response(json!({
                "access_token": "openid_alice_1",
                "token_type": "Bearer",
                "matrix_server_name": "example.org:8448",
                "expires_in": 3600,
            })),
        minimal("request_openid_token")
            .post("/_matrix/client/r0/user/%40alice%3Aexample.org/openid/request_token", json!({}))
            .response(json!({
                "access_token": "openid_alice_1",
                "token_type": "org.example.Seal",
                "matrix_server_name": "example.org",
                "expires_in": 0,
            })),
        whole("get_capabilities").get("/_matrix/client/v3/capabilities").response(json!({
            "capabilities": {
                "m.change_password": { "enabled": false },
                "m.forget_forced_upon_leave": { "enabled": true },
                "m.room_versions": {
                    "default": "12",
                    "available": { "1": "stable", "12": "stable", "org.example.tea": "unstable" },
                },
                "m.set_displayname": { "enabled": true },
                "m.set_avatar_url": { "enabled": false },
                "m.3pid_changes": { "enabled": true },
                "m.get_login_token": { "enabled": true },
                "m.profile_fields": {
                    "enabled": true,
                    "allowed": ["displayname", "org.example.job_title"],
                    "disallowed": ["avatar_url"],
                },
                "m.account_moderation": { "suspend": true, "lock": false },
                "org.example.tea": { "kettles": 2, "with": ["milk", null] },
            },
        })),
        minimal("get_capabilities")
            .get("/_matrix/client/v3/capabilities")
            .response(json!({ "capabilities": {} })),
    ]
}
