//! The endpoints that send a validation token to an email address or a phone number.

/// Defines such an endpoint. They differ in their metadata, in the kind of
/// address and in their examples.
macro_rules! request_token {
    (metadata $metadata:tt address: email $($examples:tt)*) => {
        $crate::request_token::request_token! {
            metadata $metadata
            address {
                /// The email address that the token is sent to.
                pub email: String,
            }
            $($examples)*
        }
    };
    (metadata $metadata:tt address: msisdn $($examples:tt)*) => {
        $crate::request_token::request_token! {
            metadata $metadata
            address {
                /// The country of the phone number: two uppercase letters of ISO 3166-1 alpha-2.
                pub country: String,

                /// The phone number as the user entered it. The homeserver converts it to its
                /// canonical form.
                pub phone_number: String,
            }
            $($examples)*
        }
    };
    (metadata $metadata:tt address { $($address:tt)* } $($examples:tt)*) => {
        use matrix_api::{
            identifiers::{ClientSecret, SessionId},
            ruma_api,
        };

        ruma_api! {
            metadata $metadata

            request {
                /// A secret that the client generates for this validation. The client repeats it
                /// when it uses the validation.
                pub client_secret: ClientSecret,

                $($address)*

                /// The number of the attempt. The server sends another message only if it is
                /// greater than that of every earlier request.
                pub send_attempt: u64,

                /// The URL that the user is redirected to after the validation.
                pub next_link: Option<String>,

                /// The identity server that validates the address, with its port unless that is 443.
                ///
                /// Deprecated since r0.6: homeservers validate addresses themselves.
                pub id_server: Option<String>,

                /// The client's access token for the identity server. Required if `id_server` is
                /// present.
                pub id_access_token: Option<String>,
            }

            response {
                /// The ID of the validation session.
                pub sid: SessionId,

                /// The URL that the client submits the token to, after the user has entered it. If
                /// absent, the user completes the validation outside of the client.
                pub submit_url: Option<String>,
            }

            $($examples)*
        }
    };
}

pub(crate) use request_token;
