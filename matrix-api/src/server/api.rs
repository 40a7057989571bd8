//! Builds a router from endpoints and their handlers.

#[cfg(feature = "documentation")]
mod documentation;
mod endpoints;
mod metrics;
mod responses;

use std::{
    any::TypeId, collections::BTreeMap, convert::Infallible, fmt, sync::Arc, time::Duration,
};

use axum::{Router, extract::Request, response::IntoResponse, routing::Route};
use tower_layer::Layer;
use tower_service::Service;

#[cfg(feature = "documentation")]
use super::page;
use super::{
    api_error::ApiError,
    argument::HandlerArguments,
    authenticate::Authenticate,
    body::Limits,
    cors::Cors,
    endpoint::{BoxedLayer, Identity, Scheme, ServedEndpoint, bind},
    error_response::{Refuse, refuse},
    handler::{Handler, HandlerOutput},
    path_service::{Policy, RoutedEndpoint},
    router,
    running_requests::RunningRequests,
    telemetry::OnRequest,
};
#[cfg(feature = "documentation")]
use crate::openapi::OpenApi;
use crate::{
    authentication::AuthenticationScheme,
    endpoint::{Endpoint, IncomingRequest},
    endpoints::{EndpointEntry, Endpoints},
    matrix_error::MatrixError,
};

const DEFAULT_TIME: Duration = Duration::from_secs(30);
const DEFAULT_LIMITS: Limits =
    Limits { size: 2 * 1024 * 1024, time: DEFAULT_TIME, drain_time: DEFAULT_TIME };

/// Builds a router from endpoints and their handlers.
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
/// # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
/// use axum::extract::State;
/// use matrix_api::{MatrixError, server::Api};
///
/// #[derive(Clone)]
/// struct App {
///     greeting: &'static str,
/// }
///
/// async fn greet(
///     State(app): State<App>,
///     request: greet::Request,
/// ) -> Result<greet::Response, MatrixError> {
///     Ok(greet::Response::new(format!("{} {}", app.greeting, request.name)))
/// }
///
/// let router = Api::new()
///     .endpoint(greet)
///     .body_limit(64 * 1024)
///     .into_router(App { greeting: "hello" })?;
/// # Ok::<(), matrix_api::server::ApiError>(())
/// ```
///
/// Settings apply to all endpoints, whatever the order of the calls. Endpoints with other settings are
/// [merged](Api::merge).
#[must_use = "an API does nothing until `into_router`"]
pub struct Api<S> {
    endpoints: Vec<ServedEndpoint<S>>,
    limits: Limits,
    special_settings: BTreeMap<TypeId, SpecialSettings>,
    layers: Vec<BoxedLayer>,
    has_cors: bool,
    /// How requests are refused that no endpoint responds to.
    refuse: Refuse,
    on_request: Option<OnRequest>,
    /// APIs with limits and layers of their own.
    merged: Vec<Self>,
    /// Collections whose endpoints all need a handler.
    required: Vec<Endpoints>,
    running: RunningRequests,
    /// The paths and settings of pages.
    #[cfg(feature = "documentation")]
    documentation: Vec<(String, OpenApi)>,
}

/// The settings of one endpoint that differ from the others.
struct SpecialSettings {
    endpoint: &'static str,
    size: Option<usize>,
    time: Option<Duration>,
    refuses_head: bool,
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// Creates an API without endpoints.
    pub fn new() -> Self {
        Self {
            endpoints: Vec::new(),
            limits: DEFAULT_LIMITS,
            special_settings: BTreeMap::new(),
            layers: Vec::new(),
            has_cors: true,
            refuse: refuse::<MatrixError>,
            on_request: None,
            merged: Vec::new(),
            required: Vec::new(),
            running: RunningRequests::default(),
            #[cfg(feature = "documentation")]
            documentation: Vec::new(),
        }
    }

