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
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/account/3pid/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: msisdn
}
