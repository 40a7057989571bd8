//! A server on [axum]: typed handlers, routes from the metadata of their endpoints, and Matrix errors
//! for invalid requests.
//!
//! ```
//! use matrix_api::{
//!     MatrixError,
//!     authentication::{AccessToken, BearerToken},
//!     bytes::Bytes,
//!     http::Request,
//!     identifiers::UserId,
//!     server::{Api, Authenticate, Caller},
//! };
//!
//! pub mod whoami {
//!     matrix_api::ruma_api! {
//!         metadata {
//!             description: "Ask who owns this access token.",
//!             method: GET,
//!             name: "whoami",
//!             history: {
//!                 1.0 => "/_matrix/client/r0/account/whoami",
//!                 1.1 => "/_matrix/client/v3/account/whoami",
//!             },
//!             rate_limited: true,
//!             requires_authentication: true,
//!         }
//!         request {}
//!         response {
//!             /// The owner.
//!             pub user_id: matrix_api::identifiers::UserId,
//!         }
//!     }
//! }
//!
//! #[derive(Clone)]
//! struct App;
//!
//! impl App {
//!     async fn owner(&self, token: &str) -> Option<UserId> {
//!         # _ = token;
//!         None // Look it up.
//!     }
//! }
//!
//! impl Authenticate<AccessToken> for App {
//!     type Identity = UserId;
//!
//!     async fn authenticate(
//!         &self,
//!         token: BearerToken,
//!         _: &Request<Bytes>,
//!     ) -> Result<UserId, MatrixError> {
//!         self.owner(token.as_str()).await.ok_or_else(MatrixError::unknown_token)
//!     }
//! }
//!
//! async fn whoami(
//!     Caller(user_id): Caller<UserId>,
//!     _: whoami::Request,
//! ) -> Result<whoami::Response, MatrixError> {
//!     Ok(whoami::Response::new(user_id))
//! }
//!
//! let router = Api::new().endpoint(whoami).into_router(App)?;
//! # Ok::<(), matrix_api::server::ApiError>(())
//! ```
//!
//! Serve the router with `axum::serve(listener, router.into_make_service())`, or with anything that accepts a tower
//! service. Without `into_make_service`, axum copies the routes for each connection. The server requires a tokio runtime
//! with a timer. `axum::serve` limits neither the number of connections nor the time for request headers: use a proxy
//! for that, or see the example homeserver. Before the program ends, wait for [`RunningRequests`].
//!
//! # How a request is handled
//!
//! 1. The path and the method select the endpoint. `OPTIONS` gets an empty response.
//! 2. The [layers](Api::layer) get the request, with `&'static Metadata` among its extensions.
//! 3. [`Authenticate`] checks the credentials and returns the identity of the caller. If it fails, the
//!    rest of the request is neither read nor decoded.
//! 4. The body is read within its [limits](Api::body_limit). This comes before step 3 if the scheme
//!    [reads it](crate::authentication::AuthenticationScheme::READS_BODY). A [stream](crate::Body) is left to the
//!    handler, and the limits apply while the handler reads it.
//! 5. The [arguments](HandlerArgument) of the handler are extracted, and the request is decoded.
//! 6. The [handler](Handler) is called, and its output is encoded.
//!
//! A request completes even if its client disconnects: it then continues in a task of its own. A panic becomes an
//! error response, and the connection stays usable. The request's extensions are dropped when the handler has ended,
//! so a layer can store a semaphore permit there to limit concurrency.
//!
//! # Error responses
//!
//! | cause | status | code |
//! |---|---|---|
//! | unknown path | 404 | `M_UNRECOGNIZED` |
//! | wrong method | 405 with `Allow` | `M_UNRECOGNIZED` |
//! | body too large | 413 | `M_TOO_LARGE` |
//! | body too slow | 408 | `M_UNKNOWN` |
//! | handler returns the error of a [stream](crate::Body) | see [`BodyError`](crate::body::BodyError) | |
//! | missing or malformed credentials | usually 401 | usually `M_MISSING_TOKEN` |
//! | body is not JSON, or JSON of another shape | 400 | `M_NOT_JSON`, `M_BAD_JSON` |
//! | body of another media type | 415 | `M_BAD_JSON` |
//! | missing or malformed parameter | 400 | `M_MISSING_PARAM`, `M_INVALID_PARAM` |
//! | rejected by [`Authenticate`], a layer, an extractor or the handler | theirs | theirs |
//! | panic | 500 | `M_UNKNOWN` |
//!
//! An endpoint with an error type of its own responds with that, if the type implements
//! [`EndpointError::from_refusal`](crate::EndpointError::from_refusal), as [`Problem`](crate::Problem) does.
//! [`Api::fallback_error`] does the same for unknown paths and wrong methods.
//!
//! For details, see how [`MatrixError`](crate::MatrixError) converts from
//! [`AuthenticationError`](crate::authentication::AuthenticationError) and
//! [`FromHttpRequestError`](crate::FromHttpRequestError).
//!
//! All responses have [CORS headers](Api::without_cors).
//!
//! # Logging
//!
//! Each request of an endpoint is a [`tracing`] span of level `ERROR` with the attributes that
//! [OpenTelemetry](https://opentelemetry.io/docs/specs/semconv/http/http-spans/) names: `http.request.method`,
//! `http.route`, `http.response.status_code`, `error.type`; and with `endpoint`. `otel.kind`, `otel.name` and
//! `otel.status_code` are for `tracing-opentelemetry`. For metrics, use [`Api::on_request`].
//!
//! Each 5xx response is logged as an event of level `ERROR` in that span, with the
//! error and its [sources](std::error::Error::source), such as the cause in
//! [`MatrixError::internal`](crate::MatrixError::internal). Logs never contain data of the request.

