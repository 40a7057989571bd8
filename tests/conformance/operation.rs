//! The operations of an OpenAPI document.
//!
//! The specification's documents and that of the account crate have the same form, and are read alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::Value;

use crate::schema::{Schema, list, object, text};

pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) id: Option<String>,
    /// The version that added it, if the document says so.
    pub(crate) added: Option<String>,
    pub(crate) is_deprecated: bool,
    /// Alternatives, each a list of schemes that are needed together.
    pub(crate) security: BTreeSet<Vec<String>>,
    /// An object of the parts `path`, `query`, `header` and `body`.
    pub(crate) request: Schema,
    pub(crate) responses: BTreeMap<String, Response>,
}

pub(crate) struct Response {
    /// An object of the parts `header` and `body`.
    pub(crate) schema: Schema,
    /// The error codes that the prose lists.
    pub(crate) codes: Vec<String>,
}

/// The operations of a document.
pub(crate) fn all(document: &Value) -> Vec<Operation> {
    let paths = object(&document["paths"]);
    let operations = paths.flat_map(|(path, item)| object(item).map(move |it| (path, it)));
    operations.map(|(path, (method, it))| Operation::read(method, path, it, document)).collect()
}

impl Operation {
    fn read(method: &str, path: &str, operation: &Value, document: &Value) -> Self {
        let mut request = message(&["path", "query"], &operation["requestBody"], document);
        for parameter in list(&operation["parameters"]) {
            let part = text(&parameter["in"]).expect("a parameter has a part");
            let name = text(&parameter["name"]).expect("a parameter has a name");
            let is_required = parameter["required"] == true;
            let schema = Schema::read(&parameter["schema"], document).required(is_required);
            let part = request.members.entry(part).or_insert_with(Schema::part);
            part.members.insert(name, schema);
        }
        let schemes = |alternative| object(alternative).map(|(name, _)| name.clone()).collect();
        let responses = object(&operation["responses"]);
        Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            id: text(&operation["operationId"]),
            added: text(&operation["x-addedInMatrixVersion"]),
            is_deprecated: operation["deprecated"] == true,
            security: list(&operation["security"]).map(schemes).collect(),
            request,
            responses: responses
                .map(|(status, response)| (status.clone(), Response::read(response, document)))
                .collect(),
        }
    }

    pub(crate) fn is_rate_limited(&self) -> bool {
        self.responses.contains_key("429")
    }

    /// The response to a successful request.
    pub(crate) fn success(&self) -> (u16, &Response) {
        self.by_status().find(|(status, _)| *status < 400).expect("every operation can succeed")
    }

    pub(crate) fn errors(&self) -> impl Iterator<Item = (u16, &Response)> {
        self.by_status().filter(|(status, _)| *status >= 400)
    }

    /// The error response with a status, or that of all other statuses.
    pub(crate) fn error(&self, status: u16) -> Option<&Response> {
        let exact = self.responses.get(&status.to_string());
        exact.or_else(|| self.responses.get("default"))
    }

    fn by_status(&self) -> impl Iterator<Item = (u16, &Response)> {
        let by_status = self.responses.iter();
        by_status.filter_map(|(status, response)| Some((status.parse().ok()?, response)))
    }
}

impl Response {
    fn read(response: &Value, document: &Value) -> Self {
        let mut schema = message(&["header"], response, document);
        for (name, header) in object(&response["headers"]) {
            let is_required = header["required"] == true;
            let facts = Schema::read(&header["schema"], document).required(is_required);
            let headers = schema.members.entry("header".to_owned()).or_default();
            headers.members.insert(name.to_lowercase(), facts);
        }
        Self { schema, codes: list(&response["x-errcodes"]).filter_map(text).collect() }
    }
}

/// A message with empty parts, and with a body if there is one.
fn message(parts: &[&str], content: &Value, document: &Value) -> Schema {
    let mut message = Schema::part();
    message.members = parts.iter().map(|part| ((*part).to_owned(), Schema::part())).collect();
    if let Some(json) = content["content"].get("application/json") {
        let body = Schema::read(&json["schema"], document).required(true);
        message.members.insert("body".to_owned(), body);
    }
    message
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
