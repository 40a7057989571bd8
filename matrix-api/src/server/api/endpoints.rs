//! The endpoints of an API as values.

use super::{Api, ApiError};
use crate::endpoints::{EndpointEntry, Endpoints};

impl<S> Api<S> {
    /// The endpoints that this API serves, and those of the APIs that are merged into it.
    ///
    /// They have no codec: a handler needs one direction of it only.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # use matrix_api::{MatrixError, server::Api};
    /// let api: Api<()> = Api::new().endpoint(greet);
    /// assert_eq!(api.endpoints().first().map(|endpoint| endpoint.metadata().name), Some("greet"));
    /// ```
    #[must_use]
    pub fn endpoints(&self) -> Vec<EndpointEntry> {
        let mut entries = self.endpoints.iter().map(|endpoint| endpoint.entry).collect::<Vec<_>>();
        entries.extend(self.merged.iter().flat_map(Self::endpoints));
        entries
    }

    /// The endpoints of a collection that this API does not serve.
    ///
    /// If there must be none, use [`Self::require_all`]. This method is for servers that leave some out:
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # pub mod part { matrix_api::ruma_api! { metadata { description: "Part.", method: GET, name: "part",
    /// # path: "/part", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # use matrix_api::{MatrixError, server::Api};
    /// matrix_api::endpoints! {
    ///     /// Greetings.
    ///     pub const GREETINGS = [greet, part];
    /// }
    ///
    /// let api: Api<()> = Api::new().endpoint(greet);
    /// let missing = api.missing(&GREETINGS);
    /// assert_eq!(format!("{missing:?}"), r#"[EndpointEntry("part")]"#);
    /// ```
    #[must_use]
    pub fn missing(&self, collection: &Endpoints) -> Vec<EndpointEntry> {
        let served = self.endpoints();
        let is_missing = |endpoint: &&EndpointEntry| {
            served.iter().all(|served| served.module() != endpoint.module())
        };
        collection.iter().filter(is_missing).copied().collect()
    }

    /// Requires a handler for each endpoint of a collection. Without one,
    /// [`into_router`](Self::into_router) fails, so that a program that starts serves them all.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # pub mod part { matrix_api::ruma_api! { metadata { description: "Part.", method: GET, name: "part",
    /// # path: "/part", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # use matrix_api::{MatrixError, server::Api};
    /// matrix_api::endpoints! {
    ///     /// Greetings.
    ///     pub const GREETINGS = [greet, part];
    /// }
    ///
    /// let error = Api::new().endpoint(greet).require_all(&GREETINGS).into_router(()).unwrap_err();
    /// assert_eq!(error.to_string(), "`GREETINGS` has endpoints without a handler: `part`; add one for each");
    /// ```
    ///
    /// Handlers of the APIs that are [merged](Self::merge) into this one count.
    pub fn require_all(mut self, collection: &Endpoints) -> Self {
        self.required.push(*collection);
        self
    }

    pub(super) fn check_required(&self) -> Result<(), ApiError> {
        for collection in &self.required {
            let missing = self.missing(collection);
            if !missing.is_empty() {
                return Err(ApiError::MissingHandlers {
                    collection: collection.name(),
                    endpoints: missing.iter().map(|endpoint| endpoint.metadata().name).collect(),
                });
            }
        }
        Ok(())
    }
}
