//! [`GET /_matrix/client/versions`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions):
//! get the versions of the specification that a homeserver supports.
//!
//! Since the first version. A client can call it before it knows anything about the server:
//!
//! ```
//! use matrix_api::{
//!     IncomingResponse, MatrixVersion, OutgoingRequest, SupportedVersions, bytes::Bytes, http,
//! };
//! use matrix_client_account::discovery::versions;
//!
//! let request = versions::Request::new().try_into_http_request(
//!     "https://matrix.example.org",
//!     None,
//!     &SupportedVersions::unknown(),
//! )?;
//! assert_eq!(request.uri().path(), "/_matrix/client/versions");
//!
//! let answer = http::Response::new(Bytes::from(r#"{"versions": ["r0.6.1", "v1.9"]}"#));
//! let supported = versions::Response::try_from_http_response(&answer)?.supported_versions();
//! assert!(supported.supports(MatrixVersion::V1_9));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;

use matrix_api::{SupportedVersions, ruma_api};

ruma_api! {
    metadata {
        description: "Get the versions and unstable features that the homeserver supports.",
        method: GET,
        name: "versions",
        operation_id: "getVersions",
        path: "/_matrix/client/versions",
        rate_limited: false,
        // Since 1.10: the response may depend on the user.
        authentication: AccessTokenOptional,
    }

    request {}

    response {
        /// The versions of the specification.
        pub versions: Vec<String>,

        /// Experimental features, and whether they are enabled. A value other than `true` is read as
        /// `false`.
        #[serde(
            deserialize_with = "crate::lenient::optional",
            skip_serializing_if = "Option::is_none"
        )]
        pub unstable_features: Option<BTreeMap<String, bool>>,
    }

    example "a server with an unstable feature" {
        request { GET "/_matrix/client/versions" }
        response {
            200 {
                "versions": ["v1.1", "v1.19"],
                "unstable_features": { "org.example.tea": true }
            }
        }
    }

    example "a server that is starting" {
        response { 503 { "errcode": "M_UNKNOWN", "error": "Come back in a minute." } }
    }
}

impl Response {
    /// Converts the response to the form that requests need to choose their path.
    #[must_use]
    #[inline]
    pub fn supported_versions(&self) -> SupportedVersions {
        let no_features = BTreeMap::new();
        let features = self.unstable_features.as_ref().unwrap_or(&no_features);
        SupportedVersions::from_parts(&self.versions, features)
    }
}
