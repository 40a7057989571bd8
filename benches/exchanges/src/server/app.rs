//! The application behind all servers: sessions and accounts, in memory.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, DefaultHasher},
    sync::{Arc, Mutex, PoisonError},
};

use matrix_api::identifiers::{DeviceId, InvalidIdentifier, MxcUri, ServerName, UserId};

pub const TOKEN: &str = "syt_YWxpY2U_hTRDzSgWKmGyBdFvNkCx_2Zq4Lw";
pub const USER_ID: &str = "@alice:example.org";
pub const DEVICE_ID: &str = "GHTYAJCE";
pub const SERVER_NAME: &str = "example.org";

/// A session of a user.
#[derive(Debug)]
pub struct Session {
    pub user_id: UserId,
    pub device_id: DeviceId,
    display_name: Mutex<Option<String>>,
}

impl Session {
    pub fn set_display_name(&self, name: Option<String>) {
        *self.display_name.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }
}

/// A new account.
#[derive(Debug)]
pub struct Account {
    pub user_id: UserId,
    pub access_token: String,
    pub device_id: DeviceId,
}

/// The state of the servers.
#[derive(Debug)]
pub struct App {
    server_name: ServerName,
    /// By their access tokens. The hasher has fixed keys, so that all programs count the same instructions.
    sessions: HashMap<&'static str, Arc<Session>, BuildHasherDefault<DefaultHasher>>,
}

impl App {
    /// An application with one session.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let session = Session {
            user_id: UserId::try_from(USER_ID).expect("a user ID"),
            device_id: DeviceId::try_from(DEVICE_ID).expect("a device ID"),
            display_name: Mutex::default(),
        };
        Arc::new(Self {
            server_name: ServerName::try_from(SERVER_NAME).expect("a server name"),
            sessions: HashMap::from_iter([(TOKEN, Arc::new(session))]),
        })
    }

    #[must_use]
    pub fn session(&self, token: &str) -> Option<Arc<Session>> {
        self.sessions.get(token).cloned()
    }

    /// Creates an account, and stores nothing.
    ///
    /// # Errors
    ///
    /// Fails if the name cannot be that of a user.
    pub fn register(
        &self,
        name: &str,
        device_id: Option<DeviceId>,
    ) -> Result<Account, InvalidIdentifier> {
        let device_id = match device_id {
            Some(device_id) => device_id,
            None => DeviceId::try_from(DEVICE_ID)?,
        };
        let user_id = UserId::new(name, &self.server_name)?;
        Ok(Account { user_id, access_token: TOKEN.to_owned(), device_id })
    }

    /// Stores nothing, and names the content by its length.
    ///
    /// # Errors
    ///
    /// Never fails.
    pub fn upload(&self, content: &[u8]) -> Result<MxcUri, InvalidIdentifier> {
        MxcUri::try_from(format!("mxc://{}/{}", self.server_name, content.len()))
    }
}
