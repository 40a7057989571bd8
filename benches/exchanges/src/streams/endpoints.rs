//! The endpoints that clients and servers of this project share.

/// A response with a stream.
pub(super) mod download {
    matrix_api::ruma_api! {
        metadata {
            description: "Download a number of bytes.",
            method: GET,
            name: "download",
            path: "/objects/{size}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// The number of bytes.
            #[ruma_api(path)]
            pub size: u64,
        }

        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

/// A request with a stream.
pub(super) mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Upload a number of bytes.",
            method: PUT,
            name: "upload",
            path: "/objects/{size}",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// The number of bytes.
            #[ruma_api(path)]
            pub size: u64,

            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response {
            /// The number of bytes that arrived.
            pub size: u64,
        }
    }
}
