//! Devices.

use rusqlite::{Connection, params};

use super::{Proof, Session, Store, StoreError, token_pairs};
use crate::homeserver::{
    localpart::Localpart,
    tokens::{SessionTokenHashes, TokenHash},
};

/// A device that logs in.
#[derive(Clone)]
pub(crate) struct NewDevice {
    pub(crate) device_id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) tokens: SessionTokenHashes,
}

impl Store {
    /// Logs in a device of an account, and revokes its previous tokens.
    ///
    /// `false` if the account has been deactivated.
    pub(crate) async fn log_in(
        &self,
        localpart: &Localpart,
        proof: Proof,
        device: NewDevice,
    ) -> Result<bool, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let is_active = transaction.query_row(
                "SELECT EXISTS (
                     SELECT 1 FROM accounts WHERE localpart = ?1 AND deactivated_at IS NULL
                 )",
                [localpart.as_str()],
                |row| row.get(0),
            )?;
            if is_active {
                proof.redeem(&transaction)?;
                insert(&transaction, &localpart, &device)?;
            }
            transaction.commit()?;
            Ok(is_active)
        })
        .await
    }

    /// Logs out one device.
    pub(crate) async fn log_out(&self, session: Session) -> Result<(), StoreError> {
        self.run(move |connection| {
            connection.execute(
                "DELETE FROM devices WHERE localpart = ?1 AND device_id = ?2",
                [session.localpart.as_str(), &session.device_id],
            )?;
            Ok(())
        })
        .await
    }

    /// Logs out all devices of an account.
    pub(crate) async fn log_out_all(&self, localpart: &Localpart) -> Result<(), StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| delete_all_except(connection, &localpart, None)).await
    }
}

/// Adds a device to an account. An existing device gets new tokens and keeps its display name.
pub(super) fn insert(
    connection: &Connection,
    localpart: &Localpart,
    device: &NewDevice,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO devices (localpart, device_id, display_name, family_hash)
         VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (localpart, device_id) DO UPDATE SET family_hash = excluded.family_hash",
        params![
            localpart.as_str(),
            device.device_id,
            device.display_name,
            device.tokens.family.as_ref().map(TokenHash::as_bytes),
        ],
    )?;
    token_pairs::replace(connection, localpart, &device.device_id, &device.tokens)
}

/// Logs out all devices of an account except `kept`, and revokes its short-lived tokens.
pub(super) fn delete_all_except(
    connection: &Connection,
    localpart: &Localpart,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM devices WHERE localpart = ?1 AND device_id IS NOT ?2",
        params![localpart.as_str(), kept],
    )?;
    connection
        .execute("DELETE FROM short_lived_tokens WHERE localpart = ?1", [localpart.as_str()])?;
    Ok(())
}
