//! The addresses of the servers.

use std::{fs, path::PathBuf};

use serde::Deserialize;

use crate::check::Outcome;

/// Written by `synapse/configure.py`.
#[derive(Deserialize)]
pub(crate) struct Places {
    /// The server name in user IDs.
    pub(crate) server_name: String,
    /// The folder with a file for each mail.
    pub(crate) mail_folder: PathBuf,
    /// Host and port.
    pub(crate) identity_server: String,
    /// The URL of the single sign-on page.
    pub(crate) identity_provider: String,
    /// The issuer.
    pub(crate) authorization_server: String,
    /// The token of the application service at `open`.
    pub(crate) appservice_token: String,
    /// The URLs of the homeservers.
    pub(crate) homeservers: Homeservers,
}

#[derive(Deserialize)]
pub(crate) struct Homeservers {
    pub(crate) open: String,
    pub(crate) guarded: String,
    pub(crate) delegated: String,
}

impl Places {
    pub(crate) fn read(file: &str) -> Outcome<Self> {
        Ok(serde_json::from_slice(&fs::read(file)?)?)
    }
}
