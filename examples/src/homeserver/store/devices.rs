//! Devices: each has one row, one access token and at most one refresh token.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Proof, Store, StoreError, timestamp};
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

/// The user and device that an access token belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) localpart: Localpart,
    pub(crate) device_id: String,
    pub(crate) is_guest: bool,
}

/// The state of an access token.
#[derive(Clone, Debug)]
pub(crate) enum TokenState {
    /// It is valid for this session.
    Valid(Session),
    /// It has expired. The client can refresh it.
    Expired,
    /// It is unknown or revoked.
    Unknown,
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

    /// The state of an access token.
    ///
    /// The first use of an access token shows that the client has received it. It revokes the refresh
    /// token that the client sent for it.
    pub(crate) async fn session(
        &self,
        token: TokenHash,
        now: SystemTime,
    ) -> Result<TokenState, StoreError> {
        self.run(move |connection| {
            let found = connection
                .query_row(
                    "SELECT localpart, device_id, is_guest, expires_at <= ?2,
                            previous_refresh_hash IS NOT NULL
                     FROM devices JOIN accounts USING (localpart) WHERE token_hash = ?1",
                    params![token.as_bytes(), timestamp(now)],
                    |row| {
                        let session = Session {
                            localpart: Localpart::from_database(row.get(0)?),
                            device_id: row.get(1)?,
                            is_guest: row.get(2)?,
                        };
                        Ok((session, row.get::<_, Option<bool>>(3)?, row.get::<_, bool>(4)?))
                    },
                )
                .optional()?;
            let Some((session, is_expired, is_first_use)) = found else {
                return Ok(TokenState::Unknown);
            };
            if is_expired == Some(true) {
                return Ok(TokenState::Expired);
            }
            if is_first_use {
                connection.execute(
                    "UPDATE devices SET previous_refresh_hash = NULL WHERE token_hash = ?1",
                    [token.as_bytes()],
                )?;
            }
            Ok(TokenState::Valid(session))
        })
        .await
    }

    /// Replaces the tokens of a session. `false` if the refresh token is unknown.
    ///
    /// The refresh token stays valid until one of the new tokens is used, because the response may get
    /// lost. The previous access token is revoked at once.
    pub(crate) async fn refresh(
        &self,
        refresh_token: TokenHash,
        tokens: SessionTokenHashes,
    ) -> Result<bool, StoreError> {
        self.run(move |connection| {
            let refreshed = connection.execute(
                "UPDATE devices SET token_hash = ?2, expires_at = ?3, refresh_hash = ?4,
                                    previous_refresh_hash = ?1
                 WHERE refresh_hash = ?1 OR previous_refresh_hash = ?1",
                params![
                    refresh_token.as_bytes(),
                    tokens.access_token.as_bytes(),
                    tokens.expires_at.map(timestamp),
                    tokens.refresh_token.as_ref().map(TokenHash::as_bytes),
                ],
            )?;
            Ok(refreshed == 1)
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
        "INSERT INTO devices
             (localpart, device_id, display_name, token_hash, expires_at, refresh_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (localpart, device_id) DO UPDATE SET
             token_hash = excluded.token_hash,
             expires_at = excluded.expires_at,
             refresh_hash = excluded.refresh_hash,
             previous_refresh_hash = NULL",
        params![
            localpart.as_str(),
            device.device_id,
            device.display_name,
            device.tokens.access_token.as_bytes(),
            device.tokens.expires_at.map(timestamp),
            device.tokens.refresh_token.as_ref().map(TokenHash::as_bytes),
        ],
    )?;
    Ok(())
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
