//! Prints the OpenAPI document of the account endpoints, for a version of Matrix:
//!
//! ```text
//! cargo run --example openapi -- v1.19
//! ```

use std::{error::Error, io::Write as _};

use matrix_api::{MatrixVersion, openapi::OpenApi};
use matrix_client_account::ENDPOINTS;

fn main() -> Result<(), Box<dyn Error>> {
    let version = match std::env::args().nth(1) {
        Some(version) => version.parse()?,
        None => MatrixVersion::V1_19,
    };
    let settings = OpenApi::new("Matrix accounts")
        .version(version)
        .license("Apache License 2.0", "Apache-2.0")
        .main_tag("account", "Registration, passwords and addresses.")
        .tag("session", "Logging in and out.")
        .tag("discovery", "What a homeserver supports.");
    let document = ENDPOINTS.openapi(&settings)?;
    writeln!(std::io::stdout(), "{}", document.to_json())?;
    Ok(())
}
