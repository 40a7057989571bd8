//! The paths of a document: [Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object).

use http::Method;

use super::{
    OpenApiError,
    json::{Json, JsonObject},
    operation::Writer,
    settings::OpenApi,
};
use crate::{
    description::Shapes,
    endpoints::{EndpointDescription, EndpointEntry},
    text::template::PathTemplate,
};

/// An endpoint that a server with the chosen version has.
pub(super) struct Served<'a> {
    pub(super) entry: &'a EndpointEntry,
    pub(super) description: EndpointDescription,
    pub(super) template: PathTemplate,
    pub(super) tag: Option<String>,
}

impl<'a> Served<'a> {
    /// The endpoints that a server has, with their descriptions.
    pub(super) fn all(
        endpoints: &'a [EndpointEntry],
        settings: &OpenApi,
        collection: &str,
        shapes: &mut Shapes,
    ) -> Result<Vec<Self>, OpenApiError> {
        let mut all: Vec<Self> = Vec::new();
        let parent = common_parent(endpoints);
        for entry in endpoints {
            let Some(template) = template(entry, settings) else { continue };
            let name = entry.metadata().name;
            if let Some(other) = all.iter().find(|other| other.entry.metadata().name == name) {
                let (first, second) = (other.entry.module(), entry.module());
                return Err(OpenApiError::RepeatedName { name, first, second });
            }
            let tag = tag(entry.module(), parent, collection);
            all.push(Self { entry, description: entry.describe(shapes), template, tag });
        }
        Ok(all)
    }
}

/// The path of an endpoint on a server with the chosen version.
fn template(entry: &EndpointEntry, settings: &OpenApi) -> Option<PathTemplate> {
    let history = &entry.metadata().path;
    let is_removed = settings.supported.is_unknown() && history.removed().is_some();
    history.select(&settings.supported).ok().filter(|_| !is_removed)
}

/// The module that contains all modules with endpoints.
fn common_parent(endpoints: &[EndpointEntry]) -> &'static str {
    let mut modules = endpoints.iter().map(|entry| parent(entry.module()));
    let first = modules.next().unwrap_or_default();
    modules.fold(first, |mut common, module| {
        while !common.is_empty() && !is_within(module, common) {
            common = parent(common);
        }
        common
    })
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn is_within(module: &str, parent: &str) -> bool {
    module.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The module between the common one and that of the endpoint, or the collection.
fn tag(module: &str, common_parent: &str, collection: &str) -> Option<String> {
    let inner = parent(module).strip_prefix(common_parent)?.trim_start_matches("::");
    let tag = if inner.is_empty() { collection.to_lowercase() } else { inner.replace("::", "/") };
    Some(tag).filter(|tag| !tag.is_empty())
}

/// The path items, in the order of the endpoints.
#[derive(Default)]
pub(super) struct Paths(Vec<PathItem>);

struct PathItem {
    path: String,
    operations: Vec<(Method, &'static str, JsonObject)>,
}

/// A form of an endpoint's path.
pub(super) struct PathForm<'a> {
    /// The names of the placeholders in the endpoint, and in the document.
    pub(super) names: Vec<(&'a str, String)>,
    /// The name of the placeholder that is absent in this form.
    pub(super) absent: Option<&'a str>,
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

fn is_same_path(one: &str, other: &str) -> bool {
    let is_same = |(one, other): (&str, &str)| {
        one == other || (one.starts_with('{') && other.starts_with('{'))
    };
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(is_same)
}
