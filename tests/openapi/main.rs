//! OpenAPI documents: what each decision looks like, by hand from the
//! [specification](https://spec.openapis.org/oas/v3.1.1.html).

#![allow(clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod bodies;
mod document;
mod parameters;
mod paths;
mod responses;
mod schemas;

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
