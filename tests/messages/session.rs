//! Logging in and out.

use serde_json::{Value, json};

use super::exchange::{Exchange, minimal, whole};

pub(super) fn exchanges() -> Vec<Exchange> {
    [flows(), logins(), tokens(), ends(), redirects()].concat()
}

fn flows() -> Vec<Exchange> {
    vec![
        whole("session::get_login_flows").get("/_matrix/client/v3/login").response(json!({
            "flows": [
                { "type": "m.login.password" },
                { "type": "m.login.token", "get_login_token": true },
                {
                    "type": "m.login.sso",
                    "identity_providers": [
                        {
                            "id": "com.example.idp.github",
                            "name": "GitHub",
                            "icon": "mxc://example.org/octocat",
                            "brand": "github",
                        },
                        { "id": "oidc-tea", "name": "Tea party", "brand": "org.example.tea" },
                        { "id": "saml", "name": "The palace" },
                    ],
                    "oauth_aware_preferred": true,
                },
                { "type": "m.login.application_service" },
                { "type": "org.example.riddle", "riddles": ["raven", "writing desk"], "tries": 3 },
            ],
        })),
        minimal("session::get_login_flows")
            .get("/_matrix/client/r0/login")
            .response(json!({ "flows": [] })),
    ]
}

fn logins() -> Vec<Exchange> {
    vec![
        whole("session::login")
            .post(
                "/_matrix/client/v3/login",
                json!({
                    "type": "m.login.password",
                    "identifier": {
                        "type": "m.id.thirdparty",
                        "medium": "email",
                        "address": "alice@example.org",
                    },
                    "password": "through-the-looking-glass",
                    "device_id": "TEAPOT",
                    "initial_device_display_name": "Teapot in the kitchen",
                    "refresh_token": true,
                }),
            )
            .response(json!({
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "refresh_token": "syr_alice_1",
                "expires_in_ms": 300_000,
                "home_server": "example.org",
                "device_id": "TEAPOT",
                "well_known": {
                    "m.homeserver": { "base_url": "https://matrix.example.org" },
                    "m.identity_server": { "base_url": "https://identity.example.org" },
                    "org.example.tea": true,
                },
            })),
        // The form of r0.2.0, in both directions.
        login(json!({ "type": "m.login.password", "user": "alice", "password": "wonderland" }))
            .response(json!({
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "refresh_token": "syr_alice_1",
                "home_server": "example.org",
            })),
        login(json!({
            "type": "m.login.password",
            "medium": "email",
            "address": "alice@example.org",
            "password": "wonderland",
        })),
        login(json!({ "type": "m.login.token", "token": "short-lived" })),
        login(json!({
            "type": "m.login.application_service",
            "identifier": { "type": "m.id.user", "user": "_bridge_hatter" },
        })),
        login(json!({
            "type": "m.login.password",
            "identifier": { "type": "m.id.phone", "country": "GB", "phone": "07700 900001" },
            "password": "wonderland",
        })),
        login(json!({
            "type": "org.example.riddle",
            "answer": { "of": ["raven", null], "is": "writing desk" },
            "user": "alice",
        })),
    ]
}

fn login(request: Value) -> Exchange {
    minimal("session::login")
        .post("/_matrix/client/r0/login", request)
        .response(json!({ "user_id": "@alice:example.org", "access_token": "syt_alice_1" }))
}

fn tokens() -> Vec<Exchange> {
    vec![
        whole("session::get_login_token")
            .post(
                "/_matrix/client/v1/login/get_token",
                json!({ "auth": { "type": "m.login.dummy", "session": "dkr9ZK" } }),
            )
            .response(json!({ "login_token": "short-lived", "expires_in_ms": 120_000 })),
        minimal("session::get_login_token")
            .post("/_matrix/client/v1/login/get_token", json!({}))
            .response(json!({ "login_token": "short-lived", "expires_in_ms": 0 })),
        whole("session::refresh_token")
            .post("/_matrix/client/v3/refresh", json!({ "refresh_token": "syr_alice_1" }))
            .response(json!({
                "access_token": "syt_alice_2",
                "refresh_token": "syr_alice_2",
                "expires_in_ms": 300_000,
            })),
        minimal("session::refresh_token")
            .post("/_matrix/client/v3/refresh", json!({ "refresh_token": "syr_alice_1" }))
            .response(json!({ "access_token": "syt_alice_2" })),
        whole("session::token_refresh")
            .post("/_matrix/client/r0/tokenrefresh", json!({ "refresh_token": "syr_alice_1" }))
            .response(json!({ "access_token": "syt_alice_2", "refresh_token": "syr_alice_2" })),
        minimal("session::token_refresh")
            .post("/_matrix/client/r0/tokenrefresh", json!({ "refresh_token": "syr_alice_1" }))
            .response(json!({ "access_token": "syt_alice_2" })),
    ]
}

fn ends() -> Vec<Exchange> {
    vec![
        whole("session::logout").post("/_matrix/client/v3/logout", json!({})).response(json!({})),
        minimal("session::logout").post("/_matrix/client/r0/logout", json!({})).response(json!({})),
        whole("session::logout_all")
            .post("/_matrix/client/v3/logout/all", json!({}))
            .response(json!({})),
        minimal("session::logout_all")
            .post("/_matrix/client/r0/logout/all", json!({}))
            .response(json!({})),
    ]
}

fn redirects() -> Vec<Exchange> {
    vec![
        whole("session::sso_redirect")
            .get("/_matrix/client/v3/login/sso/redirect?redirectUrl=https%3A%2F%2Fapp.example.org%2F%3Fq%3D1&action=register")
            .redirect(&[
                ("location", "https://sso.example.org/?state=rabbit%2Fhole"),
                ("set-cookie", "sso_session=1; Path=/; HttpOnly"),
                ("set-cookie", "sso_nonce=2; Path=/; Secure"),
            ]),
        minimal("session::sso_redirect")
            .get("/_matrix/client/r0/login/sso/redirect?redirectUrl=app")
            .redirect(&[("location", "https://sso.example.org/")]),
        whole("session::sso_redirect_to_idp")
            .get("/_matrix/client/v3/login/sso/redirect/oidc-tea?redirectUrl=app&action=login")
            .redirect(&[
                ("location", "https://tea.example.org/"),
                ("set-cookie", "sso_session=1; Path=/; HttpOnly"),
            ]),
        minimal("session::sso_redirect_to_idp")
            .get("/_matrix/client/unstable/org.matrix.msc2858/login/sso/redirect/saml?redirectUrl=app")
            .redirect(&[("location", "/saml")]),
    ]
}
