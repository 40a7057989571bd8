//! User-interactive authentication: a user authenticates to a homeserver in several stages.
//!
//! A client sends its request without `auth`. The 401 response contains a [`UiaaInfo`] with the flows
//! that the server accepts, each a list of stages. For each stage of one flow the client sends the
//! request again, with an [`AuthData`] and the session of the response, until the request succeeds.
//!
//! The client of `matrix-api` does this in `send_interactive`: it asks the caller for the [`AuthData`]
//! of each stage, and adds the session.
//!
//! See [User-Interactive Authentication API].
//!
//! ```
//! use matrix_api::{EndpointError, bytes::Bytes, http::Response};
//! use matrix_client_account::uiaa::{AuthData, AuthStage, Dummy, UiaaResponse};
//!
//! let response = Response::builder().status(401).body(Bytes::from(
//!     r#"{"flows": [{"stages": ["m.login.dummy"]}], "session": "dkr9ZK"}"#,
//! ))?;
//!
//! let error = UiaaResponse::from_http_response(&response);
//! let info = error.as_uiaa().ok_or("another error")?;
//! let stages = info.remaining_stages(|stage| *stage == AuthStage::Dummy);
//! assert_eq!(stages, Some(&[AuthStage::Dummy][..]));
//!
//! let mut auth = AuthData::from(Dummy::new());
//! if let Some(session) = &info.session {
//!     auth = auth.with_session(session);
//! }
//! assert_eq!(
//!     serde_json::to_string(&auth)?,
//!     r#"{"type":"m.login.dummy","session":"dkr9ZK"}"#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [User-Interactive Authentication API]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api

mod auth_data;
mod auth_stage;
mod fallback;
mod info;
mod interactive_requests;
mod response;
mod stage_data;
mod stage_params;
mod third_party_credentials;

pub use self::{
    auth_data::AuthData,
    auth_stage::AuthStage,
    fallback::fallback_url,
    info::{AuthFlow, StageFailure, UiaaInfo},
    response::UiaaResponse,
    stage_data::{
        Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password, Recaptcha,
        RegistrationToken, Sso, Terms, UnknownAuthData,
    },
    stage_params::{
        InvalidStageParams, OAuthParams, PolicyDefinition, PolicyTranslation, RecaptchaParams,
        StageParams, TermsParams,
    },
    third_party_credentials::ThirdPartyCredentials,
};
