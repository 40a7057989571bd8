//! An endpoint as an [Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object).

use super::{
    example::Examples,
    json::JsonObject,
    security,
    served::{PathForm, Served},
    writer::Writer,
};
use crate::path_history::PathHistory;

impl Writer<'_> {
    /// The operation of an endpoint, for a form of its path.
    pub(super) fn operation(&self, endpoint: &Served<'_>, form: &PathForm<'_>) -> JsonObject {
        let metadata = endpoint.entry.metadata();
        let examples = Examples::of(endpoint);
        let operation_id = match form.absent {
            None => metadata.name.to_owned(),
            Some(absent) => format!("{}_without_{absent}", metadata.name),
        };
        let (summary, description) = summarize(metadata.description);
        JsonObject::new()
            .with_list("tags", endpoint.tag.iter().map(String::as_str).collect())
            .with_text("summary", summary)
            .with_text("description", description)
            .with("operationId", operation_id)
            .with_flag("deprecated", self.is_deprecated(&metadata.path))
            .with_list("parameters", self.parameters(endpoint, form, &examples))
            .with_some("requestBody", self.request_body(endpoint, &examples))
            .with("responses", self.responses(endpoint, &examples))
            .with("security", security::requirements(endpoint.description.security))
            .with_some("x-addedInMatrixVersion", added(&metadata.path))
    }

    fn is_deprecated(&self, history: &PathHistory) -> bool {
        match self.settings.newest_version() {
            Some(version) => history.is_deprecated_in(version),
            None => history.deprecated().is_some(),
        }
    }
}

/// The version that brought the endpoint, as the specification's own documents have it: `1.7`.
fn added(history: &PathHistory) -> Option<String> {
    Some(history.added()?.to_string().trim_start_matches('v').to_owned())
}

/// The first sentence of a description without its full stop, and the description if that has more.
fn summarize(description: &str) -> (&str, &str) {
    let (first, rest) = description.split_once(". ").unwrap_or((description, ""));
    let summary = first.strip_suffix('.').unwrap_or(first);
    (summary, if rest.is_empty() { "" } else { description })
}
