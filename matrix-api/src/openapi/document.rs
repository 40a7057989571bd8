//! The document as a whole: [OpenAPI Object](https://spec.openapis.org/oas/v3.1.1.html#openapi-object).

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{
    error::OpenApiError,
    json::{Json, JsonObject},
    paths::Paths,
    schema::Schemas,
    security,
    served::Served,
    settings::{OpenApi, without_letter},
    writer::Writer,
};
use crate::{description::Shapes, endpoints::EndpointEntry};

/// An OpenAPI document.
///
/// It is JSON. Libraries that have types for OpenAPI read it from [`to_value`](Self::to_value), or from the
/// text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document(JsonObject);

impl Document {
    /// The document as JSON text, indented by two spaces. It is the same text for the same endpoints and
    /// settings.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts, numbers and names of members can be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The document as a JSON value, in which it can be changed.
    #[must_use]
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

pub(super) fn write(
    settings: &OpenApi,
    documentation: &str,
    collection: &str,
    endpoints: &[EndpointEntry],
) -> Result<Document, OpenApiError> {
    let mut shapes = Shapes::new();
    let served = Served::all(endpoints, settings, collection, &mut shapes)?;
    let schemas = Schemas::new(&shapes);
    let writer = Writer { settings, schemas: &schemas };
    let mut paths = Paths::default();
    for endpoint in &served {
        paths.add(endpoint, &writer)?;
    }
    let paths = Json::from(paths.into_json());
    let components = JsonObject::new()
        .with_object("schemas", schemas.used_by(&paths))
        .with_object("securitySchemes", security::schemes(&served));
    let document = JsonObject::new()
        .with("openapi", "3.1.0")
        .with("info", info(settings, documentation))
        .with("servers", servers(settings))
        .with_list("tags", tags(settings, &served))
        .with("paths", paths)
        .with_object("components", components);
    Ok(Document(document))
}

/// [Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
fn info(settings: &OpenApi, documentation: &str) -> JsonObject {
    let matrix_version = settings.newest_version().map(without_letter);
    let version = settings.api_version.clone().or(matrix_version);
    let contact = settings
        .contact
        .as_ref()
        .map(|(name, url)| JsonObject::new().with_markdown("name", name).with_markdown("url", url));
    let license = settings.license.as_ref().map(|(name, identifier)| {
        JsonObject::new().with("name", name.as_str()).with_markdown("identifier", identifier)
    });
    JsonObject::new()
        .with("title", settings.title.as_str())
        .with_markdown("description", settings.description.as_deref().unwrap_or(documentation))
        .with_some("contact", contact)
        .with_some("license", license)
        .with("version", version.unwrap_or_else(|| "1.0.0".to_owned()))
}

/// The server that the document comes from, unless there are others.
fn servers(settings: &OpenApi) -> Vec<JsonObject> {
    let server = |(url, description): &(String, String)| {
        JsonObject::new().with("url", url.as_str()).with_markdown("description", description)
    };
    if settings.servers.is_empty() {
        return vec![JsonObject::new().with("url", "/")];
    }
    settings.servers.iter().map(server).collect()
}

/// The tags of the endpoints, in the order of the settings and then of the endpoints.
fn tags(settings: &OpenApi, served: &[Served<'_>]) -> Vec<JsonObject> {
    let used = served.iter().filter_map(|endpoint| endpoint.tag.as_deref());
    let mut names: Vec<&str> = Vec::new();
    for name in settings.tags.iter().map(|(name, _)| name.as_str()).chain(used) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let tag = |name| {
        let described = settings.tags.iter().find(|(tag, _)| tag == name);
        let description = described.map_or("", |(_, description)| description.as_str());
        JsonObject::new().with("name", name).with_markdown("description", description)
    };
    names.into_iter().map(tag).collect()
}
