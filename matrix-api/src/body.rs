//! Bodies that are streams: bytes in memory, a file, or anything that is read chunk by chunk.
//!
//! A field with `#[ruma_api(raw_body)]` and the type [`Body`] is sent and received as a stream: a request or
//! a response is complete when its head is, and its body is read when the receiver wants it. Nothing
//! holds the whole body in memory.
//!
//! ```
//! pub mod upload {
//!     matrix_api::ruma_api! {
//!         metadata {
//!             description: "Upload a file.",
//!             method: POST,
//!             name: "upload",
//!             path: "/_matrix/media/v3/upload",
//!             rate_limited: true,
//!             requires_authentication: true,
//!         }
//!         request {
//!             /// The media type of the file.
//!             #[ruma_api(header = CONTENT_TYPE)]
//!             pub content_type: String,
//!
//!             /// The file.
//!             #[ruma_api(raw_body)]
//!             pub content: matrix_api::Body,
//!         }
//!         response {
//!             pub content_uri: String,
//!         }
//!     }
//! }
//! ```

pub(crate) mod content;
mod error;
pub(crate) mod exact;
#[cfg(any(
    feature = "axum",
    all(feature = "reqwest-no-tls", not(all(target_arch = "wasm32", target_os = "unknown")))
))]
pub(crate) mod file;
#[cfg(any(
    feature = "axum",
    feature = "tower",
    all(feature = "reqwest-no-tls", not(all(target_arch = "wasm32", target_os = "unknown")))
))]
pub(crate) mod http_body;
pub(crate) mod limits;
mod once;
#[cfg(any(feature = "axum", feature = "http-client"))]
pub(crate) mod pace;
mod source;
#[cfg(test)]
mod tests;

pub use self::{
    content::Body,
    error::BodyError,
    limits::Progress,
    source::{BodyReader, BodySource, BoxBodyReader, PolledChunk, ReadChunk},
};
