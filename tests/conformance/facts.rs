//! The facts: the specification's OpenAPI sources without their prose.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use serde_json::Value;

/// One version of the specification.
pub(crate) struct Facts {
    pub(crate) version: &'static str,
    pub(crate) operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct File {
    endpoints: Vec<Operation>,
}

#[derive(Deserialize)]
pub(crate) struct Operation {
    pub(crate) method: String,
    #[serde(rename = "operationId")]
    pub(crate) operation_id: Option<String>,
    pub(crate) path: String,
    /// The version that added it, if the facts have it.
    pub(crate) added: Option<String>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    /// Alternatives, each a list of schemes that are needed together.
    pub(crate) security: Vec<Vec<String>>,
    pub(crate) parameters: Vec<Parameter>,
    #[serde(rename = "requestBody")]
    request_body: Option<Content>,
    pub(crate) responses: BTreeMap<String, ResponseFacts>,
    pub(crate) rate_limited: bool,
}

/// A parameter in the path or in the query.
#[derive(Deserialize)]
pub(crate) struct Parameter {
    #[serde(rename = "in")]
    pub(crate) part: String,
    pub(crate) name: String,
    pub(crate) required: bool,
    #[serde(flatten)]
    pub(crate) schema: Value,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(default)]
    content: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub(crate) struct ResponseFacts {
    #[serde(flatten)]
    content: Content,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) errcodes: Vec<String>,
}

impl Content {
    fn json(&self) -> Option<&Value> {
        self.content.get("application/json")
    }
}

impl Operation {
    /// The schema of the request's body.
    pub(crate) fn request_body(&self) -> Option<&Value> {
        self.request_body.as_ref()?.json()
    }

    /// The response to a successful request.
    pub(crate) fn success(&self) -> (u16, &ResponseFacts) {
        self.by_status().find(|(status, _)| *status < 400).expect("every operation can succeed")
    }

    pub(crate) fn errors(&self) -> impl Iterator<Item = (u16, &ResponseFacts)> {
        self.by_status().filter(|(status, _)| *status >= 400)
    }

    /// The error response with a status, or that of all other statuses.
    pub(crate) fn error(&self, status: u16) -> Option<&ResponseFacts> {
        let exact = self.responses.get(&status.to_string());
        exact.or_else(|| self.responses.get("default"))
    }

    fn by_status(&self) -> impl Iterator<Item = (u16, &ResponseFacts)> {
        let by_status = self.responses.iter();
        by_status.filter_map(|(status, answer)| Some((status.parse().ok()?, answer)))
    }
}

impl ResponseFacts {
    /// The schema of the body.
    pub(crate) fn body(&self) -> Option<&Value> {
        self.content.json()
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The versions of the specification with facts.
pub(crate) fn all() -> [Facts; 2] {
    [
        read("v1.19", include_str!("account_v1.19.json")),
        read("r0.2.0", include_str!("account_r0.2.0.json")),
    ]
}

fn read(version: &'static str, json: &str) -> Facts {
    let File { endpoints } = serde_json::from_str(json).expect("the facts are of this form");
    Facts { version, operations: endpoints }
}

/// The members of an object, with their schemas.
pub(crate) fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema))
}

/// Whether the member is required.
pub(crate) fn is_required(schema: &Value) -> bool {
    schema.get("required") == Some(&Value::Bool(true))
}
