//! CORS headers.

use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, header};

use crate::metadata::{Field, FieldPlace, Metadata};

/// What [the specification](https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients)
/// recommends.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];
const REQUEST_HEADERS: [&str; 3] = ["X-Requested-With", "Content-Type", "Authorization"];

/// The header of error responses that tells
/// [how long to wait](https://spec.matrix.org/v1.19/client-server-api/#rate-limiting).
const RESPONSE_HEADERS: [&str; 1] = ["Retry-After"];

/// How long a browser may remember the response to a preflight request, in seconds. Chromium remembers it no
/// longer.
const MAX_AGE: HeaderValue = HeaderValue::from_static("7200");

/// The CORS headers of an API: those of the specification, and what its endpoints need.
#[derive(Debug)]
pub(super) struct Cors([(HeaderName, HeaderValue); 4]);

impl Cors {
    /// `credential_headers` are those of the authentication schemes.
    pub(super) fn new(
        endpoints: &[&'static Metadata],
        credential_headers: impl Iterator<Item = &'static str>,
    ) -> Self {
        let endpoints = endpoints.iter();
        let methods = endpoints.clone().map(|endpoint| endpoint.method.as_str());
        let request = endpoints.clone().flat_map(|endpoint| endpoint.request_fields);
        let request = request.filter_map(header_name).chain(credential_headers);
        let response = endpoints.flat_map(|endpoint| &endpoint.responses);
        let response = response.flat_map(|response| response.fields);
        let exposed = response.filter_map(header_name);
        Self([
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (header::ACCESS_CONTROL_ALLOW_METHODS, list(&METHODS, methods)),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, list(&REQUEST_HEADERS, request)),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, list(&RESPONSE_HEADERS, exposed)),
        ])
    }

    /// Adds the headers that the response does not have yet.
    pub(super) fn add_headers(&self, response: &mut Response, method: &Method) {
        let headers = response.headers_mut();
        // A response with one of its own is rare, and a search for each would cost as much as to insert it.
        let is_own = |name: &HeaderName| self.0.iter().any(|(own, _)| own == name);
        if headers.keys().any(is_own) {
            for (name, value) in &self.0 {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        } else {
            for (name, value) in &self.0 {
                headers.insert(name, value.clone());
            }
        }
        if method == Method::OPTIONS {
            headers.entry(header::ACCESS_CONTROL_MAX_AGE).or_insert(MAX_AGE);
        }
    }
}

fn header_name(field: &'static Field) -> Option<&'static str> {
    (field.place == FieldPlace::Header).then_some(field.name)
}

/// A list without repetitions.
fn list(first: &[&'static str], others: impl Iterator<Item = &'static str>) -> HeaderValue {
    let mut names = first.to_vec();
    for name in others {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    // Metadata that is written by hand may have a name that is not valid.
    HeaderValue::try_from(names.join(", "))
        .or_else(|_| HeaderValue::try_from(first.join(", ")))
        .unwrap_or(HeaderValue::from_static(""))
}
