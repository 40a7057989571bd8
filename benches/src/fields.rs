//! Field types that this project's endpoints and the code by hand share, and their values.

use matrix_api::{identifiers::DeviceId, string_enum};
use serde::{Deserialize, Serialize};

pub const BASE_URL: &str = "https://matrix.example.org";
pub const TOKEN: &str = "syt_YWxpY2U_VEdTLzGBBfOWnzCVQwpu_1Oz3iN";

/// The data for a stage of user-interactive authentication.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AuthenticationData {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

string_enum! {
    /// The kind of account to register.
    pub enum RegistrationKind {
        /// A guest account.
        Guest = "guest",
        /// A regular account.
        User = "user",
    }
}

/// One of a user's devices.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Device {
    pub device_id: DeviceId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_ts: Option<u64>,
}
