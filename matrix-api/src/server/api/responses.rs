//! Settings for all responses.

use super::Api;
#[cfg(doc)]
use crate::matrix_error::MatrixError;
use crate::{matrix_error::EndpointError, server::error_response::refuse};

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// Does not add the
    /// [CORS headers](https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients), which allow
    /// web applications of all sites the methods that Matrix names and those of the endpoints, and the headers that
    /// their requests, responses and authentication schemes declare. Use it if web applications must not call the API, or if a layer
    /// around the router adds other headers.
    pub fn without_cors(mut self) -> Self {
        self.has_cors = false;
        self
    }

    /// Sets the type of error of requests that no endpoint responds to: those with an unknown path or another
    /// method. Default: [`MatrixError`].
    ///
    /// Each endpoint refuses other requests with [its own error](EndpointError::from_refusal).
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {}
    /// # error: matrix_api::Problem } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, Problem> { Ok(greet::Response::new()) }
    /// use matrix_api::{Problem, server::Api};
    ///
    /// let router = Api::new().endpoint(greet).fallback_error::<Problem>().into_router(())?;
    /// # Ok::<(), matrix_api::server::ApiError>(())
    /// ```
    pub fn fallback_error<E: EndpointError>(mut self) -> Self {
        self.refuse = refuse::<E>;
        self
    }
}
