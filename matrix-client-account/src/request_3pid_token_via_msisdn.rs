//! [`POST /_matrix/client/v3/account/3pid/msisdn/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken):
//! validate a phone number that is going to be added to an account.
//!
//! Since r0.4. After the validation, [`add_3pid`](crate::add_3pid) adds the phone number.

use crate::request_token::request_token;

request_token! {
    metadata {
        description: "Send a validation token to a phone number that is going to be added to an account.",
        method: POST,
        name: "request_3pid_token_via_msisdn",
        operation_id: "requestTokenTo3PIDMSISDN",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/account/3pid/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: msisdn

    example "a phone number" {
        request {
            POST "/_matrix/client/v3/account/3pid/msisdn/requestToken" {
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
            POST "/_matrix/client/v3/account/3pid/msisdn/requestToken" {
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
