//! [`POST /_matrix/client/v3/account/3pid`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pid):
//! add an address to an account.
//!
//! Since the first version. Deprecated since r0.6: [`add_3pid`](crate::add_3pid) adds an address, and
//! [`bind_3pid`](crate::bind_3pid) publishes one.

use std::fmt;

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};
use serde::{Deserialize, Serialize};

use crate::hidden::Hidden;

ruma_api! {
    metadata {
        description: "Add a third-party identifier to the user's account.",
        method: POST,
        name: "post_3pid",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid",
            1.1 => "/_matrix/client/v3/account/3pid",
            1.1 => deprecated,
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {
        /// The proof of the address. Some clients call it `threePidCreds`, and homeservers read that.
        #[serde(alias = "threePidCreds")]
        pub three_pid_creds: IdentityServerCredentials,

        /// Whether the server also binds the address to the Matrix ID, at the identity server. Up to
        /// r0.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub bind: Option<bool>,
    }

    response {
        /// Where the client submits a token. The specification lists it, but gives it no meaning.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub submit_url: Option<String>,
    }
}

/// What identifies a validation by an identity server.
///
/// `Debug` hides the client secret and the access token.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct IdentityServerCredentials {
    /// The secret that the client made up for the validation.
    pub client_secret: ClientSecret,

    /// The identity server that validated the address, with its port where that is not 443.
    pub id_server: String,

    /// The client's access token at the identity server. Required since r0.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_access_token: Option<String>,

    /// The session that the identity server gave to the validation.
    pub sid: SessionId,
}

impl IdentityServerCredentials {
    /// The proof of a validation.
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
