//! Authentication: [Security Scheme Object](https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object).

use super::{
    json::{Json, JsonObject},
    schema::of_type,
    served::Served,
};
use crate::authentication::{Credential, Security};

/// The alternatives of an operation. An empty one means that no credentials are needed.
pub(super) fn requirements(security: Security) -> Vec<JsonObject> {
    let none = Some(JsonObject::new());
    let none = none.filter(|_| !security.is_required() && !security.credentials().is_empty());
    let one = |credential: &Credential| {
        JsonObject::new().with(scheme_name(*credential), Vec::<Json>::new())
    };
    none.into_iter().chain(security.credentials().iter().map(one)).collect()
}

/// The parameters of the query that requests with credentials may have.
pub(super) fn parameters(security: Security) -> impl Iterator<Item = (&'static str, JsonObject)> {
    let parameter = |name: &&'static str| {
        let parameter = JsonObject::new()
            .with("name", *name)
            .with("in", "query")
            .with("description", "Of requests with the token of an application service.")
            .with("schema", of_type("string"));
        (*name, parameter)
    };
    security.parameters().iter().map(parameter)
}

/// The schemes that the operations refer to, by name.
pub(super) fn schemes(served: &[Served<'_>]) -> JsonObject {
    let mut schemes = JsonObject::new();
    for endpoint in served {
        for credential in endpoint.description.security.credentials() {
            schemes.set(scheme_name(*credential), scheme(*credential));
        }
    }
    schemes.sort();
    schemes
}

fn scheme(credential: Credential) -> JsonObject {
    let in_place = |name: &str, place: &str| {
        JsonObject::new().with("type", "apiKey").with("name", name).with("in", place)
    };
    match credential {
        Credential::Authorization(scheme) => {
            JsonObject::new().with("type", "http").with("scheme", scheme.to_ascii_lowercase())
        }
        Credential::Header(name) => in_place(name, "header"),
        Credential::Query(name) => in_place(name, "query"),
    }
}

/// For the credentials of Matrix, the name that the documents of the specification have.
fn scheme_name(credential: Credential) -> String {
    match credential {
        Credential::Authorization("Bearer") => "accessTokenBearer".to_owned(),
        Credential::Authorization(scheme) => format!("{}Authorization", camel_case(scheme)),
        Credential::Header(name) => format!("{}Header", camel_case(name)),
        Credential::Query(name) => format!("{}Query", camel_case(name)),
    }
}

/// `x-api-key` as `xApiKey`.
fn camel_case(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    let capitalize = |(index, word): (usize, String)| match word.get(..1) {
        Some(first) if index > 0 => {
            format!("{}{}", first.to_ascii_uppercase(), word.get(1..).unwrap_or_default())
        }
        _ => word,
    };
    words.enumerate().map(capitalize).collect()
}
