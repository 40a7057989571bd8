//! [`POST /_matrix/client/v3/account/password/email/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken):
//! validate the email address of an account whose password was forgotten.
//!
//! Since the first version. Servers may answer in the same way if no account has the email address, so
//! that nobody learns which addresses have accounts.

use crate::request_token::request_token;

request_token! {
    metadata {
        description: "Send a validation token for a password change to the email address of an account.",
        method: POST,
        name: "request_password_change_token",
        operation_id: "requestTokenToResetPasswordEmail",
        history: {
            1.0 => "/_matrix/client/r0/account/password/email/requestToken",
            1.1 => "/_matrix/client/v3/account/password/email/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: email

    example "an email address" {
        request {
            POST "/_matrix/client/v3/account/password/email/requestToken" {
                "client_secret": "march_hare=MAD",
                "email": "alice@example.org",
                "send_attempt": 1,
                "next_link": "https://app.example.org/welcome"
            }
        }
        response { 200 { "sid": "tea.at-six", "submit_url": "https://example.org/submit/3" } }
    }

    example "an identity server that sends the message" {
        request {
            POST "/_matrix/client/v3/account/password/email/requestToken" {
                "client_secret": "march_hare=MAD",
                "email": "alice@example.org",
                "send_attempt": 2,
                "next_link": "https://app.example.org/welcome",
                "id_server": "id.example.org",
                "id_access_token": "is_alice_1"
            }
        }
    }

    example "an address that no account has" {
        response { 400 { "errcode": "M_THREEPID_NOT_FOUND", "error": "No account has this address." } }
    }
}
