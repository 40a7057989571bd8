//! [`POST /_matrix/client/v3/account/3pid/msisdn/requestToken`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidmsisdnrequesttoken):
//! prove a phone number
//! ahead of adding it to an account.
//!
//! Since r0.4. With the session, [`add_3pid`](crate::add_3pid) adds the number.

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Send a token to a phone number that is going to be added to an account.",
        method: POST,
        name: "request_3pid_token_via_msisdn",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/msisdn/requestToken",
            1.1 => "/_matrix/client/v3/account/3pid/msisdn/requestToken",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    request {
        /// A secret that the client makes up for this validation, and shows again when it makes use
        /// of it.
        pub client_secret: ClientSecret,

        /// The country that the number is dialled from: two capital letters of ISO 3166-1 alpha-2.
        pub country: String,

        /// The number as the user entered it. The homeserver brings it into canonical form.
        pub phone_number: String,

        /// Counts the attempts: the server sends another message only for a higher number than before.
        pub send_attempt: u64,

        /// The page that the user is led to after the validation.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub next_link: Option<String>,

        /// The identity server that validates, with its port where that is not 443.
        ///
        /// Deprecated since r0.6: homeservers validate by themselves.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server: Option<String>,

        /// The client's access token at the identity server: required where there is `id_server`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_access_token: Option<String>,
    }

    response {
        /// The session of the validation.
        pub sid: SessionId,

        /// Where the client submits the token that the user has received, if the user has to enter
        /// it. Without it the validation is done outside of the client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub submit_url: Option<String>,
    }
}
