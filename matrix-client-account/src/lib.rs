//! Account registration and management of the Matrix Client-Server API.
//!
//! Every endpoint is a module with a `Request` and a `Response`, written once as a
//! [`ruma_api!`](matrix_api::ruma_api) block. A client encodes the request and decodes the response;
//! a homeserver decodes the request and encodes the response:
//!
//! ```
//! use matrix_api::{IncomingRequest, OutgoingRequest, SupportedVersions};
//! use matrix_client_account::register;
//!
//! let request = register::Request::new().username("alice".to_owned());
//! let http_request = request.try_into_http_request(
//!     "https://matrix.example.org",
//!     (),
//!     &SupportedVersions::unknown(),
//! )?;
//! assert_eq!(http_request.uri(), "https://matrix.example.org/_matrix/client/r0/register");
//! assert_eq!(http_request.body().as_ref(), br#"{"username":"alice"}"#);
//!
//! let decoded = register::Request::try_from_http_request(&http_request)?;
//! assert_eq!(decoded.username.as_deref(), Some("alice"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod change_password;
pub mod deactivate;
mod hidden;
mod json_object;
pub mod register;
pub mod request_password_change_token;
pub mod request_register_token;
mod third_party_medium;
pub mod uiaa;
mod user_identifier;

pub use third_party_medium::ThirdPartyMedium;
pub use user_identifier::{UnknownUserIdentifier, UserIdentifier};
