//! The codec of an endpoint against messages that the specification's schemas yield.

use matrix_api::{
    DecodeError, ErrorCode,
    endpoints::{EndpointEntry, RecodeError},
    error::DecodeProblem,
    string_enum::StringEnum,
};
use matrix_api_tests::account::{has_challenges, module};
use serde_json::{Value, json};

use crate::{
    codec::{recode_request, recode_response},
    example::{Content, of_wrong_types, value},
    operation::Operation,
    place::{Place, differences, places},
    schema::Schema,
};

/// Requests whose `type` selects the other members, which the specification's schemas list together.
///
/// The endpoint; the type; the members that it does not have; the members that a version must have to
/// know this type.
const TYPES: &[(&str, &str, &[&str], &[&str])] = &[
    ("session::login", "m.login.password", &["token"], &["password"]),
    (
        "session::login",
        "m.login.token",
        &["identifier", "user", "medium", "address", "password"],
        &["token"],
    ),
    (
        "session::login",
        "m.login.application_service",
        &["medium", "address", "password", "token"],
        &[],
    ),
];

/// Members that a version does not list, but that the response needs.
const UNLISTED: &[(&str, &str)] = &[
    ("request_3pid_token", "sid"),
    ("request_password_change_token", "sid"),
    ("request_register_token", "sid"),
];

/// A kind of message, with its codec.
struct Kind<'a> {
    /// `request` or `response`, with the variant if there are several.
    name: String,
    schema: &'a Schema,
    /// The schema in the document of the account crate.
    document: &'a Schema,
    /// Decodes a message and encodes the result.
    recode: &'a dyn Fn(&Value) -> Result<Value, RecodeError>,
}

/// Checks every path of the endpoint, with each type of the request.
pub(crate) fn check_request(
    theirs: &Operation,
    ours: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let (schema, document) = (&theirs.request, &ours.request);
    if document.members.contains_key("body") && !schema.members.contains_key("body") {
        findings.push("the request has no body there".to_owned());
        return;
    }
    let recode = |message: &Value| recode_request(endpoint, &theirs.path, message);
    let variants = variants(module(endpoint), schema);
    // The document lists the members of all variants together.
    let document = if variants.len() == 1 { document } else { &Schema::default() };
    for (name, whole, required) in variants {
        let kind = Kind { name, schema, recode: &recode, document };
        let required = kind.check_whole(&whole, required, findings);
        for template in endpoint.metadata().path.templates() {
            let recode = |message: &Value| recode_request(endpoint, template.as_str(), message);
            check_recoding(template.as_str(), &recode, &required, findings);
        }
    }
}

/// For each variant: its name, a complete message, and one with the required fields only.
fn variants(module: &str, schema: &Schema) -> Vec<(String, Value, Value)> {
    let (whole, required) = (value(schema, Content::All), value(schema, Content::Required));
    let has = |name: &&str| whole["body"].get(name).is_some();
    let types = TYPES.iter().filter(|(of, _, _, needs)| *of == module && needs.iter().all(has));
    let variants = types.map(|(_, kind, without, _)| {
        let of_type = |mut message: Value| {
            let body = message["body"].as_object_mut().expect("a body");
            body.retain(|name, _| !without.contains(&name.as_str()));
            body.insert("type".to_owned(), json!(kind));
            if let Some(identifier) = body.get_mut("identifier") {
                *identifier = json!({ "type": "org.example.badge", "number": 7 });
            }
            message
        };
        (format!("request {kind}"), of_type(whole.clone()), of_type(required.clone()))
    });
    let variants: Vec<_> = variants.collect();
    if variants.is_empty() { vec![("request".to_owned(), whole, required)] } else { variants }
}

/// Checks the response to a successful request.
pub(crate) fn check_success(
    theirs: &Operation,
    ours: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let ((status, success), (_, own)) = (theirs.success(), ours.success());
    let schema = &success.schema;
    let (mut whole, mut required) =
        (value(schema, Content::Extended), value(schema, Content::Required));
    for message in [&mut whole, &mut required] {
        message["status"] = json!(status);
        if status < 300 && message.get("body").is_none() {
            message["body"] = json!({});
        }
    }
    for (_, name) in UNLISTED.iter().filter(|(of, _)| *of == module(endpoint)) {
        if whole["body"].get(name).is_none() {
            findings.push(format!("response body `{name}` is required here, unknown there"));
            whole["body"][name] = json!("text");
            required["body"][name] = json!("text");
        }
    }
    let recode = |message: &Value| recode_response(endpoint, message);
    let kind = Kind { name: "response".to_owned(), schema, recode: &recode, document: &own.schema };
    kind.check_whole(&whole, required, findings);
}

