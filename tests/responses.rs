//! Endpoints with several responses, or with a status field: `tests/wire_rules` and `tests/server` use them.

pub mod store {
    matrix_api::ruma_api! {
        metadata {
            description: "Store an object.",
            method: PUT,
            name: "store",
            path: "/objects/{key}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub key: String,
        }
        /// The object replaced another one.
        response {
            /// The number of times that it was stored.
            pub version: u8,
            #[ruma_api(header = ETAG)]
            pub etag: Option<String>,
            #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
            pub key: std::collections::BTreeMap<String, String>,
        }
        response CREATED {
            #[ruma_api(header = LOCATION)]
            pub location: String,
            #[ruma_api(secret)]
            pub read_key: String,
            #[ruma_api(header = ETAG, secret)]
            pub etag: Option<String>,
            #[ruma_api(secret)]
            #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
            pub key: std::collections::BTreeMap<String, String>,
        }
        response ACCEPTED {}
        response NO_CONTENT {}
    }
}

pub mod cached {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a document, unless it is known.",
            method: GET,
            name: "cached",
            path: "/document",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(header = IF_NONE_MATCH)]
            pub etag: Option<String>,
        }
        response {
            #[ruma_api(header = ETAG)]
            pub etag: String,
            pub title: String,
        }
        response NOT_MODIFIED {
            #[ruma_api(header = ETAG)]
            pub etag: String,
        }
    }
}

pub mod page {
    matrix_api::ruma_api! {
        metadata {
            description: "Show a page, or go on.",
            method: GET,
            name: "page",
            path: "/page",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(query)]
            pub session: Option<String>,
        }
        response OK {
            #[ruma_api(header = CONTENT_TYPE)]
            pub content_type: String,
            #[ruma_api(raw_body)]
            pub page: matrix_api::bytes::Bytes,
        }
        response FOUND {
            #[ruma_api(header = LOCATION)]
            pub location: String,
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
        }
    }
}

pub mod thumbnail {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a thumbnail, or where it is.",
            method: GET,
            name: "thumbnail",
            path: "/thumbnails/{name}",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub name: String,
            #[ruma_api(query)]
            #[serde(default)]
            pub allow_redirect: bool,
        }
        #[ruma_api(exhaustive)]
        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::bytes::Bytes,
        }
        #[ruma_api(exhaustive)]
        response TEMPORARY_REDIRECT {
            #[ruma_api(header = LOCATION)]
            pub location: String,
        }
        #[ruma_api(exhaustive)]
        response PERMANENT_REDIRECT {
            #[ruma_api(header = LOCATION)]
            pub location: String,
        }
    }
}

pub mod job {
    matrix_api::ruma_api! {
        metadata {
            description: "Start a job.",
            method: POST,
            name: "job",
            path: "/jobs",
            rate_limited: false,
            requires_authentication: false,
            status: ACCEPTED,
        }
        request {
            /// The status to respond with.
            pub code: u16,
        }
        response {
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
        }
    }
}

pub mod fallback {
    matrix_api::ruma_api! {
        metadata {
            description: "Show the page of another server.",
            method: GET,
            name: "fallback",
            path: "/fallback",
            rate_limited: false,
            requires_authentication: false,
        }
        request {}
        response NON_AUTHORITATIVE_INFORMATION {
            #[ruma_api(raw_body)]
            pub page: matrix_api::bytes::Bytes,
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
        }
    }
}
