//! [`POST /_matrix/client/v3/account/3pid`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pid):
//! add a third-party identifier to an account.
//!
//! Since the first version. Deprecated since r0.6: use [`add_3pid`](crate::add_3pid) to add an
//! identifier, and [`bind_3pid`](crate::bind_3pid) to bind it at an identity server.

use std::fmt;

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};
use serde::Serialize;

use crate::{hidden::Hidden, json_struct::json_struct};

ruma_api! {
    metadata {
        description: "Add a third-party identifier to the user's account.",
        method: POST,
        name: "post_3pid",
        operation_id: "post3PIDs",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid",
            1.1 => "/_matrix/client/v3/account/3pid",
            1.1 => deprecated,
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {
        /// The validation of the identifier. Some clients name this member `threePidCreds`, which is
        /// accepted as well.
        #[serde(alias = "threePidCreds")]
        pub three_pid_creds: IdentityServerCredentials,

        /// Whether to bind the identifier to the user ID at the identity server as well. Until r0.5.
        pub bind: Option<bool>,
    }

    response {
        /// The URL to submit a token to. The specification lists this member without explaining it.
        pub submit_url: Option<String>,
    }

    example "an address that was validated" {
        request {
            POST "/_matrix/client/v3/account/3pid" {
                "three_pid_creds": {
                    "client_secret": "march_hare=MAD",
                    "id_server": "id.example.org",
                    "id_access_token": "id_alice_1",
                    "sid": "tea.at-six"
                },
                "bind": false
            }
        }
        response { 200 { "submit_url": "https://example.org/submit/3" } }
    }

    example "credentials that the identity server does not know" {
        response {
            403 { "errcode": "M_THREEPID_AUTH_FAILED", "error": "The identity server does not know them." }
        }
    }
}

json_struct! {
    /// Identifies a validation by an identity server.
    ///
    /// `Debug` hides the client secret and the access token.
    #[derive(Clone, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct IdentityServerCredentials {
        /// The secret that the client generated for the validation.
        pub client_secret: ClientSecret,

        /// The identity server that validated the identifier, with its port unless that is 443.
        pub id_server: String,

        /// The client's access token for the identity server. Required since r0.6.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_access_token: Option<String>,

        /// The ID of the validation session at the identity server.
        pub sid: SessionId,
    }
}

impl IdentityServerCredentials {
    /// Creates the credentials of a validation.
    #[must_use]
    pub fn new(
        sid: SessionId,
        client_secret: ClientSecret,
        id_server: impl Into<String>,
        id_access_token: impl Into<String>,
    ) -> Self {
        Self {
            client_secret,
            id_server: id_server.into(),
            id_access_token: Some(id_access_token.into()),
            sid,
        }
    }
}

impl fmt::Debug for IdentityServerCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityServerCredentials")
            .field("client_secret", &Hidden)
            .field("id_server", &self.id_server)
            .field("id_access_token", &self.id_access_token.as_ref().map(|_| Hidden))
            .field("sid", &self.sid)
            .finish()
    }
}
