//! Define an HTTP endpoint once, and get its types, client, server, metadata and documentation.
//!
//! An endpoint is one [`ruma_api!`] block: metadata, request, response. From it come the types with
//! constructors and documentation, the client's encoder and decoder, the server's decoder and encoder, and
//! the metadata that routers and tests read.
//!
//! The guide, in the module `guide`, has a page for each first step: a client, a server, an API of one's own, tests.
//!
//! A client, with the feature `reqwest`:
//!
//! ```no_run
//! # #[cfg(feature = "reqwest-no-tls")]
//! # mod example {
//! # mod whoami { matrix_api::ruma_api! {
//! #     metadata { description: "Ask who I am.", method: GET, name: "whoami", path: "/whoami", rate_limited: true, requires_authentication: true, }
//! #     request {}
//! #     response { pub user_id: matrix_api::identifiers::UserId }
//! # } }
//! use matrix_api::client::{Client, Session};
//!
//! async fn who_am_i(session: Session) -> Result<(), Box<dyn std::error::Error>> {
//!     let client = Client::discover("example.org").await?;
//!     client.set_session(session);
//!     let me = client.send(&whoami::Request::new()).await?;
//!     println!("{}", me.user_id);
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A server, with the feature `axum`:
//!
//! ```
//! # #[cfg(feature = "axum")]
//! # mod example {
//! # mod greet { matrix_api::ruma_api! {
//! #     metadata { description: "Greet.", method: GET, name: "greet", path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
//! #     request { #[ruma_api(path)] pub name: String }
//! #     response { pub text: String }
//! # } }
//! use matrix_api::{
//!     MatrixError,
//!     server::{Api, ApiError},
//! };
//!
//! async fn greet(request: greet::Request) -> Result<greet::Response, MatrixError> {
//!     Ok(greet::Response::new(format!("Hello, {}!", request.name)))
//! }
//!
//! fn router() -> Result<axum::Router, ApiError> {
//!     Api::new().endpoint(greet).into_router(())
//! }
//! # }
//! ```
//!
//! # Without a feature
//!
//! This crate does no I/O unless a feature asks for it: a request is encoded to an [`http::Request`] of
//! [`Bytes`](bytes::Bytes), and decoded from one.
//!
//! * A client calls [`OutgoingRequest::try_into_http_request`] and
//!   [`IncomingResponse::try_from_http_response`].
//! * A server calls [`IncomingRequest::try_from_http_request`] and
//!   [`OutgoingResponse::try_into_http_response`].
//!
//! A server calls decoders and encoders in this order:
//!
//! ```
//! # pub mod change_password { matrix_api::ruma_api! {
//! #     metadata { description: "Change the password.", method: POST, name: "change_password", path: "/password", rate_limited: true, requires_authentication: true, }
//! #     request { pub new_password: String }
//! #     response {}
//! # } }
//! use change_password::{Request, Response};
//! use matrix_api::{
//!     EndpointError, IncomingRequest, IntoHttpError, MatrixError, OutgoingResponse,
//!     authentication::{AccessToken, AuthenticationScheme},
//!     bytes::Bytes,
//!     http,
//! };
//!
//! fn change_password(request: &http::Request<Bytes>) -> Result<Response, MatrixError> {
//!     let token = AccessToken::extract(request)?;
//!     let request = Request::try_from_http_request(request)?;
//!     store_password(token.as_str(), &request.new_password)?;
//!     Ok(Response::new())
//! }
//!
//! fn answer(request: &http::Request<Bytes>) -> Result<http::Response<Bytes>, IntoHttpError> {
//!     match change_password(request) {
//!         Ok(response) => response.try_into_http_response(),
//!         Err(error) => error.try_into_http_response(),
//!     }
//! }
//!
//! fn store_password(_token: &str, _password: &str) -> Result<(), MatrixError> {
//!     Ok(())
//! }
//! # let answer = answer(&http::Request::post("/password").body(Bytes::new()).unwrap()).unwrap();
//! # assert_eq!(answer.status(), 401);
//! ```
//!
//! The decoder compares method and path with the endpoint's, so a router cannot pass it the wrong arguments.
//! A router gets the paths from `Request::METADATA`.
//!
//! # Features
//!
//! * `reqwest`, `reqwest-no-tls`, `http-client`, `tower`, `blocking`: a client of homeservers that keeps the session and retries; see
//!   the module `client`.
//! * `axum`: a server on axum; see the module `server`.
//! * `multipart`: forms with files and other bodies of several parts; see the module `wire::multipart`.
//! * `describe`: what the types of endpoints look like on the wire; see the module `description`.
//! * `schemars`: descriptions use the JSON Schema of types that have one.
//! * `examples`: the `example` blocks of definitions as data; see the module `examples`.
//! * `openapi`: OpenAPI documents; see the module `openapi`.
//! * `mock`: a mock server for tests, in process or over TCP; see the module `mock`.
//! * `record`: recordings of a server without secrets, and mocks that replay them; see the module `mock`.
//! * `documentation`: a page that documents the endpoints of a server; see `server::Api::documentation`.
//! * `lock`: a lock on the wire format, and verdicts on its changes; see the module `lock`.
//! * `ruma`: conversions to and from the identifiers of Ruma; see the module [`identifiers`].
//!
//! # Other crates in this API
//!
//! Types and traits of these crates are part of the API. The re-exports are the versions that it uses.
//!
//! | crate | version | what for | re-exported |
//! |---|---|---|---|
//! | `http` | 1 | requests, responses, methods, statuses and headers | [`http`] |
//! | `bytes` | 1 | bodies | [`bytes`] |
//! | `serde` | 1 | the types of fields | [`serde`] |
//! | `serde_json` | 1 | members of errors, [`MatrixError::fields`] | |
//! | `axum` | 0.8 | the module `server` | `axum` |
//! | `tower-layer` | 0.3 | `server::Api::layer` | |
//! | `tower-service` | 0.3 | `server::Api::layer` | |
//! | `reqwest` | 0.13 | `client::ReqwestTransport` | `reqwest` |
//! | `schemars` | 1 | the feature `schemars` | `schemars` |
//! | `ruma-common` | 0.20 | the feature `ruma` | `ruma_common` |
//!
//! A new major version of one of them, or a new minor version of one before 1.0, is a breaking change of this crate. Derives of
//! serde need serde among your own dependencies, or `#[serde(crate = "matrix_api::serde")]` on the type.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
pub mod platform;
#[macro_use]
mod text;

