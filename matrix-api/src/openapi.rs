//! Documents of [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.1.html), made from collections of endpoints.
//!
//! ```
//! # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet somebody.", method: GET, name: "greet",
//! # path: "/greet/{name}", rate_limited: false, requires_authentication: true, }
//! # request { /** Who is greeted. */ #[ruma_api(path)] pub name: String } response { pub text: String } } }
//! use matrix_api::openapi::OpenApi;
//!
//! matrix_api::endpoints! {
//!     /// Greetings.
//!     pub const GREETINGS = [greet];
//! }
//!
//! let document = GREETINGS.openapi(&OpenApi::new("Greetings").api_version("1.2.0"))?;
//! let json: serde_json::Value = serde_json::from_str(&document.to_json())?;
//! assert_eq!(json["openapi"], "3.1.0");
//! assert_eq!(json["info"]["title"], "Greetings");
//!
//! let greet = &json["paths"]["/greet/{name}"]["get"];
//! assert_eq!(greet["operationId"], "greet");
//! assert_eq!(greet["parameters"][0]["description"], "Who is greeted.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a document says
//!
//! * An operation has the path that a server with the chosen [version](OpenApi::version) has. An endpoint that
//!   such a server does not have is left out, and a deprecated one is marked.
//! * A path whose last segment may be absent becomes two paths. OpenAPI has no placeholder for several segments:
//!   the description of the parameter of `{key..}` says that it is the rest of the path.
//! * Requests and responses have the shapes that are [described](crate::description). Members that a type ignores
//!   are allowed; the known values of an open list are `x-extensible-enum`, and not an `enum`, which would refuse other
//!   values.
//! * A secret has the format `password`, and one of a request is `writeOnly`.
//! * Every operation has the `default` response, which is the endpoint's error. In addition there are the
//!   statuses that are known: 400, 408, 413 and 415 where the server reads something, 401 where it needs
//!   credentials, 429 where it limits the rate, and those of examples.
//! * The headers `Accept`, `Content-Type` and `Authorization` are not listed as parameters: OpenAPI ignores them. A raw body
//!   beside a field for `Content-Type` has the media type `*/*`.
//! * A stream of values is described by the schema of one value: `x-itemSchema`.
//!
//! The text of a document depends only on the endpoints and on the settings, so that it can be committed and
//! compared.

mod body;
mod document;
mod error;
mod example;
mod json;
mod markdown;
mod operation;
mod parameter;
mod paths;
mod response;
mod schema;
mod security;
mod served;
mod settings;
mod writer;

pub use self::{document::Document, error::OpenApiError, settings::OpenApi};
use crate::endpoints::{EndpointEntry, Endpoints};

impl Endpoints {
    /// Describes the endpoints. Without a [description](OpenApi::description), the documentation of the
    /// collection is that of the document.
    ///
    /// # Errors
    ///
    /// When two endpoints have the same `operationId`, or the same method and path.
    pub fn openapi(&self, settings: &OpenApi) -> Result<Document, OpenApiError> {
        settings.clone().collection(self).document_of(self.as_slice())
    }
}

impl OpenApi {
    /// Describes endpoints that are not declared as a collection, for example those of an `Api`.
    ///
    /// # Errors
    ///
    /// As [`Endpoints::openapi`].
    pub fn document_of(&self, endpoints: &[EndpointEntry]) -> Result<Document, OpenApiError> {
        let endpoints = self.in_order(endpoints);
        let (documentation, name) = match &self.collection {
            Some(it) => (strip_documentation(it.documentation()), it.name()),
            None => (String::new(), ""),
        };
        document::write(self, &documentation, name, &endpoints)
    }
}

/// Documentation without the space before each line.
fn strip_documentation(documentation: &str) -> String {
    let lines = documentation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
