//! OpenAPI documents: what each decision looks like, by hand from the
//! [specification](https://spec.openapis.org/oas/v3.1.1.html).

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod bodies;
mod document;
mod examples;
mod fields;
mod parameters;
mod paths;
mod responses;
mod schemas;

use std::{fs, path::PathBuf};

use matrix_api::{
    endpoints::Endpoints,
    openapi::{OpenApi, OpenApiError},
};
use serde_json::Value;

/// The document of a collection.
fn document(endpoints: Endpoints) -> Value {
    written(&endpoints, &OpenApi::new("Test")).expect("a document")
}

fn written(endpoints: &Endpoints, settings: &OpenApi) -> Result<Value, OpenApiError> {
    Ok(endpoints.openapi(settings)?.to_value())
}

/// The documents of all collections here. With `OPENAPI_DOCUMENTS`, the name of a folder, they are written
/// there, for validators: see `tests/interop`.
#[test]
fn every_document_is_written() {
    let folder = std::env::var_os("OPENAPI_DOCUMENTS").map(PathBuf::from);
    for (name, endpoints) in [
        ("bodies", bodies::BODIES),
        ("paths", paths::STATE),
        ("rest_of_path", paths::REST),
        ("path_of_nothing", paths::ANYTHING),
        ("examples", examples::EXAMPLES),
        ("fields", fields::FIELDS),
        ("parameters", parameters::SEARCH),
        ("responses", responses::RESPONSES),
        ("schemas", schemas::SHAPES),
        ("small", document::SMALL),
    ] {
        let settings = OpenApi::new(name).license("MIT", "MIT").main_tag(name, "Test.");
        let text = endpoints.openapi(&settings).expect(name).to_json();
        assert!(text.starts_with("{\n  \"openapi\": \"3.1.0\","), "{text}");
        if let Some(folder) = &folder {
            fs::write(folder.join(name).with_extension("json"), text).expect(name);
        }
    }
}
