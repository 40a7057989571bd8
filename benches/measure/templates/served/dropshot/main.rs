//! A server on dropshot.

#![allow(dead_code, reason = "most fields of requests are not used")]

MODULES

use dropshot::{ApiDescription, ConfigLogging, ConfigLoggingLevel, ServerBuilder};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let logging = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Critical };
    let mut api = ApiDescription::new();
    ENDPOINTS
    // It has no endpoint for its document: the program prints it.
    if std::env::args().any(|argument| argument == "document") {
        let document = api.openapi("Accounts", semver::Version::new(1, 0, 0));
        println!("{}", document.json()?);
        return Ok(());
    }
    let server = ServerBuilder::new(api, shared::Server::new(), logging.to_logger("accounts")?);
    let server = server.start()?;
    println!("{}", server.local_addr());
    Ok(server.await?)
}
