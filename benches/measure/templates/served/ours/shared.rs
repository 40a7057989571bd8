//! What the endpoints share: their types and the application.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use matrix_api::{
    ErrorCode, MatrixError,
    http::StatusCode,
    identifiers::{DeviceId, ServerName, UserId},
};
use serde::{Deserialize, Serialize};

/// The data for a stage of user-interactive authentication.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AuthenticationData {
    /// The stage.
    #[serde(rename = "type")]
    pub kind: String,
    /// The session of the stages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

/// The kind of account to register.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// A guest account.
    Guest,
    /// A regular account.
    User,
}

/// The application.
#[derive(Clone)]
pub struct Server {
    name: ServerName,
    accounts: Arc<AtomicU64>,
}

impl Server {
    /// Creates a server without accounts.
    pub fn new() -> Self {
        let name = "example.org".try_into().expect("a server name");
        Self { name, accounts: Arc::default() }
    }

    /// The name of the server.
    pub fn name(&self) -> ServerName {
        self.name.clone()
    }

    /// Returns the ID and the access token of a new account.
    pub fn register(&self, username: Option<String>) -> Result<(UserId, String), MatrixError> {
        let error = |code, message| MatrixError::new(StatusCode::BAD_REQUEST, code, message);
        let number = self.accounts.fetch_add(1, Ordering::Relaxed);
        let username = username.unwrap_or_else(|| format!("guest{number}"));
        if username == "admin" {
            return Err(error(ErrorCode::UserInUse, "this username is taken"));
        }
        let user_id = UserId::new(&username, &self.name);
        let user_id = user_id.map_err(|_| error(ErrorCode::InvalidUsername, "invalid username"))?;
        Ok((user_id, format!("token{number}")))
    }

    /// The ID of a device that has none.
    pub fn device_id(&self) -> DeviceId {
        "DEVICE".try_into().expect("a device ID")
    }
}
