//! The examples of the account crate.

use matrix_api::{
    description::Shapes, endpoints::FieldDescription, examples::ExampleBody, metadata::FieldPlace,
};
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

/// A fault in the code of a field that no example has is not found.
#[test]
fn every_field_is_in_an_example() {
    let mut shapes = Shapes::new();
    for endpoint in &ENDPOINTS {
        let described = endpoint.describe(&mut shapes);
        let requests: Vec<_> =
            endpoint.examples().iter().filter_map(|example| example.request.as_ref()).collect();
        for field in &described.request {
            let is_shown = requests
                .iter()
                .any(|request| has_field(field, request.target, request.headers, request.body));
            assert!(is_shown, "{}: request: `{}`", endpoint.module(), field.metadata.name);
        }
        for response in &described.responses {
            let mut fields = response.fields.iter();
            let missing = fields.find(|field| {
                let mut shown =
                    endpoint.examples().iter().filter_map(|example| example.response.as_ref());
                !shown.any(|shown| {
                    shown.status == response.metadata.status
                        && has_field(field, "", shown.headers, shown.body)
                })
            });
            let name = missing.map(|field| field.metadata.name);
            assert_eq!(name, None, "{}: response", endpoint.module());
        }
    }
}

fn has_field(
    field: &FieldDescription,
    target: &str,
    headers: &[(&str, &str)],
    body: ExampleBody,
) -> bool {
    let name = field.metadata.name;
    match field.metadata.place {
        FieldPlace::Query => target.contains(&format!("{name}=")),
        FieldPlace::Header => headers.iter().any(|(header, _)| *header == name),
        FieldPlace::Body if !field.flattened => match body {
            ExampleBody::Json(body) => serde_json::from_str::<serde_json::Value>(body)
                .is_ok_and(|body| body.get(name).is_some()),
            _ => false,
        },
        _ => true,
    }
}
