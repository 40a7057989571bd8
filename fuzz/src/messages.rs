//! Requests and responses of every endpoint of the account crate: what is decoded can be encoded, and is decoded
//! to the same again.
//!
//! The first byte of an input chooses the endpoint; after it comes an HTTP message as text.

use matrix_api::{bytes::Bytes, examples::Example, http::Response};
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

/// Seeds that are made of the literal messages, and of the examples in the definitions.
fn seeds(
    of_exchange: impl Fn(&Exchange) -> Vec<u8>,
    of_example: impl Fn(&Example) -> Option<Vec<u8>>,
) -> Vec<Vec<u8>> {
    let index = |module| ENDPOINTS.iter().position(|endpoint| endpoint.module == module);
    let exchanges = exchanges();
    let exchanges = exchanges
        .iter()
        .filter_map(|exchange| Some(seed(index(exchange.module)?, of_exchange(exchange))));
    let examples = ENDPOINTS.iter().enumerate().flat_map(|(index, endpoint)| {
        let texts = endpoint.examples.iter().filter_map(&of_example);
        texts.map(move |text| seed(index, text))
    });
    exchanges.chain(examples).collect()
}

pub(crate) fn request_seeds() -> Vec<Vec<u8>> {
    let of_exchange = |exchange: &Exchange| {
        let request = exchange.http_request();
        http_text::write(exchange.target, request.headers(), request.body())
    };
    let of_example = |example: &Example| {
        let example = example.request.as_ref()?;
        let request = example.to_http_request().expect("an example is a request");
        Some(http_text::write(example.target, request.headers(), request.body()))
    };
    seeds(of_exchange, of_example)
}

/// The errors among them are those of the examples.
pub(crate) fn response_seeds() -> Vec<Vec<u8>> {
    let text = |response: &Response<Bytes>| {
        http_text::write(response.status().as_str(), response.headers(), response.body())
    };
    let of_example = |example: &Example| {
        let response = example.response.as_ref()?.to_http_response();
        Some(text(&response.expect("an example is a response")))
    };
    seeds(|exchange| text(&exchange.http_response()), of_example)
}

pub(crate) fn value_seeds() -> Vec<Vec<u8>> {
    (0..ENDPOINTS.len()).map(|index| seed(index, [0; 32])).collect()
}