//! # Request IDs
//!
//! An ID in a span joins all that a program logs about one request, and a user can report the ID that is in the
//! response. Two layers of `tower-http` (feature `request-id`) around the router set the header `X-Request-Id` of requests
//! that have none, and copy it to their responses:
//!
//! ```
//! # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
//! # path: "/greet", rate_limited: true, requires_authentication: false, } request {} response {} } }
//! # use matrix_api::{MatrixError, server::Api};
//! use axum::{
//!     extract::{Extension, Request},
//!     middleware::{Next, from_fn},
//!     response::Response,
//! };
//! use tower_http::request_id::{
//!     MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
//! };
//! use tracing::{Instrument as _, info_span};
//!
//! /// The span of a request: those of this crate are inside it.
//! async fn trace(Extension(id): Extension<RequestId>, request: Request, next: Next) -> Response {
//!     let span = info_span!("request", id = ?id.header_value());
//!     next.run(request).instrument(span).await
//! }
//!
//! /// A handler can have the ID as well.
//! async fn greet(
//!     Extension(id): Extension<RequestId>,
//!     _: greet::Request,
//! ) -> Result<greet::Response, MatrixError> {
//!     # _ = id;
//!     Ok(greet::Response::new())
//! }
//!
//! let router = Api::new().endpoint(greet).into_router(())?;
//! // The last layer is the first to get a request.
//! let router = router
//!     .layer(from_fn(trace))
//!     .layer(PropagateRequestIdLayer::x_request_id())
//!     .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid));
//! # Ok::<(), matrix_api::server::ApiError>(())
//! ```
//!
//! An ID that arrives is kept, as it should be if a proxy sets it. If clients can reach the server without a proxy,
//! remove their IDs in one more layer at the end:
//!
//! ```
//! # use axum::{Router, extract::Request, middleware::map_request};
//! async fn remove_request_id(mut request: Request) -> Request {
//!     request.headers_mut().remove("x-request-id");
//!     request
//! }
//!
//! # let router: Router = Router::new();
//! let router = router.layer(map_request(remove_request_id));
//! ```
//!
//! # Forgotten handlers
//!
//! With [`Api::require_all`], a program does not start if an endpoint of a collection has no handler. [`Api::missing`]
//! lists these endpoints, for a server that leaves some out on purpose.

// Each module imports only from those above it.

mod api_error;
mod authenticate;
mod body;
mod cors;
mod error_response;
mod handler;
mod running_requests;
mod telemetry;

mod argument;
mod call;
mod stream;

mod path_service;

mod endpoint;
mod router;

#[cfg(feature = "documentation")]
mod page;

#[cfg(feature = "documentation")]
mod documentation;

mod api;

pub use self::{
    api::Api,
    api_error::ApiError,
    argument::{Caller, HandlerArgument, HandlerArguments},
    authenticate::Authenticate,
    handler::{Handler, HandlerOutput},
    running_requests::RunningRequests,
    telemetry::RequestRecord,
};