#[doc(hidden)]
pub mod __private;
pub mod authentication;
mod base_url;
pub mod body;
#[cfg(feature = "http-client")]
pub mod client;
mod definition;
#[cfg(feature = "describe")]
pub mod description;
mod endpoint;
pub mod endpoints;
pub mod error;
#[cfg(feature = "examples")]
pub mod examples;
#[cfg(all(doc, not(doctest)))]
pub mod guide;
pub mod identifiers;
mod interactive;
#[cfg(feature = "lock")]
pub mod lock;
mod matrix_error;
pub mod metadata;
#[cfg(doc)]
#[doc = include_str!("definition/mistakes.md")]
pub mod mistakes {}
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "openapi")]
pub mod openapi;
mod path_history;
mod problem;
#[cfg(feature = "axum")]
pub mod server;
mod session;
pub mod setter;
#[doc(hidden)]
#[macro_use]
pub mod string_enum;
mod versions;
pub mod wire;

#[cfg(feature = "axum")]
pub use axum;
pub use bytes;
pub use http;
#[cfg(feature = "reqwest-no-tls")]
pub use reqwest;
#[cfg(feature = "ruma")]
pub use ruma_common;
#[cfg(feature = "schemars")]
pub use schemars;
// Not serde_json: rustc then writes `std::string::String` in every message of a user.
pub use serde;

#[doc(inline)]
pub use self::{
    base_url::{BaseUrl, InvalidBaseUrl, ToBaseUrl},
    body::Body,
    endpoint::{Endpoint, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse},
    error::{DecodeError, EncodeError, FromHttpRequestError, FromHttpResponseError, IntoHttpError},
    interactive::InteractiveRequest,
    matrix_error::{EndpointError, ErrorCode, MatrixError, Refusal, RefusalKind, RetryAfter},
    metadata::Metadata,
    path_history::{NoSupportedPath, PathHistory},
    problem::Problem,
    session::{LoginResponse, Session},
    text::template::PathTemplate,
    versions::{InvalidMatrixVersion, MatrixVersion, SupportedVersions},
    wire::items::{EventStream, JsonLines},
};
