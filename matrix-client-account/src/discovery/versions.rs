//! [`GET /_matrix/client/versions`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions):
//! ask which versions of the specification a homeserver supports.
//!
//! In every version. It can be called before anything is known of the server:
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
        description: "Ask which versions and unstable features the homeserver supports.",
        method: GET,
        name: "versions",
        path: "/_matrix/client/versions",
        rate_limited: false,
        // Since 1.10: servers may offer some users more than others.
        authentication: AccessTokenOptional,
    }

    request {}

    response {
        /// The versions of the specification.
        pub versions: Vec<String>,

        /// Experimental features, and whether the server has them enabled.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unstable_features: Option<BTreeMap<String, bool>>,
    }
}

impl Response {
    /// The answer in the form that the choice of a path needs.
    #[must_use]
    #[inline]
    pub fn supported_versions(&self) -> SupportedVersions {
        let no_features = BTreeMap::new();
        let features = self.unstable_features.as_ref().unwrap_or(&no_features);
        SupportedVersions::from_parts(&self.versions, features)
    }
}
