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
        history: {
            1.0 => "/_matrix/client/r0/register/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/register/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: msisdn
}
