//! [`POST /_matrix/client/v3/register/msisdn/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken):
//! validate a phone number for a registration.
//!
//! Since r0.4. The request fails if an account already has the phone number.

use crate::request_token::request_token;

request_token! {
    metadata {
        description: "Send a validation token for a registration to a phone number that no account has.",
        method: POST,
        name: "request_register_token_via_msisdn",
        operation_id: "requestTokenToRegisterMSISDN",
        history: {
            1.0 => "/_matrix/client/r0/register/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/register/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: msisdn

    example "a phone number" {
        request {
            POST "/_matrix/client/v3/register/msisdn/requestToken" {
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
            POST "/_matrix/client/v3/register/msisdn/requestToken" {
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

    example "a number of another account" {
        response { 400 { "errcode": "M_THREEPID_IN_USE", "error": "The number belongs to another account." } }
    }
}
