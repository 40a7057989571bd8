//! What the endpoints share: their types and the application.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The data for a stage of user-interactive authentication.
#[derive(Deserialize, ToSchema)]
pub struct AuthenticationData {
    /// The stage.
    #[serde(rename = "type")]
    pub kind: String,
    /// The session of the stages.
    pub session: Option<String>,
}

/// The kind of account to register.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// A guest account.
    Guest,
    /// A regular account.
    User,
}

/// An error response.
#[derive(Serialize, ToSchema)]
pub struct MatrixError {
    /// The code of the error.
    pub errcode: &'static str,
    /// What is wrong.
    pub error: &'static str,
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(self)).into_response()
    }
}

/// The application.
#[derive(Clone)]
pub struct Server {
    name: Arc<str>,
    accounts: Arc<AtomicU64>,
}

impl Server {
    /// Creates a server without accounts.
    pub fn new() -> Self {
        Self { name: "example.org".into(), accounts: Arc::default() }
    }

    /// The name of the server.
    pub fn name(&self) -> String {
        self.name.to_string()
    }

    /// Returns the ID and the access token of a new account.
    pub fn register(&self, username: Option<String>) -> Result<(String, String), MatrixError> {
        let number = self.accounts.fetch_add(1, Ordering::Relaxed);
        let username = username.unwrap_or_else(|| format!("guest{number}"));
        if username == "admin" {
            return Err(MatrixError {
                errcode: "M_USER_IN_USE",
                error: "this username is taken",
            });
        }
        Ok((format!("@{username}:{}", self.name), format!("token{number}")))
    }

    /// The ID of a device that has none.
    pub fn device_id(&self) -> String {
        "DEVICE".to_owned()
    }
}
