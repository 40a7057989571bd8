//! Authentication: [Security Scheme Object](https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object).

use super::{
    json::{Json, JsonObject},
    paths::Served,
};
use crate::metadata::Metadata;

const BEARER: &str = "accessTokenBearer";
const QUERY: &str = "accessTokenQuery";

/// The alternatives of an operation. An empty one means that no credentials are needed.
pub(super) fn requirements(metadata: &Metadata) -> Vec<JsonObject> {
    let scheme = |name: &str| JsonObject::new().with(name, Vec::<Json>::new());
    let mut alternatives = Vec::new();
    if metadata.authentication.ends_with("Optional") {
        alternatives.push(JsonObject::new());
    }
    if !metadata.authentication.starts_with("No") {
        alternatives.extend([scheme(BEARER), scheme(QUERY)]);
    }
    alternatives
}

/// The schemes that the operations refer to.
pub(super) fn schemes(served: &[Served<'_>]) -> JsonObject {
    let bearer = JsonObject::new().with("type", "http").with("scheme", "bearer");
    let query =
        JsonObject::new().with("type", "apiKey").with("name", "access_token").with("in", "query");
    let is_used = served.iter().any(|it| !requirements(it.entry.metadata()).is_empty());
    match is_used {
        true => JsonObject::new().with(BEARER, bearer).with(QUERY, query),
        false => JsonObject::new(),
    }
}
