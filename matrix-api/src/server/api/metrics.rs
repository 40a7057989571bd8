//! Records of requests.

use std::sync::Arc;

use super::Api;
use crate::server::telemetry::RequestRecord;

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// Sets a function that is called when the response to a request is known, for metrics. It should not block.
    /// A record has no secret: no path argument, query, header or body.
    ///
    /// It is also called for the endpoints of [merged](Self::merge) APIs, whose own functions are not, and for
    /// requests that no endpoint responds to. If a client disconnects, its request is recorded when the handler
    /// has ended.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # use matrix_api::{MatrixError, server::Api};
    /// let api = Api::new().endpoint(greet).on_request(|request| {
    ///     let route = request.route.unwrap_or("unknown");
    ///     println!("{} {route} {} {:?}", request.method, request.status, request.duration);
    /// });
    /// # api.into_router(())?;
    /// # Ok::<(), matrix_api::server::ApiError>(())
    /// ```
    pub fn on_request(
        mut self,
        on_request: impl Fn(&RequestRecord<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.on_request = Some(Arc::new(on_request));
        self
    }
}
