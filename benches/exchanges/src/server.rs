//! Servers of the same endpoints, and the requests that they get.
//!
//! All parties have the same state, the [application](app), and respond to each [case](cases) with the same status, headers
//! and body. All of them route the same paths: those of the 32 endpoints of `matrix-client-account`, and three more.

pub mod app;
pub mod by_hand;
pub mod cases;
pub mod connection;
mod frames;
#[cfg(feature = "frameworks")]
pub mod frameworks;
pub mod ours;
pub mod raw_hyper;
pub mod routes;

use http::{HeaderMap, HeaderValue, header};

/// Adds the headers with which web browsers let other sites read a response.
fn add_cors_headers(headers: &mut HeaderMap) {
    // Constants, so that their texts are checked when they are compiled.
    const ORIGIN: HeaderValue = HeaderValue::from_static("*");
    const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS");
    const HEADERS: HeaderValue =
        HeaderValue::from_static("X-Requested-With, Content-Type, Authorization");
    const EXPOSED: HeaderValue = HeaderValue::from_static("Retry-After");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}
