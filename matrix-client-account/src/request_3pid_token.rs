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
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/email/requestToken",
            1.1 => "/_matrix/client/v3/account/3pid/email/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    address: email
}
