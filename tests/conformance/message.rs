//! The checks that requests and responses share.
//!
//! Here a message is an object whose members are its parts: `path`, `query`, `header`, `body`.

use matrix_api::{
    DecodeError,
    endpoints::RecodeError,
    error::{DecodeProblem, Part},
};
use serde_json::Value;

use crate::{
    example::of_wrong_types,
    facts::is_required,
    place::{Place, differences, places},
};

/// A kind of message, with its codec.
pub(crate) struct Kind<'a> {
    /// `request` or `response`, with the variant if there are several.
    pub(crate) name: String,
    pub(crate) schema: &'a Value,
    /// Decodes a message and encodes the result.
    pub(crate) recode: &'a dyn Fn(&Value) -> Result<Value, RecodeError>,
    /// The schema of the message in the document of the account crate.
    pub(crate) document: &'a Value,
}

impl Kind<'_> {
    /// Checks that each field survives, whether it is required, and its type; and a message with the
    /// required fields only. Returns that message, together with fields that are required although the
    /// facts say otherwise, which is a finding.
    pub(crate) fn check_whole(
        &self,
        whole: &Value,
        mut required: Value,
        findings: &mut Vec<String>,
    ) -> Value {
        self.check_recoding("with all fields", whole, findings);
        for place in places(self.schema).iter().filter(|place| place.is_in(whole)) {
            if place.is_member() && place.part() != "path" {
                let needed = self.check_absence(place, whole, findings);
                if needed && place.steps.len() == 2 && !place.is_in(&required) {
                    required = place.put(&required, place.value_in(whole).cloned());
                }
            }
            if place.part() == "body" {
                self.check_type(place, whole, findings);
            }
        }
        self.check_recoding("with the required fields", &required, findings);
        required
    }

    /// The message survives decoding and encoding.
    fn check_recoding(&self, which: &str, message: &Value, findings: &mut Vec<String>) {
        match (self.recode)(message) {
            Ok(recoded) => {
                for difference in differences(message, &recoded) {
                    findings.push(format!("{} {which}: {difference}", self.name));
                }
            }
            Err(failure) => {
                findings.push(format!("{} {which}: refused: {}", self.name, failure));
            }
        }
    }

    /// Whether the field turns out to be required.
    fn check_absence(&self, place: &Place<'_>, whole: &Value, findings: &mut Vec<String>) -> bool {
        let message = place.put(whole, None);
        let named = self.named(place);
        let required_here = match (self.recode)(&message) {
            Ok(recoded) => {
                let differences = differences(&message, &recoded);
                findings.extend(
                    differences.iter().map(|difference| format!("{named} left out: {difference}")),
                );
                false
            }
            Err(failure) => {
                let expected = matches!(
                    invalid_at(&failure, place).map(DecodeError::problem),
                    Some(DecodeProblem::Missing)
                );
                if !expected {
                    findings.push(format!("{named} left out: {failure}"));
                }
                true
            }
        };
        self.check_document(place, required_here, findings);
        required_here
    }

    /// The document says of the field what the codec does.
    fn check_document(&self, place: &Place<'_>, required: bool, findings: &mut Vec<String>) {
        let described = place.find(self.document);
        if described.is_some_and(|described| is_required(described) != required) {
            findings.push(format!(
                "{} is optional either on the wire or in the document, but not in both",
                self.named(place)
            ));
        }
    }

    fn check_type(&self, place: &Place<'_>, whole: &Value, findings: &mut Vec<String>) {
        let named = self.named(place);
        for wrong in of_wrong_types(place.schema) {
            match (self.recode)(&place.put(whole, Some(wrong.clone()))) {
                Ok(_) => findings.push(format!("{named} may be {wrong}")),
                Err(failure) if invalid_at(&failure, place).is_some() => {}
                Err(failure) => {
                    findings.push(format!("{named} as {wrong}: {failure}"));
                }
            }
        }
    }

    fn named(&self, place: &Place<'_>) -> String {
        format!("{} {} `{}`", self.name, place.part(), place.location())
    }
}

/// The error, if it names exactly this place.
fn invalid_at<'a>(failure: &'a RecodeError, place: &Place<'_>) -> Option<&'a DecodeError> {
    let RecodeError::Decode(error) = failure else { return None };
    let part = match error.part() {
        Part::Path => "path",
        Part::Query => "query",
        Part::Header => "header",
        _ => "body",
    };
    (part == place.part() && error.location() == place.location()).then_some(error)
}
