//! The endpoints of a document, and the forms of their paths.

use super::{error::OpenApiError, settings::OpenApi};
use crate::{
    description::Shapes,
    endpoints::{EndpointDescription, EndpointEntry, FieldDescription},
    metadata::FieldPlace,
    text::template::PathTemplate,
    versions::MatrixVersion,
};

/// An endpoint that a server with the chosen version has.
pub(super) struct Served<'a> {
    pub(super) entry: &'a EndpointEntry,
    pub(super) description: EndpointDescription,
    pub(super) template: PathTemplate,
    pub(super) tag: Option<String>,
    /// The members of requests that only newer versions have.
    pub(super) newer_in_requests: Vec<&'static str>,
    /// The same of responses.
    pub(super) newer_in_responses: Vec<&'static str>,
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
        for entry in endpoints {
            let Some(template) = template(entry, settings) else { continue };
            let operation_id = entry.metadata().operation_id;
            let mut others = all.iter().map(|other| other.entry);
            if let Some(other) = others.find(|it| it.metadata().operation_id == operation_id) {
                let (first, second) = (other.module(), entry.module());
                return Err(OpenApiError::RepeatedOperationId { operation_id, first, second });
            }
            let main_tag = settings.main_tag.clone().unwrap_or_else(|| collection.to_lowercase());
            let tag = tag(entry.module(), common_parent(entry, endpoints), main_tag);
            let mut description = entry.describe(shapes);
            let version = settings.newest_version();
            let newer_in_requests = remove_newer(&mut description.request, version);
            let responses = description.responses.iter_mut();
            let newer_in_responses =
                responses.flat_map(|it| remove_newer(&mut it.fields, version)).collect();
            let served =
                Self { entry, description, template, tag, newer_in_requests, newer_in_responses };
            all.push(served);
        }
        Ok(all)
    }
}

/// Removes the fields that a version does not have, and returns the names of those in the body. Without a version,
/// there are all fields.
fn remove_newer(
    fields: &mut Vec<FieldDescription>,
    version: Option<MatrixVersion>,
) -> Vec<&'static str> {
    let is_newer = |field: &mut FieldDescription| match (field.since, version) {
        (Some(since), Some(version)) => !version.includes(since),
        (None, _) | (_, None) => false,
    };
    let newer = fields.extract_if(.., is_newer).map(|field| field.metadata);
    let in_body = newer.filter(|field| field.place == FieldPlace::Body);
    in_body.map(|field| field.name).collect()
}

/// The path of an endpoint on a server with the chosen version.
fn template(entry: &EndpointEntry, settings: &OpenApi) -> Option<PathTemplate> {
    let history = &entry.metadata().path;
    let is_removed = settings.supported.is_unknown() && history.removed().is_some();
    history.select(&settings.supported).ok().filter(|_| !is_removed)
}

/// The module that contains all modules with endpoints in the crate of an endpoint.
fn common_parent(entry: &EndpointEntry, endpoints: &[EndpointEntry]) -> &'static str {
    let crate_name = |entry: &EndpointEntry| entry.module().split("::").next();
    let same_crate = endpoints.iter().filter(|other| crate_name(other) == crate_name(entry));
    let modules = same_crate.map(|entry| parent(entry.module()));
    modules.fold(parent(entry.module()), |mut common, module| {
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

/// The module between the common one and that of the endpoint, or the main tag.
fn tag(module: &str, common_parent: &str, main_tag: String) -> Option<String> {
    let inner = parent(module).strip_prefix(common_parent)?.trim_start_matches("::");
    // Viewers write a tag into a link, between slashes.
    let tag = if inner.is_empty() { main_tag } else { inner.replace("::", ".") };
    Some(tag).filter(|tag| !tag.is_empty())
}

/// A form of an endpoint's path.
pub(super) struct PathForm<'a> {
    /// The names of the placeholders in the endpoint, and in the document.
    pub(super) names: Vec<(&'a str, String)>,
    /// The name of the placeholder that is absent in this form.
    pub(super) absent: Option<&'a str>,
}
