//! The mail addresses and phone numbers of an account.

use serde_json::json;

use super::exchange::{Exchange, minimal, whole};

pub(super) fn exchanges() -> Vec<Exchange> {
    [of_the_account(), at_the_identity_server()].concat()
}

fn of_the_account() -> Vec<Exchange> {
    vec![
        whole("get_3pids").get("/_matrix/client/v3/account/3pid").response(json!({
            "threepids": [
                {
                    "medium": "email",
                    "address": "alice@example.org",
                    "validated_at": 1_535_176_800_000_u64,
                    "added_at": 1_535_336_848_756_u64,
                },
                {
                    "medium": "msisdn",
                    "address": "447700900001",
                    "validated_at": 0,
                    "added_at": 1_535_336_848_756_u64,
                },
            ],
        })),
        minimal("get_3pids")
            .get("/_matrix/client/v3/account/3pid")
            .response(json!({ "threepids": [] })),
        // The form of r0.2.0.
        minimal("get_3pids").get("/_matrix/client/r0/account/3pid").response(
            json!({ "threepids": [{ "medium": "email", "address": "alice@example.org" }] }),
        ),
        whole("add_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/add",
                json!({
                    "auth": { "type": "m.login.dummy", "session": "dkr9ZK" },
                    "client_secret": "d0n-t.tell=the_queen",
                    "sid": "tea.at-six",
                }),
            )
            .response(json!({})),
        minimal("add_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/add",
                json!({ "client_secret": "d0n-t.tell", "sid": "tea.at-six" }),
            )
            .response(json!({})),
        whole("delete_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/delete",
                json!({
                    "id_server": "id.example.org",
                    "medium": "email",
                    "address": "alice@example.org",
                }),
            )
            .response(json!({ "id_server_unbind_result": "success" })),
        minimal("delete_3pid")
            .post(
                "/_matrix/client/r0/account/3pid/delete",
                json!({ "medium": "msisdn", "address": "447700900001" }),
            )
            .response(json!({})),
    ]
}

fn at_the_identity_server() -> Vec<Exchange> {
    vec![
        whole("bind_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/bind",
                json!({
                    "client_secret": "d0n-t.tell=the_queen",
                    "id_server": "id.example.org",
                    "id_access_token": "id_alice_1",
                    "sid": "tea.at-six",
                }),
            )
            .response(json!({})),
        minimal("bind_3pid")
            .post(
                "/_matrix/client/r0/account/3pid/bind",
                json!({
                    "client_secret": "d0n-t.tell",
                    "id_server": "id.example.org:8090",
                    "id_access_token": "id_alice_1",
                    "sid": "1",
                }),
            )
            .response(json!({})),
        whole("unbind_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/unbind",
                json!({
                    "id_server": "id.example.org",
                    "medium": "email",
                    "address": "alice@example.org",
                }),
            )
            .response(json!({ "id_server_unbind_result": "success" })),
        minimal("unbind_3pid")
            .post(
                "/_matrix/client/v3/account/3pid/unbind",
                json!({ "medium": "email", "address": "alice@example.org" }),
            )
            .response(json!({ "id_server_unbind_result": "no-support" })),
        whole("post_3pid")
            .post(
                "/_matrix/client/v3/account/3pid",
                json!({
                    "three_pid_creds": {
                        "client_secret": "d0n-t.tell=the_queen",
                        "id_server": "id.example.org",
                        "id_access_token": "id_alice_1",
                        "sid": "tea.at-six",
                    },
                    "bind": false,
                }),
            )
            .response(json!({ "submit_url": "https://example.org/submit/3" })),
        minimal("post_3pid")
            .post(
                "/_matrix/client/r0/account/3pid",
                json!({
                    "three_pid_creds": {
                        "client_secret": "d0n-t.tell",
                        "id_server": "id.example.org",
                        "sid": "tea.at-six",
                    },
                }),
            )
            .response(json!({})),
    ]
}
