//! The documentation of an API.

use std::collections::BTreeSet;

use super::Api;
use crate::{
    openapi::OpenApi,
    server::{
        api_error::ApiError,
        documentation::{Documentation, server_url},
        page::Page,
    },
};

impl<S> Api<S> {
    /// Serves a page that documents the endpoints, and the
    /// [OpenAPI document](crate::openapi) that it shows, below a path such as `/docs`.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # use matrix_api::MatrixError;
    /// use matrix_api::{openapi::OpenApi, server::Api};
    ///
    /// let router = Api::new()
    ///     .endpoint(greet)
    ///     .documentation("/docs", OpenApi::new("Greetings"))
    ///     .into_router(())?;
    /// # Ok::<(), matrix_api::server::ApiError>(())
    /// ```
    ///
    /// Here the page is `/docs/`, and the document is `/docs/openapi.json`. They have all endpoints of this API, and
    /// those of the APIs that are merged into it. [Layers](Self::layer) do not apply to them: everybody can read
    /// them.
    ///
    /// The endpoints are in the order of the handlers. With [`OpenApi::collection`] they have the order and the documentation of
    /// a collection, and the document is the same as that of
    /// [`Endpoints::openapi`](crate::endpoints::Endpoints::openapi) with these settings; only the default server is relative
    /// to the page.
    ///
    /// The page is [Swagger UI](https://swagger.io/tools/swagger-ui/) with a search over endpoints. It works without a
    /// network: all of its files are in the program, compressed with gzip, and its `Content-Security-Policy` allows no
    /// others. All its URLs are relative, so that it works behind a proxy that adds a prefix. Unless the settings have a
    /// [server](OpenApi::server), "Try it out" calls this API.
    pub fn documentation(mut self, path: impl Into<String>, settings: OpenApi) -> Self {
        self.documentation.push((path.into(), settings));
        self
    }

    /// The pages of the documentation of this API, and of those that are merged into it.
    ///
    /// Fails if a page has the path of an endpoint, or of another page.
    pub(super) fn pages(&self) -> Result<Vec<Page>, ApiError> {
        let pages = self.unchecked_pages()?;
        let endpoints = self.endpoints();
        let paths = endpoints.iter().flat_map(|endpoint| endpoint.metadata().path.templates());
        let mut taken: BTreeSet<&str> = paths.flat_map(|template| template.forms()).collect();
        match pages.iter().find(|page| !taken.insert(page.path())) {
            Some(page) => Err(ApiError::DocumentationOverlap { path: page.path().to_owned() }),
            None => Ok(pages),
        }
    }

    fn unchecked_pages(&self) -> Result<Vec<Page>, ApiError> {
        let mut pages = Vec::new();
        for (path, settings) in &self.documentation {
            let settings = settings.clone().or_server(server_url(path));
            let document = settings.document_of(&self.endpoints())?;
            pages.extend(Documentation::new(path, &document)?.pages());
        }
        for other in &self.merged {
            pages.extend(other.unchecked_pages()?);
        }
        Ok(pages)
    }
}
