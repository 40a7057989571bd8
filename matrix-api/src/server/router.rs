//! Builds a router of paths.

use std::{collections::BTreeMap, sync::Arc};

use axum::Router;

use super::{
    api_error::ApiError,
    path_service::{EndpointRoute, PathRoutes, PathService, Policy, RoutedEndpoint},
};
use crate::metadata::Metadata;

/// The paths, by their [shapes](shape).
type PathsByShape = BTreeMap<String, PathRoutes>;

/// Builds a router that also responds to all other requests.
pub(super) fn build(
    endpoints: Vec<RoutedEndpoint>,
    policy: &Arc<Policy>,
) -> Result<Router, ApiError> {
    let mut paths = PathsByShape::new();
    for endpoint in endpoints {
        for template in endpoint.metadata.path.templates().flat_map(|template| template.forms()) {
            let shape = shape(endpoint.metadata, template)?;
            paths
                .entry(shape)
                .or_insert_with(|| PathRoutes { template, endpoints: Vec::new() })
                .add(endpoint.clone(), template)?;
        }
    }
    check_rests(&paths)?;
    // Colons and asterisks have no special meaning in templates.
    let mut router = Router::new().without_v07_checks();
    for (_, path) in paths {
        let route = route(path.template);
        router = router.route_service(&route, PathService::new(Some(path), policy));
    }
    Ok(router.fallback_service(PathService::new(None, policy)))
}

/// A placeholder for the rest of a path, in a shape.
const REST: &str = "{..}";

/// Where the rest of a path can begin, no other path has a placeholder: axum cannot try one and then the other.
fn check_rests(paths: &PathsByShape) -> Result<(), ApiError> {
    for (shape, path) in paths {
        let Some(prefix) = shape.strip_suffix(REST) else { continue };
        let other = paths.iter().find(|(other, _)| {
            other.strip_prefix(prefix).is_some_and(|after| after.starts_with("{}"))
        });
        if let (Some(first), Some((_, other))) = (path.endpoints.first(), other)
            && let Some(second) = other.endpoints.first()
        {
            return Err(ApiError::Rest {
                endpoint: first.endpoint.metadata.name,
                path: path.template,
                other: second.endpoint.metadata.name,
                other_path: other.template,
            });
        }
    }
    Ok(())
}

/// A template as axum writes it.
fn route(template: &str) -> String {
    match template.strip_suffix("..}").and_then(|template| template.rsplit_once('{')) {
        Some((prefix, name)) => format!("{prefix}{{*{name}}}"),
        None => template.to_owned(),
    }
}

/// Removes the names of placeholders from a template: `/objects/{}/{..}`.
fn shape(metadata: &Metadata, template: &'static str) -> Result<String, ApiError> {
    let error = ApiError::Path { endpoint: metadata.name, path: template };
    let Some(path) = template.strip_prefix('/').filter(|_| !template.contains("//")) else {
        return Err(error);
    };
    let mut shape = String::with_capacity(template.len());
    for segment in path.split('/') {
        shape.push('/');
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let literal = name.unwrap_or(segment);
        if literal.contains(['{', '}'])
            || name.is_some_and(|name| name.is_empty() || name.starts_with('*'))
        {
            return Err(error);
        }
        shape.push_str(match name {
            Some(name) if name.ends_with("..") => REST,
            Some(_) => "{}",
            None => segment,
        });
    }
    Ok(shape)
}

impl PathRoutes {
    fn add(&mut self, endpoint: RoutedEndpoint, path: &'static str) -> Result<(), ApiError> {
        let second = endpoint.metadata;
        let mut endpoints = self.endpoints.iter().map(|it| it.endpoint.metadata);
        if let Some(first) = endpoints.find(|first| first.method == second.method) {
            return Err(ApiError::Overlap {
                first: first.name,
                second: second.name,
                method: second.method.clone(),
                path,
            });
        }
        self.endpoints.push(EndpointRoute { endpoint, template: path });
        Ok(())
    }
}
