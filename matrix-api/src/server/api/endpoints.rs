//! The endpoints of an API as values.

use super::Api;
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
    /// A test that expects none finds a handler that was forgotten:
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
    /// assert_eq!(missing.iter().map(|endpoint| endpoint.metadata().name).collect::<Vec<_>>(), ["part"]);
    /// ```
    #[must_use]
    pub fn missing(&self, collection: &Endpoints) -> Vec<EndpointEntry> {
        let served = self.endpoints();
        let is_missing = |endpoint: &&EndpointEntry| {
            served.iter().all(|served| served.module() != endpoint.module())
        };
        collection.iter().filter(is_missing).copied().collect()
    }
}
