//! The types of the account crate.

use std::collections::BTreeSet;

use matrix_api::{
    OutgoingResponse,
    description::{Shape, Shapes, UnknownMembers},
    endpoints::{EndpointDescription, EndpointEntry, FieldDescription},
    http::StatusCode,
    metadata::FieldPlace,
};
use matrix_api_tests::account::{AccountEndpoint, Filled, Filler, Visitor, for_each, send};
use matrix_client_account::ENDPOINTS;
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng},
};
use serde_json::Value;

fn describe_all() -> (Vec<EndpointDescription>, Shapes) {
    let mut shapes = Shapes::new();
    let described = ENDPOINTS.iter().map(|endpoint| endpoint.describe(&mut shapes)).collect();
    (described, shapes)
}

/// The places within a shape where any value is possible. Names are not followed.
fn places_of_any(place: &str, shape: &Shape, found: &mut BTreeSet<String>) {
    match shape {
        Shape::Any => {
            found.insert(place.to_owned());
        }
        Shape::List(item) => places_of_any(&format!("{place}[]"), item, found),
        Shape::Map(value) => places_of_any(&format!("{place}.*"), value, found),
        Shape::Tuple(shapes) | Shape::OneOf(shapes) => {
            for shape in shapes {
                places_of_any(place, shape, found);
            }
        }
        Shape::Object(object) => {
            for member in &object.members {
                places_of_any(&format!("{place}.{}", member.name), &member.shape, found);
            }
            if let UnknownMembers::Kept(shape) = &object.unknown {
                places_of_any(&format!("{place}.*"), shape, found);
            }
        }
        Shape::Tagged { variants, other, .. } => {
            for variant in variants {
                places_of_any(&format!("{place}({})", variant.tag), &variant.shape, found);
            }
            if let Some(shape) = other {
                places_of_any(&format!("{place}(other)"), shape, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_has_a_shape() {
    let (described, shapes) = describe_all();
    let mut found = BTreeSet::new();
    for endpoint in &described {
        let name = endpoint.metadata.name;
        for field in &endpoint.request {
            let place = format!("{name} request {}", field.metadata.name);
            places_of_any(&place, &field.shape, &mut found);
        }
        for field in endpoint.responses.iter().flat_map(|response| &response.fields) {
            let place = format!("{name} response {}", field.metadata.name);
            places_of_any(&place, &field.shape, &mut found);
        }
    }
    for (name, shape) in shapes.iter() {
        places_of_any(name, shape, &mut found);
    }
    let expected = [
        // Members of types that the crate does not know.
        "AuthData(other).*",
        "LoginInfo(other).*",
        "UserIdentifier(other).*",
        // Members that the crate does not know, and keeps.
        "Capabilities.*",
        "DiscoveryInformation.*",
        "LoginFlow.*",
        "MatrixError.*",
        "UiaaInfo.*",
        "auth_metadata response other.*",
        "well_known_client response other.*",
        // The members of a stage depend on its type.
        "UiaaInfo.params.*",
    ];
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn types_with_names_are_those_of_the_crate() {
    let (_, shapes) = describe_all();
    let names: Vec<_> = shapes.iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "AccountModerationCapability",
            "AuthData",
            "AuthFlow",
            "Capabilities",
            "DiscoveryInformation",
            "EnabledCapability",
            "HomeserverInformation",
            "IdentityProvider",
            "IdentityServerCredentials",
            "IdentityServerInformation",
            "LoginFlow",
            "LoginInfo",
            "MatrixError",
            "ProfileFieldsCapability",
            "RoomVersionsCapability",
            "ThirdPartyCredentials",
            "ThirdPartyIdentifier",
            "UiaaInfo",
            "UserIdentifier",
        ]
    );
}

#[test]
fn interactive_endpoints_describe_the_flows_of_a_401() {
    let (described, _) = describe_all();
    let find = |name: &str| {
        let found = described.iter().find(|endpoint| endpoint.metadata.name == name);
        found.unwrap_or_else(|| panic!("no endpoint {name}"))
    };
    let named = |name: &str| Shape::Named(name.to_owned());
    let register = find("register");
    assert_eq!(register.error.body.media_type, Some("application/json"));
    assert_eq!(register.error.body.shape, named("MatrixError"));
    let [unauthorized] = &*register.error.statuses else { panic!("one status") };
    assert_eq!(unauthorized.status, StatusCode::UNAUTHORIZED);
    let expected = Shape::OneOf(vec![named("UiaaInfo"), named("MatrixError")]);
    assert_eq!(unauthorized.body.shape, expected);
    assert!(find("whoami").error.statuses.is_empty());
    assert!(find("whoami").security.is_required());
    assert!(find("get_login_flows").security.credentials().is_empty());
}

/// Fails if the fields of a JSON body are not as they are described.
fn check_body(name: &str, fields: &[FieldDescription], body: &[u8], shapes: &Shapes) {
    let is_in_body = |field: &&FieldDescription| {
        matches!(field.metadata.place, FieldPlace::Body | FieldPlace::WholeBody)
    };
    for field in fields.iter().filter(is_in_body) {
        let body: Value = serde_json::from_slice(body).expect("JSON");
        let is_whole = field.flattened || field.metadata.place == FieldPlace::WholeBody;
        let value = if is_whole { Some(&body) } else { body.get(field.metadata.name) };
        let mismatch = match value {
            Some(value) => shapes.mismatch(&field.shape, value).map(|it| it.to_string()),
            None => (!field.metadata.optional).then(|| "missing".to_owned()),
        };
        let wire_name = field.metadata.name;
        assert_eq!(mismatch, None, "{name}: {wire_name}: {body}");
    }
}

#[test]
fn every_value_that_is_written_has_the_shape_of_its_field() {
    struct Check(TestRng);
    impl Visitor for Check {
        fn visit<R: AccountEndpoint>(&mut self) {
            let mut shapes = Shapes::new();
            let described = EndpointEntry::of::<R>().describe(&mut shapes);
            let name = described.metadata.name;
            let mut filler = Filler::any(self.0.clone());
            let request = send(&R::filled(&mut filler), "token");
            check_body(name, &described.request, request.body(), &shapes);
            let response = <R::Response as Filled>::filled(&mut filler);
            let response = response.try_into_http_response().expect("a response");
            for described in &described.responses {
                check_body(name, &described.fields, response.body(), &shapes);
            }
        }
    }
    proptest!(ProptestConfig::with_cases(16), |(seed in any::<[u8; 32]>().no_shrink())| {
        for_each(&mut Check(TestRng::from_seed(RngAlgorithm::ChaCha, &seed)));
    });
}
