//! Types that the endpoints share.

use serde::{Deserialize, Serialize};

/// The data for a stage of user-interactive authentication.
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
    /// A guest account.
    Guest,
    /// A regular account.
    User,
}
