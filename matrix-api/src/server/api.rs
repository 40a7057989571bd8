//! The endpoints that an application serves.

use std::{any::TypeId, collections::BTreeMap, convert::Infallible, fmt, time::Duration};

use axum::{
    Router,
    extract::Request,
    response::IntoResponse,
    routing::{MethodRouter, Route},
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    ApiError, Authenticate, Handler, HandlerArguments, HandlerOutput,
    body::Limits,
    endpoint::{Identity, Scheme, ServedEndpoint},
    router::{self, Policy, RoutedEndpoint},
};
use crate::{Endpoint, IncomingRequest, authentication::AuthenticationScheme};

/// The limits of an endpoint for which none are set: 2 MiB within 30 seconds.
const DEFAULT_LIMITS: Limits = Limits { size: 2 * 1024 * 1024, time: Duration::from_secs(30) };

/// The endpoints that an application serves, each with its handler.
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
/// What is set holds for all endpoints, in whatever order.
#[must_use = "an API answers nothing before it is a router"]
pub struct Api<S> {
    endpoints: Vec<ServedEndpoint<S>>,
    limits: Limits,
    special_limits: BTreeMap<TypeId, SpecialLimits>,
    layers: Vec<BoxedLayer>,
    has_cors: bool,
}

type BoxedLayer = Box<dyn Fn(MethodRouter) -> MethodRouter + Send + Sync>;

/// Those of one endpoint, where they are not those of all.
struct SpecialLimits {
    endpoint: &'static str,
    size: Option<usize>,
    time: Option<Duration>,
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// No endpoint yet.
    pub fn new() -> Self {
        Self {
            endpoints: Vec::new(),
            limits: DEFAULT_LIMITS,
            special_limits: BTreeMap::new(),
            layers: Vec::new(),
            has_cors: true,
        }
    }

    /// Serves an endpoint: that of the [handler's](Handler) request, at every path that it has or
    /// had.
    ///
    /// HEAD is answered where GET is. Where two paths fit, the more literal one is taken, from left
    /// to right: `/profile/me` rather than `/profile/{userId}`.
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
        self.endpoints.push(ServedEndpoint::new(handler));
        self
    }

    /// Refuses larger bodies, with 413. Without it the limit is 2 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.size = bytes;
        self
    }

    /// The same for one endpoint, by the type of its requests: `body_limit_of::<upload::Request>(..)`.
    pub fn body_limit_of<R: Endpoint + 'static>(mut self, bytes: usize) -> Self {
        self.special_limits_of::<R>().size = Some(bytes);
        self
    }

    /// Refuses bodies that take longer to arrive, with 408. Without it that is 30 seconds.
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// The same for one endpoint, by the type of its requests.
    pub fn body_timeout_of<R: Endpoint + 'static>(mut self, time: Duration) -> Self {
        self.special_limits_of::<R>().time = Some(time);
        self
    }

    /// Wraps every endpoint into a layer, outside of those that were added before.
    ///
    /// It sees requests whose endpoint is known and whose body is unread; `&'static Metadata` is
    /// among their extensions. What it answers gets CORS headers as well. This is the place to limit
    /// the rate of requests:
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

    /// Leaves out the [headers](https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients)
    /// that let web applications in, for an API that is not for them, or a layer around the router
    /// that adds others.
    pub fn without_cors(mut self) -> Self {
        self.has_cors = false;
        self
    }

    /// The router that answers. Other routes may be added to it.
    ///
    /// # Errors
    ///
    /// When two endpoints would answer the same requests, or one cannot be served.
    pub fn into_router(self, state: S) -> Result<Router, ApiError> {
        let Self { endpoints, limits, special_limits, layers, has_cors } = self;
        let is_served = |id| endpoints.iter().any(|endpoint| endpoint.id == id);
        if let Some((_, special)) = special_limits.iter().find(|(id, _)| !is_served(**id)) {
            return Err(ApiError::NotServed { endpoint: special.endpoint });
        }
        let routed = endpoints.iter().map(|endpoint| {
            let special = special_limits.get(&endpoint.id);
            let limits = special.map_or(limits, |special| special.or(limits));
            let route = endpoint.route(state.clone(), limits);
            let route = layers.iter().fold(route, |route, layer| layer(route));
            RoutedEndpoint { metadata: endpoint.metadata, route }
        });
        router::build(routed, Policy { has_cors, body_timeout: limits.time })
    }

    fn special_limits_of<R: Endpoint + 'static>(&mut self) -> &mut SpecialLimits {
        let unset = SpecialLimits { endpoint: R::METADATA.name, size: None, time: None };
        self.special_limits.entry(TypeId::of::<R>()).or_insert(unset)
    }
}

impl SpecialLimits {
    fn or(&self, usual: Limits) -> Limits {
        Limits { size: self.size.unwrap_or(usual.size), time: self.time.unwrap_or(usual.time) }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Api<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Api<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints = self.endpoints.iter().map(|endpoint| endpoint.metadata.name);
        f.debug_list().entries(endpoints).finish()
    }
}
