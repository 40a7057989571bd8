//! Account registration and management of the Matrix Client-Server API.
//!
//! Each endpoint is a module with a `Request` and a `Response`, defined by a
//! [`ruma_api!`](matrix_api::ruma_api) block. A client sends the request and gets the response:
//!
//! ```no_run
//! use matrix_api::client::Client;
//! use matrix_client_account::{
//!     UserIdentifier,
//!     session::{PasswordLogin, login},
//!     whoami,
//! };
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::discover("example.org").await?;
//! let password = PasswordLogin::new(UserIdentifier::user("ann"), "wonderland");
//! client.log_in(&login::Request::new(password.into())).await?;
//! println!("I am {}", client.send(&whoami::Request::new()).await?.user_id);
//! # Ok(())
//! # }
//! ```
//!
//! A homeserver gets the request and returns the response:
//!
//! ```
//! use matrix_api::{
//!     MatrixError,
//!     server::{Api, ApiError},
//! };
//! use matrix_client_account::get_username_availability::{Request, Response};
//!
//! async fn availability(request: Request) -> Result<Response, MatrixError> {
//!     Ok(Response::new().available(request.username != "ann"))
//! }
//!
//! fn router() -> Result<axum::Router, ApiError> {
//!     Api::new().endpoint(availability).into_router(())
//! }
//! # router().unwrap();
//! ```
//!
//! The client requires the feature `reqwest` of [`matrix_api`], the server `axum`. Without them, requests and
//! responses are encoded to and decoded from those of [`http`](matrix_api::http):
//!
//! ```
//! use matrix_api::{IncomingRequest, OutgoingRequest, SupportedVersions};
//! use matrix_client_account::register;
//!
//! let request = register::Request::new().username("alice".to_owned());
//! let http_request = request.try_into_http_request(
//!     "https://matrix.example.org",
//!     None,
//!     &SupportedVersions::unknown(),
//! )?;
//! assert_eq!(http_request.uri(), "https://matrix.example.org/_matrix/client/v3/register");
//! assert_eq!(http_request.body().as_ref(), br#"{"username":"alice"}"#);
//!
//! let decoded = register::Request::try_from_http_request(&http_request)?;
//! assert_eq!(decoded.username.as_deref(), Some("alice"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`ENDPOINTS`] lists them all as a value. The feature `describe` describes their types for documents.

#![cfg_attr(docsrs, feature(doc_cfg))]

/// The code of README.md compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod add_3pid;
pub mod bind_3pid;
pub mod capabilities;
pub mod change_password;
pub mod check_registration_token_validity;
pub mod deactivate;
pub mod delete_3pid;
#[cfg(feature = "describe")]
mod description;
pub mod discovery;
mod duration;
pub mod get_3pids;
pub mod get_capabilities;
pub mod get_username_availability;
mod hidden;
mod identity_server_unbind_result;
mod json_object;
mod json_struct;
mod lenient;
mod login_type;
pub mod post_3pid;
pub mod register;
pub mod request_3pid_token;
pub mod request_3pid_token_via_msisdn;
pub mod request_openid_token;
pub mod request_password_change_token;
pub mod request_password_change_token_via_msisdn;
pub mod request_register_token;
pub mod request_register_token_via_msisdn;
mod request_token;
pub mod session;
mod third_party_medium;
mod timestamp;
pub mod uiaa;
pub mod unbind_3pid;
mod user_identifier;
pub mod whoami;

pub use identity_server_unbind_result::IdentityServerUnbindResult;
pub use third_party_medium::ThirdPartyMedium;
pub use timestamp::UnixMilliseconds;
pub use user_identifier::{UnknownUserIdentifier, UserIdentifier};

matrix_api::endpoints! {
    /// Accounts of the Matrix Client-Server API: registration, sessions, passwords and addresses.
    pub const ENDPOINTS = [
        discovery::versions,
        discovery::well_known_client,
        discovery::auth_metadata,
        get_capabilities,
        get_username_availability,
        check_registration_token_validity,
        register,
        request_register_token,
        request_register_token_via_msisdn,
        session::get_login_flows,
        session::login,
        session::get_login_token,
        session::sso_redirect,
        session::sso_redirect_to_idp,
        session::refresh_token,
        session::token_refresh,
        session::logout,
        session::logout_all,
        whoami,
        change_password,
        request_password_change_token,
        request_password_change_token_via_msisdn,
        get_3pids,
        request_3pid_token,
        request_3pid_token_via_msisdn,
        add_3pid,
        post_3pid,
        bind_3pid,
        unbind_3pid,
        delete_3pid,
        request_openid_token,
        deactivate,
    ];
}
