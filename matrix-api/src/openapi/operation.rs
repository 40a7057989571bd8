//! An endpoint as an [Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object).

use super::{
    example::Examples,
    json::JsonObject,
    security,
    served::{PathForm, Served},
    settings::without_letter,
    writer::Writer,
};
use crate::path_history::PathHistory;

impl Writer<'_> {
    /// The operation of an endpoint, for a form of its path.
    pub(super) fn operation(&self, endpoint: &Served<'_>, form: &PathForm<'_>) -> JsonObject {
        let metadata = endpoint.entry.metadata();
        let examples = Examples::of(endpoint);
        let operation_id = match form.absent {
            None => metadata.operation_id.to_owned(),
            Some(absent) => format!("{}_without_{absent}", metadata.operation_id),
        };
        let (summary, description) =
            summarize(metadata.description, endpoint.description.documentation);
        JsonObject::new()
            .with_list("tags", endpoint.tag.iter().map(String::as_str).collect())
            .with_markdown("summary", summary)
            .with_markdown("description", &description)
            .with("operationId", operation_id)
            .with_flag("deprecated", self.is_deprecated(&metadata.path))
            .with_list("parameters", self.parameters(endpoint, form, &examples))
            .with_some("requestBody", self.request_body(endpoint, &examples))
            .with("responses", self.responses(endpoint, &examples))
            .with("security", security::requirements(endpoint.description.security))
            .with_some("x-addedInMatrixVersion", metadata.path.added().map(without_letter))
    }

    fn is_deprecated(&self, history: &PathHistory) -> bool {
        match self.settings.newest_version() {
            Some(version) => history.is_deprecated_in(version),
            None => history.deprecated().is_some(),
        }
    }
}

/// The first sentence without its full stop; and the description, if it has more, with the documentation of the
/// request.
fn summarize<'a>(description: &'a str, documentation: &str) -> (&'a str, String) {
    let (first, rest) = description.split_once(". ").unwrap_or((description, ""));
    let summary = first.strip_suffix('.').unwrap_or(first);
    let description = if rest.is_empty() { "" } else { description };
    (summary, format!("{description}\n\n{}", documentation.trim()))
}
