//! The rules of the wire format, each with literal HTTP messages.

#![allow(clippy::panic, reason = "a failing test may panic")]

mod bodies;
mod header_lists;
mod last_segments;
mod optional_fields;
mod responses;
mod round_trips;
mod routing;
mod uris_and_headers;

use matrix_api::{
    OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{HeaderMap, Method, Request},
    ruma_api,
};

/// Defines an endpoint in its own module, by method, path, status and fields.
macro_rules! endpoint {
    ($name:ident, $method:ident $path:literal, $status:ident, { $($request:tt)* }, { $($response:tt)* }) => {
        pub mod $name {
            super::ruma_api! {
                metadata {
                    description: "For a rule of the wire.",
                    method: $method,
                    name: "rule",
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                    status: $status,
                }
                request { $($request)* }
                response { $($response)* }
            }
        }
    };
}

use endpoint;

endpoint!(get, GET "/empty", OK, {}, {});
endpoint!(head, HEAD "/empty", OK, {}, {});
endpoint!(post, POST "/empty", OK, {}, {});
endpoint!(put, PUT "/empty", OK, {}, {});
endpoint!(patch, PATCH "/empty", OK, {}, {});
endpoint!(delete, DELETE "/empty", OK, {}, {});
endpoint!(options, OPTIONS "/empty", OK, {}, {});
endpoint!(no_content, POST "/empty", NO_CONTENT, {}, {});
endpoint!(
    redirect, GET "/redirect", FOUND,
    {},
    {
        #[ruma_api(header = LOCATION)]
        pub location: String,
    }
);
endpoint!(
    members, POST "/members", OK,
    {
        pub required: String,
        pub optional: Option<u8>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub list: Vec<u8>,
    },
    {
        pub optional: Option<u8>,
    }
);
endpoint!(
    media, POST "/media", OK,
    {
        #[ruma_api(header = CONTENT_TYPE)]
        pub content_type: Option<String>,
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    },
    {
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    }
);
endpoint!(
    search, GET "/search", OK,
    {
        #[ruma_api(query)]
        pub term: Option<String>,
        #[ruma_api(query)]
        #[serde(default)]
        pub tag: Vec<String>,
        #[ruma_api(header = ACCEPT_LANGUAGE)]
        pub language: Option<String>,
        #[ruma_api(header = "X-Trace")]
        #[serde(default)]
        pub trace: Vec<String>,
    },
    {}
);
endpoint!(
    response_headers, GET "/empty", OK,
    {
        #[ruma_api(header = ACCEPT_LANGUAGE)]
        pub language: Option<String>,
    },
    {
        #[ruma_api(header = ETAG)]
        pub required: String,
        #[ruma_api(header = LINK)]
        pub optional: Option<String>,
        #[ruma_api(header = "X-Trace")]
        #[serde(default)]
        pub list: Vec<String>,
    }
);
endpoint!(
    flattened, GET "/search", OK,
    {
        #[ruma_api(query)]
        pub term: String,
        #[ruma_api(query)]
        #[serde(flatten)]
        pub page: crate::uris_and_headers::Page,
    },
    {}
);
endpoint!(
    flattened_members, POST "/members", OK,
    {
        pub term: String,
        #[serde(rename = "a\"é")]
        pub escaped: Option<u8>,
        #[serde(flatten)]
        pub other: std::collections::BTreeMap<String, u64>,
    },
    {}
);
endpoint!(
    required_lists, POST "/lists", OK,
    {
        #[ruma_api(query)]
        pub tag: Vec<String>,
        #[ruma_api(query)]
        pub number: std::collections::BTreeSet<u8>,
        #[ruma_api(query)]
        pub newtype: crate::uris_and_headers::Newtype<Vec<u8>>,
        #[ruma_api(header = "X-Trace")]
        pub trace: Vec<String>,
        pub member: Vec<u8>,
    },
    {}
);
endpoint!(
    required_scalars, GET "/scalars", OK,
    {
        #[ruma_api(query)]
        pub pair: (u8, u8),
    },
    {}
);
endpoint!(
    required_newtype, GET "/scalars", OK,
    {
        #[ruma_api(query)]
        pub newtype: crate::uris_and_headers::Newtype<Option<u8>>,
    },
    {}
);
endpoint!(
    item, GET "/items/{list}/entries/{entry}", OK,
    {
        #[ruma_api(path)]
        pub entry: String,
        #[ruma_api(path)]
        pub list: String,
    },
    {}
);

/// Paths of two versions and an unstable one.
pub mod profile {
    super::ruma_api! {
        metadata {
            description: "For a rule about versions.",
            method: PUT,
            name: "profile",
            history: {
                unstable("org.example.profile") => "/unstable/{user}/profile",
                1.0 => "/r0/{user}/profile",
                1.1 => "/v3/user/{user}/profile",
            },
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub user: String,
        }
        response {}
    }
}

fn encode<R: OutgoingRequest<Authentication = matrix_api::authentication::NoAuthentication>>(
    request: &R,
) -> Request<Bytes> {
    request
        .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn received(method: Method, uri: &str, body: &'static str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from_static(body.as_bytes()));
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().unwrap_or_else(|error| panic!("{uri}: {error}"));
    request
}

/// Every header, as `name: value`.
fn headers(headers: &HeaderMap) -> Vec<String> {
    let line = |(name, value): (_, &matrix_api::http::HeaderValue)| {
        format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))
    };
    headers.iter().map(line).collect()
}
