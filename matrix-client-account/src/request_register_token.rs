//! [`POST /_matrix/client/r0/register/email/requestToken`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-register-email-requesttoken):
//! prove an email address ahead of a registration.

use matrix_api::{identifiers::ClientSecret, ruma_api};

ruma_api! {
    metadata {
        description: "Request a registration token by an email to an address that no account has.",
        method: POST,
        name: "request_register_token",
        path: "/_matrix/client/r0/register/email/requestToken",
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// A secret of the client's that identifies this validation.
        pub client_secret: ClientSecret,

        /// The address that the token is sent to.
        pub email: String,

        /// The identity server to send the mail, with its port where that is not 443.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server: Option<String>,

        /// Counts the attempts: the server sends another mail only for a higher number than before.
        pub send_attempt: u64,
    }

    response {}
}
