//! The OpenAPI document of the account crate, as facts.

use std::collections::BTreeMap;

use matrix_api::{MatrixVersion, openapi::OpenApi};
use matrix_client_account::ENDPOINTS;
use serde_json::{Map, Value, json};

use crate::facts::Operation;

/// The operations of a document, by method and path.
pub(crate) type Operations = BTreeMap<(String, String), Operation>;

/// The operations of the document for a version.
pub(crate) fn operations(version: MatrixVersion) -> Operations {
    let settings = OpenApi::new("Accounts").version(version);
    let document = ENDPOINTS.openapi(&settings).expect("a document").to_value();
    let mut operations = BTreeMap::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            let method = method.to_uppercase();
            let facts = facts(&method, path, operation, &document);
            let facts = serde_json::from_value(facts).expect("the facts are of this form");
            operations.insert((method, path.clone()), facts);
        }
    }
    operations
}

fn facts(method: &str, path: &str, operation: &Value, document: &Value) -> Value {
    let content = |media: &Value| -> Map<String, Value> {
        let media = members(&media["content"]);
        media.map(|(name, media)| (name.clone(), schema(&media["schema"], document))).collect()
    };
    let parameters = items(&operation["parameters"]).map(|parameter| {
        let required = json!(parameter["required"] == true);
        let mut facts = schema(&parameter["schema"], document);
        for (name, value) in
            [("in", &parameter["in"]), ("name", &parameter["name"]), ("required", &required)]
        {
            facts[name] = value.clone();
        }
        facts
    });
    let responses = members(&operation["responses"]).map(|(status, response)| {
        let headers = members(&response["headers"]);
        let headers: Map<String, Value> = headers
            .map(|(name, header)| (name.clone(), schema(&header["schema"], document)))
            .collect();
        (status.clone(), json!({ "content": content(response), "headers": headers }))
    });
    let security = items(&operation["security"])
        .map(|alternative| members(alternative).map(|(name, _)| name.clone()).collect::<Vec<_>>());
    json!({
        "method": method,
        "operationId": operation["operationId"],
        "path": path,
        "added": operation["x-addedInMatrixVersion"],
        "deprecated": operation["deprecated"] == true,
        "security": security.collect::<Vec<_>>(),
        "parameters": parameters.collect::<Vec<_>>(),
        "requestBody": { "content": content(&operation["requestBody"]) },
        "responses": responses.collect::<Map<_, _>>(),
        "rate_limited": !operation["responses"]["429"].is_null(),
    })
}

/// A schema without references, whose members say themselves whether they are required. The members of
/// alternatives are listed together, as the facts have them.
fn schema(schema_or_reference: &Value, document: &Value) -> Value {
    let target = schema_or_reference["$ref"].as_str().map(|target| target.trim_start_matches('#'));
    let given = target.and_then(|target| document.pointer(target)).unwrap_or(schema_or_reference);
    let mut facts = Map::new();
    if let Some(name) = items(&given["type"]).chain([&given["type"]]).find_map(Value::as_str) {
        facts.insert("type".to_owned(), json!(name));
    }
    let mut properties = Map::new();
    for (name, value) in members(&given["properties"]) {
        let mut member = schema(value, document);
        member["required"] = json!(items(&given["required"]).any(|required| required == name));
        properties.insert(name.clone(), member);
    }
    for all in items(&given["allOf"]) {
        merge(&mut facts, &mut properties, &schema(all, document), true);
    }
    // A challenge may be any other error instead.
    let is_other = |schema: &&Value| schema["$ref"] == "#/components/schemas/MatrixError";
    let alternatives = items(&given["oneOf"]).chain(items(&given["anyOf"]));
    let alternatives =
        alternatives.filter(|it| !is_other(it)).map(|alternative| schema(alternative, document));
    for (index, alternative) in alternatives.enumerate() {
        for (name, member) in &mut properties {
            let required = alternative["properties"][name]["required"] == true;
            member["required"] = json!(member["required"] == true && (index == 0 || required));
        }
        merge(&mut facts, &mut properties, &alternative, index == 0);
    }
    if !properties.is_empty() {
        facts.insert("properties".to_owned(), properties.into());
    }
    for (name, value) in
        [("items", &given["items"]), ("additionalProperties", &given["additionalProperties"])]
    {
        if value.is_object() {
            facts.insert(name.to_owned(), schema(value, document));
        }
    }
    facts.into()
}

/// Adds the type and the members of another schema. Those that are not required everywhere are optional.
fn merge(
    facts: &mut Map<String, Value>,
    properties: &mut Map<String, Value>,
    other: &Value,
    required: bool,
) {
    for name in ["type", "additionalProperties"] {
        if let (None, Some(value)) = (facts.get(name), other.get(name)) {
            facts.insert(name.to_owned(), value.clone());
        }
    }
    for (name, member) in members(&other["properties"]) {
        let mut member = member.clone();
        if !required {
            member["required"] = json!(false);
        }
        properties.entry(name.clone()).or_insert(member);
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
