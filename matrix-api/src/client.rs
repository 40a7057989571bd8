//! A client for a homeserver: sends typed requests and returns typed responses.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest-no-tls")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use matrix_api::client::{Client, Session};
//! # mod whoami { matrix_api::ruma_api! {
//! #     metadata {
//! #         description: "Ask who I am.", method: GET, name: "whoami",
//! #         path: "/_matrix/client/v3/account/whoami",
//! #         rate_limited: true, requires_authentication: true,
//! #     }
//! #     request {}
//! #     response { pub user_id: matrix_api::identifiers::UserId }
//! # } }
//!
//! let client = Client::discover("example.org").await?;
//! let saved = std::fs::read("session.json")?;
//! client.set_session(serde_json::from_slice::<Session>(&saved)?);
//! let me = client.send(&whoami::Request::new()).await?;
//! println!("{}", me.user_id);
//! # Ok(())
//! # }
//! ```
//!
//! * **Versions.** The path of an endpoint depends on the versions that the server supports. The
//!   client asks for them once, when it first needs them, without a token.
//! * **Tokens.** The client sends the access token if the endpoint's scheme [uses it](TokenScheme).
//!   If the token has expired, or the server rejects it with `M_UNKNOWN_TOKEN`, the client uses the
//!   refresh token to get another one and sends the request again. Concurrent requests share one
//!   refresh. If the future of a call is dropped during a refresh, the next call receives the new
//!   tokens.
//! * **Retries** follow the [`RetryPolicy`]. Each attempt has a timeout, and the whole call has a
//!   deadline.
//! * **Streams.** If the response has a [stream](crate::Body), `send` returns when the head has arrived. The
//!   timeout and the deadline end there, and the [idle timeout](ClientBuilder::idle_timeout) begins. A stream with
//!   fewer bytes than `Content-Length` ends with an error. `Client::download` writes a file and resumes it,
//!   and [`Client::events`] reconnects.
//! * **Redirects** are returned like other responses, because some endpoints respond with one. Only
//!   discovery follows them.
//! * **Settings** can be those of one call: [`Client::with_timeout`] and its siblings derive a client that shares
//!   the session.
//! * **Sessions** are kept in a [`SessionStore`] of the application. [`Client::log_in`] begins one.
//! * **Traces.** Each attempt is a [`tracing`] span of level `DEBUG` with the attributes that
//!   [OpenTelemetry](https://opentelemetry.io/docs/specs/semconv/http/http-spans/) names: `http.request.method`,
//!   `url.template`, `server.address`, `server.port`, `http.response.status_code`, `http.request.resend_count`,
//!   `error.type`; and with `endpoint`. `otel.kind`, `otel.name` and `otel.status_code` are for `tracing-opentelemetry`.
//!   The transport is called within the span, so that it can send the context of the trace. For metrics, use
//!   [`ClientBuilder::on_call`]. Neither contains paths, queries, headers or bodies.
//!
//! The client does not depend on an async runtime: the [`Transport`] provides HTTP and the clock.
//! `ReqwestTransport` runs on tokio, or in a browser. In code without `async`, use `blocking::Client`
//! (feature `blocking`).
//!
//! # Features
//!
//! * `reqwest`: the client on reqwest, with rustls.
//! * `reqwest-no-tls`: the client on reqwest, without TLS.
//! * `blocking`: the client without `async`, `blocking::Client`.
//! * `tower`: the client on any `tower` service, `TowerTransport`.
//! * `http-client`: the client without a transport.

// Each module imports only from those above it.
mod endpoints;
mod token_scheme;
mod transport;

mod build_error;
mod response_headers;
mod session_store;

mod error;
#[cfg(any(
    feature = "tower",
    all(feature = "reqwest-no-tls", not(all(target_arch = "wasm32", target_os = "unknown")))
))]
mod failure;
#[cfg(feature = "reqwest-no-tls")]
mod reqwest_transport;
#[cfg(feature = "tower")]
mod tower_transport;

mod attempt;
mod response;
mod retry;
mod upload;

mod deadline;
mod settings;

mod telemetry;

mod exchange;
mod shared_session;
mod streamed_attempt;

mod homeserver;

mod account;

mod call;

mod builder;
mod derived;
#[cfg(any(
    feature = "axum",
    all(feature = "reqwest-no-tls", not(all(target_arch = "wasm32", target_os = "unknown")))
))]
mod download;
mod events;
mod interactive;
mod sessions;
mod url;

mod discovery;

#[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub mod blocking;

#[cfg(feature = "record")]
pub(crate) use self::endpoints::OWN_ENDPOINTS;
#[cfg(feature = "reqwest-no-tls")]
pub use self::reqwest_transport::ReqwestTransport;
#[cfg(feature = "tower")]
pub use self::tower_transport::{RequestBody, TowerTransport};
pub use self::{
    build_error::BuildError,
    builder::ClientBuilder,
    call::Client,
    discovery::DiscoveryError,
    error::{CallError, Error},
    response_headers::ResponseHeaders,
    retry::RetryPolicy,
    session_store::{SessionStore, SessionStoreError},
    telemetry::CallRecord,
    token_scheme::TokenScheme,
    transport::{Transport, TransportError},
};
#[doc(inline)]
pub use crate::session::Session;
