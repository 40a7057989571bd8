//! What the endpoints have in common.

use serde::{Deserialize, Serialize};

/// What a client submits for user-interactive authentication.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AuthenticationData {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

/// The kind of account to register.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// An account without a password.
    Guest,
    /// The account of a person.
    User,
}
