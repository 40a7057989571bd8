//! Endpoints with secrets in every place.

use matrix_api::authentication::{AuthenticationError, AuthenticationScheme};
use matrix_api::{bytes::Bytes, http};
use serde::{Deserialize, Serialize};

/// A key in a header of its own.
pub enum ApiKey {}

impl AuthenticationScheme for ApiKey {
    const NAME: &'static str = "ApiKey";
    const HEADERS: &'static [&'static str] = &["x-key"];
    type Input<'a> = &'a str;
    type Output = ();

    fn add_to_request(
        request: &mut http::Request<Bytes>,
        key: &str,
    ) -> Result<(), AuthenticationError> {
        request.headers_mut().insert("x-key", key.parse().map_err(AuthenticationError::other)?);
        Ok(())
    }

    fn extract(_: &http::Request<Bytes>) -> Result<(), AuthenticationError> {
        Ok(())
    }
}

/// A secret in every place of a request and a response.
pub(super) mod everywhere {
    use super::{ApiKey, Inner};

    matrix_api::ruma_api! {
        metadata {
            description: "Say secrets.",
            method: POST,
            name: "everywhere",
            path: "/everywhere/{token}/{name}",
            rate_limited: false,
            authentication: ApiKey,
        }

        request {
            #[ruma_api(path)]
            pub token: String,

            #[ruma_api(path)]
            pub name: String,

            #[ruma_api(query, secret)]
            pub code: Option<String>,

            #[ruma_api(query)]
            pub limit: Option<u8>,

            #[ruma_api(header = "x-seed", secret)]
            pub seed: Option<String>,

            #[ruma_api(header = "x-color")]
            pub color: Option<String>,

            #[ruma_api(secret)]
            pub pin: Option<u32>,

            /// All of it.
            #[ruma_api(secret)]
            pub answers: Vec<String>,

            pub inner: Option<Inner>,

            /// The name is that of a secret.
            #[ruma_api(public)]
            pub secret: Option<String>,
        }

        response {
            #[ruma_api(header = SET_COOKIE, secret)]
            pub cookies: Vec<String>,

            #[ruma_api(header = "x-color")]
            pub color: Option<String>,

            pub inner: Option<Inner>,
        }
    }
}

/// A type with secrets by their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inner {
    #[serde(default)]
    pub(super) list: Vec<Inner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

/// A form, and a text as the response.
pub(super) mod exchange_code {
    use matrix_api::wire::{Form, Text};
    use serde::{Deserialize, Serialize};

    matrix_api::ruma_api! {
        metadata {
            description: "Get a token.",
            method: POST,
            name: "exchange_code",
            path: "/token",
            rate_limited: false,
            authentication: NoAuthentication,
        }

        request {
            #[ruma_api(raw_body)]
            pub form: Form<Parameters>,
        }

        response {
            #[ruma_api(raw_body)]
            pub page: Text,
        }
    }

    #[derive(Clone, Debug, Serialize, Deserialize)]
    pub struct Parameters {
        pub grant_type: String,
        pub client_secret: String,
    }
}

/// A secret that is not text.
pub(super) mod get_key {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a key.",
            method: GET,
            name: "get_key",
            path: "/key",
            rate_limited: false,
            requires_authentication: true,
        }

        request {}

        response {
            #[ruma_api(raw_body, secret)]
            pub key: Vec<u8>,
        }
    }
}

matrix_api::endpoints! {
    /// They have secrets.
    pub(super) const SECRETS = [everywhere, exchange_code, get_key, crate::endpoints::echo];
}
