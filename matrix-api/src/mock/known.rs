//! The endpoints that a mock has heard of.

use std::{fmt, panic::Location, sync::Arc};

use http::Request;

use super::rule::{Rule, has_method, has_path};
use crate::{endpoints::Endpoints, metadata::Metadata};

/// An endpoint of a rule or of a collection.
pub(super) struct KnownEndpoint {
    pub(super) metadata: &'static Metadata,
    /// The path of the type of its requests.
    pub(super) request_type: String,
    /// The newest rule.
    pub(super) rule: Option<&'static Location<'static>>,
}

/// The endpoints of the rules, then those of the collections.
pub(super) fn known_endpoints(
    rules: &[Arc<Rule>],
    collections: &[Endpoints],
) -> Vec<KnownEndpoint> {
    let of_rules = rules.iter().rev().filter_map(|rule| {
        let endpoint = rule.endpoint?;
        Some(KnownEndpoint {
            metadata: endpoint.metadata,
            request_type: endpoint.request_type.to_owned(),
            rule: Some(rule.location),
        })
    });
    let of_collections = collections.iter().flatten().map(|entry| KnownEndpoint {
        metadata: entry.metadata(),
        request_type: format!("{}::Request", entry.module()),
        rule: None,
    });
    of_rules.chain(of_collections).collect()
}

impl KnownEndpoint {
    pub(super) fn has_path_of<T>(&self, request: &Request<T>) -> bool {
        has_path(self.metadata, request.uri().path())
    }

    pub(super) fn is_called_by<T>(&self, request: &Request<T>) -> bool {
        has_method(self.metadata, request.method()) && self.has_path_of(request)
    }
}

/// ``whoami` (GET /_matrix/client/v3/account/whoami)``: the newest path.
impl fmt::Display for KnownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Metadata { name, method, path, .. } = self.metadata;
        write!(f, "`{name}` ({method}")?;
        match path.templates().next_back() {
            Some(template) => write!(f, " {})", template.as_str()),
            None => f.write_str(")"),
        }
    }
}
