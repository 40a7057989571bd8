//! The settings of a document.

use crate::{
    endpoints::{EndpointEntry, Endpoints},
    versions::{MatrixVersion, SupportedVersions},
};

/// What a document says beside the endpoints, and which version of them it describes.
///
/// ```
/// use matrix_api::{MatrixVersion, openapi::OpenApi};
///
/// let settings = OpenApi::new("Matrix accounts")
///     .version(MatrixVersion::V1_19)
///     .description("Registration and sessions.")
///     .server("https://matrix.example.org", "The homeserver of example.org.")
///     .contact("The administrators", "https://example.org/contact")
///     .license("Apache 2.0", "Apache-2.0")
///     .main_tag("account", "Passwords and addresses.")
///     .tag("session", "Logging in and out.");
/// ```
#[derive(Clone, Debug)]
pub struct OpenApi {
    pub(super) title: String,
    pub(super) api_version: Option<String>,
    pub(super) description: Option<String>,
    pub(super) collection: Option<Endpoints>,
    pub(super) supported: SupportedVersions,
    pub(super) servers: Vec<(String, String)>,
    pub(super) contact: Option<(String, String)>,
    pub(super) license: Option<(String, String)>,
    pub(super) main_tag: Option<String>,
    pub(super) tags: Vec<(String, String)>,
}

impl OpenApi {
    /// Settings for a document with a title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            api_version: None,
            description: None,
            collection: None,
            supported: SupportedVersions::unknown(),
            servers: Vec::new(),
            contact: None,
            license: None,
            main_tag: None,
            tags: Vec::new(),
        }
    }

    /// Describes the endpoints as a server with this version of Matrix has them.
    ///
    /// By default every endpoint has its newest path, and those that were removed are left out. Endpoints with
    /// one path belong to all versions.
    #[must_use]
    pub fn version(mut self, version: MatrixVersion) -> Self {
        self.supported.versions = [version].into();
        self
    }

    /// Adds the endpoints that a server has with an unstable feature.
    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.supported = self.supported.with_feature(feature);
        self
    }

    /// The version of the document. By default it is the [version of Matrix](Self::version), or `1.0.0`.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// A description of the API, in Markdown. By default it is the documentation of the collection.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Describes endpoints in the order of a collection, with its documentation and its main [tag](Self::tag).
    ///
    /// A document of a server that serves a collection is then that of the collection, except for the
    /// [servers](Self::server). Endpoints of other collections follow at the end.
    #[must_use]
    pub fn collection(mut self, collection: &Endpoints) -> Self {
        self.collection = Some(*collection);
        self
    }

    /// Adds a server: its URL, and a description, which may be empty.
    ///
    /// By default it is the server that the document comes from.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>, description: impl Into<String>) -> Self {
        self.servers.push((url.into(), description.into()));
        self
    }

    /// Who answers questions about the API: a name and a URL.
    #[must_use]
    pub fn contact(mut self, name: impl Into<String>, url: impl Into<String>) -> Self {
        self.contact = Some((name.into(), url.into()));
        self
    }

    /// The license of the API: a name, and an [SPDX](https://spdx.org/licenses/) identifier, which may be empty.
    #[must_use]
    pub fn license(mut self, name: impl Into<String>, identifier: impl Into<String>) -> Self {
        self.license = Some((name.into(), identifier.into()));
        self
    }

    /// Describes a tag.
    ///
    /// Tags group the operations of a document. The tag of an endpoint is the module that its own module is in:
    /// `session` for `my_api::session::login`, and `admin.users` for `my_api::admin::users::list`. A module with all
    /// endpoints of a crate does not count: it is left out of the tag. Endpoints that are not in such a module have the
    /// [main tag](Self::main_tag).
    #[must_use]
    pub fn tag(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        self.tags.push((name.into(), description.into()));
        self
    }

    /// Names and describes the main [tag](Self::tag). By default it has the name of the collection, in lower
    /// case.
    #[must_use]
    pub fn main_tag(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        let name = name.into();
        self.main_tag = Some(name.clone());
        self.tag(name, description)
    }

    /// The server of a document that has no other.
    #[cfg(feature = "documentation")]
    pub(crate) fn or_server(self, url: String) -> Self {
        if self.servers.is_empty() { self.server(url, "") } else { self }
    }

    /// The endpoints in the order of the collection.
    pub(super) fn in_order(&self, endpoints: &[EndpointEntry]) -> Vec<EndpointEntry> {
        let collection = self.collection.map_or(&[][..], |collection| collection.as_slice());
        let position = |endpoint: &EndpointEntry| {
            let is_same = |it: &EndpointEntry| it.module() == endpoint.module();
            collection.iter().position(is_same).unwrap_or(usize::MAX)
        };
        let mut endpoints = endpoints.to_vec();
        endpoints.sort_by_key(position);
        endpoints
    }

    /// The newest of the versions that the document describes.
    pub(super) fn newest_version(&self) -> Option<MatrixVersion> {
        self.supported.versions.last().copied()
    }
}

/// A version as the documents of the specification write it: `1.7`.
pub(super) fn without_letter(version: MatrixVersion) -> String {
    format!("{}.{}", version.major(), version.minor())
}
