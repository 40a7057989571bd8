//! What the endpoints share: their types and the application.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use poem_openapi::{ApiResponse, Enum, Object, payload::Json};

/// The data for a stage of user-interactive authentication.
#[derive(Object)]
pub struct AuthenticationData {
    /// The stage.
    #[oai(rename = "type")]
    pub kind: String,
    /// The session of the stages.
    pub session: Option<String>,
}

/// The kind of account to register.
#[derive(Enum)]
#[oai(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// A guest account.
    Guest,
    /// A regular account.
    User,
}

/// The body of an error response.
#[derive(Object)]
pub struct ErrorBody {
    /// The code of the error.
    pub errcode: String,
    /// What is wrong.
    pub error: String,
}

/// An error response.
#[derive(ApiResponse)]
pub enum MatrixError {
    /// The request is wrong.
    #[oai(status = 400)]
    BadRequest(Json<ErrorBody>),
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
            return Err(MatrixError::BadRequest(Json(ErrorBody {
                errcode: "M_USER_IN_USE".to_owned(),
                error: "this username is taken".to_owned(),
            })));
        }
        Ok((format!("@{username}:{}", self.name), format!("token{number}")))
    }

    /// The ID of a device that has none.
    pub fn device_id(&self) -> String {
        "DEVICE".to_owned()
    }
}
