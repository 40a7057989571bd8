//! Validation of addresses and phone numbers.

use serde_json::{Value, json};

use super::exchange::{Exchange, minimal, whole};

pub(super) fn exchanges() -> Vec<Exchange> {
    [
        mail(
            "request_register_token",
            "/_matrix/client/v3/register/email/requestToken",
            "/_matrix/client/r0/register/email/requestToken",
        ),
        mail(
            "request_password_change_token",
            "/_matrix/client/v3/account/password/email/requestToken",
            "/_matrix/client/r0/account/password/email/requestToken",
        ),
        mail(
            "request_3pid_token",
            "/_matrix/client/v3/account/3pid/email/requestToken",
            "/_matrix/client/r0/account/3pid/email/requestToken",
        ),
        phone(
            "request_register_token_via_msisdn",
            "/_matrix/client/v3/register/msisdn/requestToken",
            "/_matrix/client/r0/register/msisdn/requestToken",
        ),
        phone(
            "request_password_change_token_via_msisdn",
            "/_matrix/client/v3/account/password/msisdn/requestToken",
            "/_matrix/client/r0/account/password/msisdn/requestToken",
        ),
        phone(
            "request_3pid_token_via_msisdn",
            "/_matrix/client/v3/account/3pid/msisdn/requestToken",
            "/_matrix/client/r0/account/3pid/msisdn/requestToken",
        ),
    ]
    .concat()
}

/// The specification gives the same example for all mail addresses.
fn mail(module: &'static str, path: &'static str, r0_path: &'static str) -> Vec<Exchange> {
    let all_fields = json!({
        "client_secret": "march_hare=MAD",
        "email": "alice@example.org",
        "send_attempt": 2,
        "next_link": "https://example.org/you-made-it",
        "id_server": "id.example.org",
        "id_access_token": "id_alice_1",
    });
    let required_fields = json!({
        "client_secret": "march_hare=MAD",
        "email": "alice@example.org",
        "send_attempt": 1,
    });
    exchanges_of(module, (path, all_fields), (r0_path, required_fields))
}

/// The specification gives the same example for all phone numbers.
fn phone(module: &'static str, path: &'static str, r0_path: &'static str) -> Vec<Exchange> {
    let all_fields = json!({
        "client_secret": "march_hare=MAD",
        "country": "GB",
        "phone_number": "07700 900001",
        "send_attempt": 2,
        "next_link": "https://example.org/you-made-it",
        "id_server": "id.example.org",
        "id_access_token": "id_alice_1",
    });
    let required_fields = json!({
        "client_secret": "march_hare=MAD",
        "country": "GB",
        "phone_number": "07700900001",
        "send_attempt": 1,
    });
    exchanges_of(module, (path, all_fields), (r0_path, required_fields))
}

fn exchanges_of(
    module: &'static str,
    (path, all_fields): (&'static str, Value),
    (r0_path, required_fields): (&'static str, Value),
) -> Vec<Exchange> {
    vec![
        whole(module).post(path, all_fields).response(json!({
            "sid": "tea.at-six",
            "submit_url": "https://example.org/submit/3",
        })),
        minimal(module).post(r0_path, required_fields).response(json!({ "sid": "tea.at-six" })),
    ]
}
