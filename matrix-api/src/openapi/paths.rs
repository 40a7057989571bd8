//! The paths of a document: [Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object).

use http::Method;

use super::{
    error::OpenApiError,
    json::{Json, JsonObject},
    served::{PathForm, Served},
    writer::Writer,
};
use crate::text::template::is_same_path;

/// The path items, in the order of the endpoints.
#[derive(Default)]
pub(super) struct Paths(Vec<PathItem>);

struct PathItem {
    path: String,
    operations: Vec<(Method, &'static str, JsonObject)>,
}

impl Paths {
    /// Adds an endpoint: one operation for each form of its path.
    pub(super) fn add(
        &mut self,
        endpoint: &Served<'_>,
        writer: &Writer<'_>,
    ) -> Result<(), OpenApiError> {
        let template = endpoint.template;
        let mut names = template.names().collect::<Vec<_>>();
        // The third form differs from the second by a slash at its end.
        for (index, path) in template.forms().take(2).enumerate() {
            let absent = if index == 0 { None } else { names.pop() };
            self.add_form(endpoint, writer, path, &names, absent)?;
        }
        Ok(())
    }

    fn add_form(
        &mut self,
        endpoint: &Served<'_>,
        writer: &Writer<'_>,
        path: &str,
        names: &[&str],
        absent: Option<&str>,
    ) -> Result<(), OpenApiError> {
        let (method, module) = (&endpoint.entry.metadata().method, endpoint.entry.module());
        if !is_known(method) {
            return Err(OpenApiError::UnknownMethod { method: method.clone(), module });
        }
        let path = if path.is_empty() { "/".to_owned() } else { path.replace("..}", "}") };
        let item = self.item(&path);
        if let Some((_, first, _)) = item.operations.iter().find(|(other, ..)| other == method) {
            let (method, first) = (method.clone(), *first);
            return Err(OpenApiError::RepeatedPath { method, path, first, second: module });
        }
        let in_document = placeholders(&item.path).map(str::to_owned);
        let names = names.iter().copied().zip(in_document).collect();
        let operation = writer.operation(endpoint, &PathForm { names, absent });
        item.operations.push((method.clone(), module, operation));
        Ok(())
    }

    /// The item of a path. Paths that differ only in the names of their placeholders are the same one.
    fn item(&mut self, path: &str) -> &mut PathItem {
        let index = match self.0.iter().position(|item| is_same_path(&item.path, path)) {
            Some(index) => index,
            None => {
                self.0.push(PathItem { path: path.to_owned(), operations: Vec::new() });
                self.0.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the index was found or pushed just before")]
        &mut self.0[index]
    }

    pub(super) fn into_json(self) -> JsonObject {
        let mut paths = JsonObject::new();
        for item in self.0 {
            let mut operations = JsonObject::new();
            for (method, _, operation) in item.operations {
                operations.set(method.as_str().to_lowercase(), Json::from(operation));
            }
            paths.set(item.path, operations);
        }
        paths
    }
}

/// Whether a [Path Item](https://spec.openapis.org/oas/v3.1.1.html#path-item-object) has a place for the method.
fn is_known(method: &Method) -> bool {
    ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"].contains(&method.as_str())
}

/// The names in braces.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