    /// Adds a [handler](Handler). It serves the endpoint of its request at all paths in the endpoint's
    /// history.
    ///
    /// GET endpoints also handle HEAD, unless you [turn it off](Self::without_head_of). If two paths
    /// match, the one with literal segments further left wins: `/profile/me` before `/profile/{userId}`, and
    /// `/files/shared/{id}` before `/files/{path..}`.
    pub fn endpoint<H, Arguments, Via>(mut self, handler: H) -> Self
    where
        S: Authenticate<Scheme<H::Request>>,
        H: Handler<
                Arguments,
                Request: IncomingRequest<Authentication: AuthenticationScheme<Output: Send>>
                             + 'static,
                Arguments: HandlerArguments<S, Identity<S, H::Request>, Via> + Send,
                Future: Future<Output: HandlerOutput<H::Request>> + Send,
            >,
    {
        self.endpoints.push(ServedEndpoint {
            id: TypeId::of::<H::Request>(),
            entry: EndpointEntry::without_codec::<H::Request>(),
            credential_headers: Scheme::<H::Request>::HEADERS,
            refuse: refuse::<<H::Request as Endpoint>::Error>,
            bind: bind(handler),
        });
        self
    }

    /// Sets the maximum size of request bodies. Larger ones get a 413 response. Default: 2 MiB.
    ///
    /// It also applies to [streams](crate::Body), while they are read.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.size = bytes;
        self
    }

    /// Sets the maximum size of the bodies of one endpoint: `body_limit_of::<upload::Request>(..)`.
    pub fn body_limit_of<R: Endpoint + 'static>(mut self, bytes: usize) -> Self {
        self.special_settings_of::<R>().size = Some(bytes);
        self
    }

    /// Sets the time in which a body must arrive. Slower ones get a 408 response. Default: 30 seconds.
    ///
    /// For a [stream](crate::Body) it is the time in which some bytes must arrive, and 512 bytes a second on
    /// average. The time in which the handler does not read does not count.
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self.limits.drain_time = time;
        self
    }

    /// Sets the time in which the bodies of one endpoint must arrive.
    pub fn body_timeout_of<R: Endpoint + 'static>(mut self, time: Duration) -> Self {
        self.special_settings_of::<R>().time = Some(time);
        self
    }

    /// Does not handle HEAD at one GET endpoint: `without_head_of::<sso_redirect::Request>()`.
    ///
    /// GET and HEAD are [safe](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1): scanners and previews
    /// of links send HEAD. Use this if a handler has an effect all the same.
    pub fn without_head_of<R: Endpoint + 'static>(mut self) -> Self {
        self.special_settings_of::<R>().refuses_head = true;
        self
    }

    /// Wraps all endpoints in a layer, around the layers that were added before.
    ///
    /// The layer gets requests after routing and before the body is read, with `&'static Metadata` among
    /// their extensions. Its own responses get CORS headers as well. Use it to limit the rate of
    /// requests:
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// use axum::{
    ///     extract::{Extension, Request, State},
    ///     middleware::{Next, from_fn_with_state},
    ///     response::Response,
    /// };
    /// use matrix_api::{MatrixError, Metadata, server::Api};
    /// # use std::time::Duration;
    /// # #[derive(Clone)] struct App;
    /// # impl App { fn wait(&self, _: &Request) -> Option<Duration> { None } }
    ///
    /// async fn limit_rate(
    ///     State(app): State<App>,
    ///     Extension(endpoint): Extension<&'static Metadata>,
    ///     request: Request,
    ///     next: Next,
    /// ) -> Result<Response, MatrixError> {
    ///     match app.wait(&request) {
    ///         Some(wait) if endpoint.rate_limited => Err(MatrixError::limit_exceeded(wait)),
    ///         _ => Ok(next.run(request).await),
    ///     }
    /// }
    ///
    /// let app = App;
    /// let router = Api::new()
    ///     .endpoint(greet)
    ///     .layer(from_fn_with_state(app.clone(), limit_rate))
    ///     .into_router(app)?;
    /// # Ok::<(), matrix_api::server::ApiError>(())
    /// ```
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers.push(Box::new(move |route| route.layer(layer.clone())));
        self
    }

    /// Adds the endpoints of another API with their own limits and layers, for example a layer for one
    /// endpoint:
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # pub mod part { matrix_api::ruma_api! { metadata { description: "Part.", method: GET, name: "part",
    /// # path: "/part", rate_limited: true, requires_authentication: false, } request {} response {} } }
    /// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
    /// # async fn part(_: part::Request) -> Result<part::Response, MatrixError> { Ok(part::Response::new()) }
    /// # use matrix_api::{MatrixError, server::Api};
    /// # #[derive(Clone)] struct App;
    /// # let layer = axum::middleware::from_fn(
    /// #     async |request, next: axum::middleware::Next| next.run(request).await,
    /// # );
    /// let api = Api::new().endpoint(greet).merge(Api::new().endpoint(part).layer(layer));
    /// let router = api.into_router(App)?;
    /// # Ok::<(), matrix_api::server::ApiError>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Self {
        other.running.merge_into(&self.running);
        self.merged.push(other);
        self
    }

    /// The running requests of this API, and of those that are merged into it. Wait for them before the
    /// program ends.
    pub fn running_requests(&self) -> RunningRequests {
        self.running.clone()
    }

    /// Builds the router. You can add other routes to it.
    ///
    /// It responds to every path, so axum cannot merge it with that of another API. [Merge](Self::merge)
    /// the APIs. If their states differ, use `first.fallback_service(second)` of their routers.
    ///
    /// # Errors
    ///
    /// Fails if two endpoints match the same requests, a path is invalid, an endpoint with a setting or a
    /// [required](Self::require_all) one has no handler, or the endpoints cannot be documented.
    pub fn into_router(self, state: S) -> Result<Router, ApiError> {
        let (has_cors, drain_time, refuse) = (self.has_cors, self.limits.drain_time, self.refuse);
        let on_request = self.on_request.clone();
        #[cfg(feature = "documentation")]
        let pages = self.pages()?;
        let endpoints = self.into_routed(&state)?;
        let metadata = endpoints.iter().map(|endpoint| endpoint.metadata).collect::<Vec<_>>();
        let credentials =
            endpoints.iter().flat_map(|endpoint| endpoint.credential_headers).copied();
        let cors = has_cors.then(|| Cors::new(&metadata, credentials));
        let policy = Arc::new(Policy { cors, drain_time, refuse, on_request });
        let router = router::build(endpoints, &policy)?;
        #[cfg(feature = "documentation")]
        let router = page::add(router, pages, &policy);
        Ok(router)
    }

    /// The endpoints with their settings, and those of merged APIs.
    fn into_routed(self, state: &S) -> Result<Vec<RoutedEndpoint>, ApiError> {
        self.check_required()?;
        let Self {
            endpoints,
            limits,
            special_settings,
            layers,
            has_cors: _,
            refuse: _,
            on_request: _,
            merged,
            running,
            ..
        } = self;
        let has_handler = |id| endpoints.iter().any(|endpoint| endpoint.id == id);
        if let Some((_, special)) = special_settings.iter().find(|(id, _)| !has_handler(**id)) {
            return Err(ApiError::MissingHandler { endpoint: special.endpoint });
        }
        let routed = endpoints.into_iter().map(|endpoint| {
            let special = special_settings.get(&endpoint.id);
            let limits = special.map_or(limits, |special| special.or(limits));
            let refuses_head = special.is_some_and(|special| special.refuses_head);
            RoutedEndpoint {
                metadata: endpoint.entry.metadata(),
                credential_headers: endpoint.credential_headers,
                refuses_head,
                running: running.clone(),
                refuse: endpoint.refuse,
                respond: endpoint.bind(state.clone(), limits, &layers),
            }
        });
        let mut routed = routed.collect::<Vec<_>>();
        for other in merged {
            routed.extend(other.into_routed(state)?);
        }
        Ok(routed)
    }

    fn special_settings_of<R: Endpoint + 'static>(&mut self) -> &mut SpecialSettings {
        let endpoint = R::METADATA.name;
        let unset = SpecialSettings { endpoint, size: None, time: None, refuses_head: false };
        self.special_settings.entry(TypeId::of::<R>()).or_insert(unset)
    }
}

impl SpecialSettings {
    fn or(&self, default: Limits) -> Limits {
        Limits {
            size: self.size.unwrap_or(default.size),
            time: self.time.unwrap_or(default.time),
            ..default
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Api<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Api<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints = self.endpoints.iter().map(|endpoint| endpoint.entry.metadata().name);
        f.debug_list().entries(endpoints).entries(&self.merged).finish()
    }
}
