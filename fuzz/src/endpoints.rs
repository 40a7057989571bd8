//! The endpoints of the account crate as functions of messages.

use std::{fmt::Debug, sync::LazyLock};

use matrix_api::{
    EndpointError, FromHttpRequestError, FromHttpResponseError, IncomingResponse, OutgoingResponse,
    authentication::AuthenticationScheme,
    bytes::Bytes,
    endpoints::EndpointEntry,
    examples::Example,
    http::{Method, Request, Response},
};
use matrix_api_tests::{
    account::{AccountEndpoint, Filled, Filler, Visitor, for_each, module, send},
    through_response,
};
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::{keeps_numbers, show};

/// An endpoint, and the rules of its messages.
pub(crate) struct Endpoint {
    /// The module in the account crate.
    pub(crate) module: &'static str,
    pub(crate) method: Method,
    /// The examples in its definition.
    pub(crate) examples: &'static [Example],
    /// Whether a request is decoded.
    pub(crate) request: fn(&Request<Bytes>) -> bool,
    /// Whether a response is decoded, as a success or as an error response.
    pub(crate) response: fn(&Response<Bytes>) -> bool,
    /// Fills both messages with random values. The bytes are the seed.
    pub(crate) values: fn(&[u8]),
}

/// All endpoints.
pub(crate) static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(|| {
    struct List(Vec<Endpoint>);
    impl Visitor for List {
        fn visit<R: AccountEndpoint>(&mut self) {
            self.0.push(Endpoint {
                module: module(&EndpointEntry::without_codec::<R>()),
                method: R::METADATA.method.clone(),
                examples: R::EXAMPLES,
                request: request::<R>,
                response: response::<R>,
                values: values::<R>,
            });
        }
    }
    let mut list = List(Vec::new());
    for_each(&mut list);
    list.0
});

/// What a server decodes, a client can send, and the server decodes the same again.
fn request<R: AccountEndpoint>(request: &Request<Bytes>) -> bool {
    if let Err(error) = R::Authentication::extract(request) {
        show(&error);
    }
    let decoded = match R::try_from_http_request(request) {
        Ok(decoded) => decoded,
        Err(error) => {
            check_request_error::<R>(&error);
            return false;
        }
    };
    if !keeps_numbers(request.body()) {
        return true;
    }
    let encoded = send(&decoded, "token");
    let again = R::try_from_http_request(&encoded).unwrap_or_else(|error| panic!("{error}"));
    decoded.assert_same(&again);
    let sent_again = send(&again, "token");
    assert_eq!((encoded.uri(), encoded.body()), (sent_again.uri(), sent_again.body()));
    assert_eq!(encoded.headers(), sent_again.headers());
    true
}

/// An error names the endpoint.
fn check_request_error<R: AccountEndpoint>(error: &FromHttpRequestError) {
    show(error);
    if let FromHttpRequestError::Decode(error) = error {
        assert_eq!(error.endpoint(), R::METADATA.name);
    }
}

/// What a client decodes, a server can send, and the client decodes the same again.
fn response<R: AccountEndpoint>(response: &Response<Bytes>) -> bool {
    match R::Response::try_from_http_response(response) {
        Ok(_) | Err(FromHttpResponseError::Endpoint(_)) if !keeps_numbers(response.body()) => true,
        Ok(decoded) => {
            let (encoded, again) = through_response(&decoded);
            decoded.assert_same(&again);
            let sent_again =
                again.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
            assert_same_response(&encoded, &sent_again);
            true
        }
        Err(FromHttpResponseError::Decode(error)) => {
            show(&error);
            assert_eq!(error.endpoint(), R::METADATA.name);
            false
        }
        Err(FromHttpResponseError::Endpoint(error)) => {
            check_error_response(&error);
            true
        }
        Err(error) => panic!("an error of another kind: {error}"),
    }
}

/// What a client decodes, a server can send, and both have the same response.
fn check_error_response<E: EndpointError + Debug>(error: &E) {
    show(error);
    let encoded = error.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
    let again = E::from_http_response(&encoded)
        .try_into_http_response()
        .unwrap_or_else(|error| panic!("{error}"));
    assert_same_response(&encoded, &again);
}

pub(crate) fn assert_same_response(one: &Response<Bytes>, other: &Response<Bytes>) {
    assert_eq!(one.status(), other.status());
    assert_eq!(one.headers(), other.headers());
    assert_eq!(one.body(), other.body());
}

/// Random values arrive.
fn values<R: AccountEndpoint>(bytes: &[u8]) {
    let mut filler = Filler::any(random(bytes));
    let sent = R::filled(&mut filler);
    let encoded = send(&sent, "token");
    assert!(request::<R>(&encoded));
    let received = R::try_from_http_request(&encoded).unwrap_or_else(|error| panic!("{error}"));
    sent.assert_same(&received);

    let sent = <R::Response as Filled>::filled(&mut filler);
    let (encoded, received) = through_response(&sent);
    sent.assert_same(&received);
    assert!(response::<R>(&encoded));
}

/// The bytes are the seed. (Numbers that are the bytes themselves come to an end, and proptest waits for others
/// then.)
fn random(bytes: &[u8]) -> TestRng {
    let mut seed = [0; 32];
    seed.iter_mut().zip(bytes).for_each(|(byte, given)| *byte = *given);
    TestRng::from_seed(RngAlgorithm::ChaCha, &seed)
}
