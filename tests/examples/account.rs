//! The examples of the account crate.

use matrix_client_account::ENDPOINTS;

#[test]
fn the_codec_does_what_the_examples_say() {
    ENDPOINTS.check_examples();
}

#[test]
fn every_endpoint_has_examples_of_a_success_and_of_an_error() {
    for endpoint in &ENDPOINTS {
        let examples = endpoint.examples();
        let has = |is_success: bool| {
            let mut responses = examples.iter().filter_map(|example| example.response.as_ref());
            responses.any(|response| (response.status.as_u16() < 400) == is_success)
        };
        assert!(has(true) && has(false), "{}", endpoint.module());
        let is_request = examples.iter().any(|example| example.request.is_some());
        assert!(is_request, "{} has no example of a request", endpoint.module());
    }
}
