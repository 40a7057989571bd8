//! A server on [axum]: routes from the endpoints' metadata, handlers over their types, and a Matrix
//! error for everything that goes wrong.
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
//! `axum::serve(listener, router)` serves it; so does whatever else takes a tower service. How many
//! connections there may be, and how long a client may take for the head of a request, is theirs to
//! limit: `axum::serve` leaves it to a proxy, and the example homeserver shows how to do without one.
//!
//! # From a request to its answer
//!
//! 1. The path and the method decide on the endpoint; `OPTIONS` is answered.
//! 2. The application's [layers](Api::layer) see the request, with `&'static Metadata` among its
//!    extensions.
//! 3. [`Authenticate`] makes an identity of the credentials. Strangers learn nothing about what would be
//!    accepted, and their bodies are not read.
//! 4. The body is read, up to its [limits](Api::body_limit); ahead of 3 where the scheme
//!    [depends on it](crate::authentication::AuthenticationScheme::READS_BODY).
//! 5. The handler's [arguments](HandlerArgument) are extracted, the request is decoded, and the
//!    [handler](Handler) is called.
//!
//! All of it is a task of its own. A client that hangs up leaves nothing half done, and a panic
//! becomes an answer. Who limits how much is done at once can do so by what lives in the request's
//! extensions, which are dropped when the handler has ended.
//!
//! # What clients are told
//!
//! | request | status | code |
//! |---|---|---|
//! | a path that no endpoint has | 404 | `M_UNRECOGNIZED` |
//! | another method than the path has | 405, with `Allow` | `M_UNRECOGNIZED` |
//! | a body larger than its limit | 413 | `M_TOO_LARGE` |
//! | a body that does not arrive in time | 408 | `M_UNKNOWN` |
//! | one without credentials, or with malformed ones | 401 mostly | `M_MISSING_TOKEN` mostly |
//! | a body that is no JSON, or other JSON | 400 | `M_NOT_JSON`, `M_BAD_JSON` |
//! | a parameter that is missing, or malformed | 400 | `M_MISSING_PARAM`, `M_INVALID_PARAM` |
//! | one that [`Authenticate`], a layer, an argument or the handler refuses | theirs | theirs |
//! | one at which the handler panics | 500 | `M_UNKNOWN` |
//!
//! What cannot be read is answered as [`MatrixError`](crate::MatrixError) is made of an
//! [`AuthenticationError`](crate::authentication::AuthenticationError) and a
//! [`FromHttpRequestError`](crate::FromHttpRequestError).
//!
//! Every answer has the [headers](Api::without_cors) that let web applications in.
//!
//! # What the log is told
//!
//! Each answer with a status of 5xx is a [`tracing`] event of the level `ERROR` with the endpoint's
//! name and the error, whose [sources](std::error::Error::source) say why:
//! [`MatrixError::internal`](crate::MatrixError::internal) keeps one. There is nothing of the
//! request in it.

mod answer;
mod api;
mod api_error;
mod argument;
mod authenticate;
mod body;
mod cors;
mod endpoint;
mod handler;
mod router;

pub use self::{
    api::Api,
    api_error::ApiError,
    argument::{Caller, HandlerArgument, HandlerArguments},
    authenticate::Authenticate,
    handler::{Handler, HandlerOutput},
};
