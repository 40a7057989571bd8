//! Any values in the messages of every endpoint.

use std::collections::BTreeSet;

use matrix_api::{Endpoint, OutgoingResponse};
use matrix_api_tests::{
    account::{AccountEndpoint, Filled, Filler, Visitor, for_each, send},
    through_response,
};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng},
};

/// How often each message is filled.
const CASES: u32 = 24;

#[test]
fn every_request_and_response_arrives_unchanged() {
    struct RoundTrip(TestRng);
    impl Visitor for RoundTrip {
        fn visit<R: AccountEndpoint>(&mut self) {
            let mut filler = Filler::any(self.0.clone());
            let request = R::filled(&mut filler);
            let encoded = send(&request, "token");
            let decoded =
                R::try_from_http_request(&encoded).unwrap_or_else(|error| panic!("{error}"));
            request.assert_same(&decoded);
            let again = send(&decoded, "token");
            assert_eq!((encoded.uri(), encoded.body()), (again.uri(), again.body()));
            assert_eq!(encoded.headers(), again.headers());

            let response = <R::Response as Filled>::filled(&mut filler);
            let (encoded, decoded) = through_response(&response);
            response.assert_same(&decoded);
            let again = decoded.try_into_http_response().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((encoded.headers(), encoded.body()), (again.headers(), again.body()));
        }
    }
    proptest!(ProptestConfig::with_cases(CASES), |(seed in any::<[u8; 32]>().no_shrink())| {
        for_each(&mut RoundTrip(TestRng::from_seed(RngAlgorithm::ChaCha, &seed)));
    });
}

#[test]
fn the_list_has_every_field() {
    struct Fields;
    impl Visitor for Fields {
        fn visit<R: AccountEndpoint>(&mut self) {
            let metadata = R::METADATA;
            assert_eq!(R::FIELDS.len(), metadata.request_fields.len(), "{}", metadata.name);
            let response = <R::Response as Filled>::FIELDS;
            let fields = metadata.responses.iter().flat_map(|response| response.fields);
            assert_eq!(response.len(), fields.count(), "{}", metadata.name);
        }
    }
    for_each(&mut Fields);
}

#[test]
fn field_names_are_unique_within_their_place() {
    struct Names;
    impl Visitor for Names {
        fn visit<R: AccountEndpoint>(&mut self) {
            let metadata = <R as Endpoint>::METADATA;
            let responses = metadata.responses.iter().map(|response| response.fields);
            for fields in responses.chain([metadata.request_fields]) {
                let named: BTreeSet<_> =
                    fields.iter().map(|field| (format!("{:?}", field.place), field.name)).collect();
                assert_eq!(named.len(), fields.len(), "{}: {fields:?}", metadata.name);
            }
        }
    }
    for_each(&mut Names);
}