/// Checks the error responses.
pub(crate) fn check_errors(
    theirs: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let mut is_interactive = false;
    for (status, error) in theirs.errors() {
        let mut bodies = Vec::new();
        if let Some(schema) = error.schema.members.get("body") {
            is_interactive |= schema.members.contains_key("flows");
            bodies = vec![value(schema, Content::All), value(schema, Content::Required)];
        }
        for code in &error.codes {
            if ErrorCode::known(code).is_none() {
                findings.push(format!("{code} is unknown"));
            }
            bodies.push(json!({ "errcode": code }));
        }
        for mut body in bodies {
            // It is always written.
            body["error"] = json!("text");
            let message = json!({ "status": status, "body": body });
            let recode = |message: &Value| recode_response(endpoint, message);
            check_recoding(&format!("error {status}"), &recode, &message, findings);
        }
    }
    let has_challenges = has_challenges(endpoint);
    if is_interactive != has_challenges {
        findings.push(format!(
            "user-interactive authentication: {has_challenges} here, {is_interactive} there"
        ));
    }
}

/// The message survives decoding and encoding.
fn check_recoding(
    name: &str,
    recode: &dyn Fn(&Value) -> Result<Value, RecodeError>,
    message: &Value,
    findings: &mut Vec<String>,
) {
    match recode(message) {
        Ok(recoded) => {
            let differences = differences(message, &recoded).into_iter();
            findings.extend(differences.map(|difference| format!("{name}: {difference}")));
        }
        Err(failure) => findings.push(format!("{name}: refused: {failure}")),
    }
}

impl Kind<'_> {
    /// Checks that each field survives, whether it is required, and its type; and a message with the
    /// required fields only. Returns that message, together with fields that are required although the
    /// facts say otherwise, which is a finding.
    fn check_whole(&self, whole: &Value, mut required: Value, findings: &mut Vec<String>) -> Value {
        check_recoding(&format!("{} with all fields", self.name), self.recode, whole, findings);
        for place in places(self.schema) {
            let Some(found) = place.value(whole) else { continue };
            if !place.is_part() && !place.is_element() && place.part() != "path" {
                let needed = self.check_absence(&place, whole, findings);
                if needed && place.is_field() && place.value(&required).is_none() {
                    required = place.put(&required, Some(found.clone()));
                }
            }
            if place.part() == "body" && !place.is_empty_part() {
                self.check_type(&place, whole, findings);
            }
        }
        let name = format!("{} with the required fields", self.name);
        check_recoding(&name, self.recode, &required, findings);
        required
    }

    /// Whether the field turns out to be required.
    fn check_absence(&self, place: &Place<'_>, whole: &Value, findings: &mut Vec<String>) -> bool {
        let message = place.put(whole, None);
        let named = place.name(&self.name);
        let recoded = (self.recode)(&message);
        let is_required = recoded.is_err();
        match recoded {
            Ok(recoded) => {
                let differences = differences(&message, &recoded).into_iter();
                findings.extend(differences.map(|it| format!("{named} left out: {it}")));
            }
            Err(failure) => match place.error(&failure).map(DecodeError::problem) {
                Some(DecodeProblem::Missing) => {}
                _ => findings.push(format!("{named} left out: {failure}")),
            },
        }
        let described = place.find(self.document);
        if described.is_some_and(|described| described.is_required != is_required) {
            findings.push(format!(
                "{named} is optional either on the wire or in the document, but not in both"
            ));
        }
        is_required
    }

    fn check_type(&self, place: &Place<'_>, whole: &Value, findings: &mut Vec<String>) {
        let (named, mut accepted) = (place.name(&self.name), Vec::new());
        for wrong in of_wrong_types(place.schema) {
            match (self.recode)(&place.put(whole, Some(wrong.clone()))) {
                Ok(_) => accepted.push(wrong.to_string()),
                Err(failure) if place.error(&failure).is_some() => {}
                Err(failure) => findings.push(format!("{named} as {wrong}: {failure}")),
            }
        }
        if !accepted.is_empty() {
            findings.push(format!("{named} may be {}", accepted.join(" or ")));
        }
    }
}
