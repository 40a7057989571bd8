//! Every endpoint of the account crate, in both directions.

use std::{collections::BTreeSet, fs, path::Path};

use matrix_api::{Endpoint, OutgoingResponse};
use matrix_api_tests::{
    account_messages::{AccountEndpoint, Filled, Filler, Visitor, for_each, names, send},
    through_response,
};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng},
};

/// How often each endpoint is filled.
const CASES: u32 = 24;

#[test]
fn every_request_and_response_arrives_as_it_was_sent() {
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
fn no_endpoint_and_no_field_is_left_out_of_the_list() {
    fn collect(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
            let path = entry.unwrap_or_else(|error| panic!("{error}")).path();
            if path.is_dir() {
                collect(&path, found);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap_or_default();
            let source = source.replace("\nrequest_token! {", "\nruma_api! {");
            let blocks = source.split("\nruma_api! {").skip(1);
            found.extend(blocks.map(|block| {
                let name = block.split("name: \"").nth(1).and_then(|rest| rest.split('"').next());
                name.unwrap_or_else(|| panic!("{path:?} has a block without a name")).to_owned()
            }));
        }
    }
    let mut found = BTreeSet::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../matrix-client-account/src");
    collect(&sources, &mut found);
    assert!(found.contains("register"), "{found:?}");
    let listed: BTreeSet<String> = names().into_iter().map(str::to_owned).collect();
    assert_eq!(listed, found);
}

#[test]
fn every_name_on_the_wire_is_said_once() {
    struct Names;
    impl Visitor for Names {
        fn visit<R: AccountEndpoint>(&mut self) {
            let metadata = <R as Endpoint>::METADATA;
            for fields in [metadata.request_fields, metadata.response_fields] {
                let named: BTreeSet<_> =
                    fields.iter().map(|field| (format!("{:?}", field.place), field.name)).collect();
                assert_eq!(named.len(), fields.len(), "{}: {fields:?}", metadata.name);
            }
        }
    }
    for_each(&mut Names);
}
