//! Devices: one row, and one access token, for each login.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};
use crate::homeserver::{localpart::Localpart, tokens::TokenHash};

/// A device that logs in.
pub(crate) struct NewDevice {
    pub(crate) device_id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) token_hash: TokenHash,
}

/// Who an access token belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) localpart: Localpart,
    pub(crate) device_id: String,
}

impl Store {
    /// The session of an access token; `None` if there is none (any more).
    pub(crate) async fn session(&self, token: TokenHash) -> Result<Option<Session>, StoreError> {
        self.run(move |connection| {
            let session = connection
                .query_row(
                    "SELECT localpart, device_id FROM devices WHERE token_hash = ?1",
                    [token.as_bytes()],
                    |row| {
                        Ok(Session {
                            localpart: Localpart::from_database(row.get(0)?),
                            device_id: row.get(1)?,
                        })
                    },
                )
                .optional()?;
            Ok(session)
        })
        .await
    }
}

/// Adds a device to an account.
pub(super) fn insert(
    connection: &Connection,
    localpart: &Localpart,
    device: &NewDevice,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO devices (localpart, device_id, display_name, token_hash)
         VALUES (?1, ?2, ?3, ?4)",
        params![
            localpart.as_str(),
            device.device_id,
            device.display_name,
            device.token_hash.as_bytes()
        ],
    )?;
    Ok(())
}

/// Logs out every device of an account but `kept`, or all of them.
pub(super) fn delete_all_but(
    connection: &Connection,
    localpart: &Localpart,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM devices WHERE localpart = ?1 AND device_id IS NOT ?2",
        params![localpart.as_str(), kept],
    )?;
    Ok(())
}
