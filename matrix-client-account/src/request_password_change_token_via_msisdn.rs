//! [`POST /_matrix/client/v3/account/password/msisdn/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordmsisdnrequesttoken):
//! validate the phone number of an account whose password was forgotten.
//!
//! Since r0.4. Servers may answer in the same way if no account has the phone number, so that nobody
//! learns which numbers have accounts.

use crate::request_token::request_token;

request_token! {
    metadata {
        description: "Send a validation token for a password change to the phone number of an account.",
        method: POST,
        name: "request_password_change_token_via_msisdn",
        operation_id: "requestTokenToResetPasswordMSISDN",
        history: {
            1.0 => "/_matrix/client/r0/account/password/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/account/password/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: msisdn

    example "a phone number" {
        request {
            POST "/_matrix/client/v3/account/password/msisdn/requestToken" {
                "client_secret": "march_hare=MAD",
                "country": "GB",
                "phone_number": "07700 900001",
                "send_attempt": 1
            }
        }
        response { 200 { "sid": "tea.at-six", "submit_url": "https://example.org/submit/3" } }
    }

    example "an identity server that sends the message" {
        request {
            POST "/_matrix/client/v3/account/password/msisdn/requestToken" {
                "client_secret": "march_hare=MAD",
                "country": "GB",
                "phone_number": "07700 900001",
                "send_attempt": 2,
                "next_link": "https://app.example.org/welcome",
                "id_server": "id.example.org",
                "id_access_token": "is_alice_1"
            }
        }
    }

    example "a number that no account has" {
        response { 400 { "errcode": "M_THREEPID_NOT_FOUND", "error": "No account has this number." } }
    }
}
