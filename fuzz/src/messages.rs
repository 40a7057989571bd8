//! Requests and responses of every endpoint of the account crate: what is decoded can be encoded, and is decoded
//! to the same again.
//!
//! The first byte of an input chooses the endpoint; after it comes an HTTP message as text.

use matrix_api_tests::messages::{Exchange, exchanges};

use crate::{
    choose,
    endpoints::{ENDPOINTS, Endpoint},
    http_text, seed,
};

fn endpoint(input: &[u8]) -> Option<(&'static Endpoint, &[u8])> {
    let (index, rest) = choose(input, ENDPOINTS.len())?;
    Some((&ENDPOINTS[index], rest))
}

/// Requests, as a server decodes them.
pub(crate) fn request(input: &[u8]) -> bool {
    let Some((endpoint, text)) = endpoint(input) else { return false };
    http_text::request(&endpoint.method, text).is_some_and(|request| (endpoint.request)(&request))
}

/// Responses, as a client decodes them.
pub(crate) fn response(input: &[u8]) -> bool {
    let Some((endpoint, text)) = endpoint(input) else { return false };
    http_text::response(text).is_some_and(|response| (endpoint.response)(&response))
}

/// Random values, whose seed is the input.
pub(crate) fn values(input: &[u8]) -> bool {
    let Some((endpoint, bytes)) = endpoint(input) else { return false };
    (endpoint.values)(bytes);
    true
}

/// Seeds that are made of the literal messages.
fn seeds(write: impl Fn(&Exchange) -> Vec<u8>) -> Vec<Vec<u8>> {
    let index = |module| ENDPOINTS.iter().position(|endpoint| endpoint.module == module);
    exchanges()
        .iter()
        .filter_map(|exchange| Some(seed(index(exchange.module)?, write(exchange))))
        .collect()
}

pub(crate) fn request_seeds() -> Vec<Vec<u8>> {
    seeds(|exchange| {
        let request = exchange.http_request();
        http_text::write(exchange.target, request.headers(), request.body())
    })
}

pub(crate) fn response_seeds() -> Vec<Vec<u8>> {
    let mut seeds = seeds(|exchange| {
        let response = exchange.http_response();
        http_text::write(response.status().as_str(), response.headers(), response.body())
    });
    // An endpoint with the Matrix error, and one with user-interactive challenges.
    for module in ["whoami", "deactivate"] {
        let index = ENDPOINTS.iter().position(|endpoint| endpoint.module == module);
        for body in [
            r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Slow","retry_after_ms":2000}"#,
            r#"{"flows":[{"stages":["m.login.dummy"]}],"session":"x","params":{},"completed":[]}"#,
        ] {
            let text = format!("401\nretry-after: 3\n\n{body}");
            seeds.extend(index.map(|index| seed(index, text)));
        }
    }
    seeds
}

pub(crate) fn value_seeds() -> Vec<Vec<u8>> {
    (0..ENDPOINTS.len()).map(|index| seed(index, [0; 32])).collect()
}
