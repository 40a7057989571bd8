//! CORS headers.

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

/// The headers that
/// [the specification](https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients)
/// recommends.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS"),
    ),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("X-Requested-With, Content-Type, Authorization"),
    ),
];

/// Adds the headers that the response does not have yet.
pub(super) fn add_cors_headers(response: &mut Response) {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
}
