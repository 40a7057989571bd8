//! [`POST /_matrix/client/v3/account/3pid/email/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidemailrequesttoken):
//! validate an email address that is going to be added to an account.
//!
//! Since the first version. After the validation, [`add_3pid`](crate::add_3pid) adds the email address.

use crate::request_token::request_token;

request_token! {
    metadata {
        description: "Send a validation token to an email address that is going to be added to an account.",
        method: POST,
        name: "request_3pid_token",
        operation_id: "requestTokenTo3PIDEmail",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/email/requestToken",
            1.1 => "/_matrix/client/v3/account/3pid/email/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: email

    example "an email address" {
        request {
            POST "/_matrix/client/v3/account/3pid/email/requestToken" {
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
            POST "/_matrix/client/v3/account/3pid/email/requestToken" {
                "client_secret": "march_hare=MAD",
                "email": "alice@example.org",
                "send_attempt": 2,
                "next_link": "https://app.example.org/welcome",
                "id_server": "id.example.org",
                "id_access_token": "is_alice_1"
            }
        }
    }

    example "an address of another account" {
        response { 400 { "errcode": "M_THREEPID_IN_USE", "error": "The address belongs to another account." } }
    }
}
