//! The tokens of devices: pairs of an access token and, if the client can refresh it, a refresh token.
//!
//! The first pair of a device is created by a login, and each refresh adds another one. A response can get
//! lost, and two processes of a client can refresh at the same time, so the refresh token and all new pairs
//! stay valid until one of them is used. All other pairs of the device are deleted then. A refresh token
//! that was deleted shows that two parties have the tokens, one of whom may have [stolen] them: if it is
//! used, the device is logged out.
//!
//! [stolen]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, timestamp};
use crate::homeserver::{
    localpart::Localpart,
    tokens::{SessionTokenHashes, TokenHash},
};

/// The maximum number of new pairs of a device that are not used yet. Beyond it, the oldest are deleted.
const MAX_NEW_PAIRS: u32 = 8;

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
    /// The state of an access token. Its first use deletes all other pairs of the device.
    pub(crate) async fn session(
        &self,
        token: TokenHash,
        now: SystemTime,
    ) -> Result<TokenState, StoreError> {
        self.run(move |connection| {
            let found = connection
                .query_row(
                    "SELECT localpart, device_id, is_guest, expires_at <= ?2, is_used, pair_id
                     FROM token_pairs JOIN accounts USING (localpart) WHERE access_hash = ?1",
                    params![token.as_bytes(), timestamp(now)],
                    |row| {
                        let session = Session {
                            localpart: Localpart::from_database(row.get(0)?),
                            device_id: row.get(1)?,
                            is_guest: row.get(2)?,
                        };
                        let is_expired = row.get::<_, Option<bool>>(3)?;
                        Ok((session, is_expired, row.get::<_, bool>(4)?, row.get(5)?))
                    },
                )
                .optional()?;
            let Some((session, is_expired, is_used, pair_id)) = found else {
                return Ok(TokenState::Unknown);
            };
            if is_expired == Some(true) {
                return Ok(TokenState::Expired);
            }
            if !is_used {
                let transaction = connection.transaction()?;
                if !mark_used(&transaction, pair_id)? {
                    return Ok(TokenState::Unknown);
                }
                transaction.commit()?;
            }
            Ok(TokenState::Valid(session))
        })
        .await
    }

    /// Adds new tokens to the session of a refresh token, and revokes its access token. `false` if the
    /// refresh token is not valid: its device is logged out then.
    pub(crate) async fn refresh(
        &self,
        refresh_token: TokenHash,
        family: TokenHash,
        tokens: SessionTokenHashes,
    ) -> Result<bool, StoreError> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let found = transaction
                .query_row(
                    "UPDATE token_pairs SET access_hash = NULL WHERE refresh_hash = ?1
                     RETURNING localpart, device_id, is_used, pair_id",
                    [refresh_token.as_bytes()],
                    |row| {
                        let localpart = Localpart::from_database(row.get(0)?);
                        let device_id = row.get::<_, String>(1)?;
                        Ok((localpart, device_id, row.get::<_, bool>(2)?, row.get(3)?))
                    },
                )
                .optional()?;
            match &found {
                Some((localpart, device_id, is_used, pair_id)) => {
                    if !is_used {
                        mark_used(&transaction, *pair_id)?;
                    }
                    insert(&transaction, localpart, device_id, &tokens, false)?;
                    delete_oldest(&transaction, localpart, device_id)?;
                }
                None => {
                    let family = family.as_bytes();
                    transaction.execute("DELETE FROM devices WHERE family_hash = ?1", [family])?;
                }
            }
            transaction.commit()?;
            Ok(found.is_some())
        })
        .await
    }
}

/// Replaces all pairs of a device by the first one of a login.
pub(super) fn replace(
    connection: &Connection,
    localpart: &Localpart,
    device_id: &str,
    tokens: &SessionTokenHashes,
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM token_pairs WHERE localpart = ?1 AND device_id = ?2",
        [localpart.as_str(), device_id],
    )?;
    insert(connection, localpart, device_id, tokens, true)
}

fn insert(
    connection: &Connection,
    localpart: &Localpart,
    device_id: &str,
    tokens: &SessionTokenHashes,
    is_used: bool,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO token_pairs
             (localpart, device_id, access_hash, expires_at, refresh_hash, is_used)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            localpart.as_str(),
            device_id,
            tokens.access_token.as_bytes(),
            tokens.expires_at.map(timestamp),
            tokens.refresh_token.as_ref().map(TokenHash::as_bytes),
            is_used,
        ],
    )?;
    Ok(())
}

/// Records that the client has received a pair, and deletes the other pairs of the device. `false` if the
/// pair has been deleted.
fn mark_used(connection: &Connection, pair_id: i64) -> Result<bool, StoreError> {
    let marked = connection
        .execute("UPDATE token_pairs SET is_used = TRUE WHERE pair_id = ?1", [pair_id])?;
    connection.execute(
        "DELETE FROM token_pairs WHERE pair_id != ?1 AND (localpart, device_id) =
             (SELECT localpart, device_id FROM token_pairs WHERE pair_id = ?1)",
        [pair_id],
    )?;
    Ok(marked == 1)
}

/// Deletes the oldest of too many new pairs.
fn delete_oldest(
    connection: &Connection,
    localpart: &Localpart,
    device_id: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM token_pairs WHERE pair_id IN (
             SELECT pair_id FROM token_pairs
             WHERE localpart = ?1 AND device_id = ?2 AND NOT is_used
             ORDER BY pair_id DESC LIMIT -1 OFFSET ?3
         )",
        params![localpart.as_str(), device_id, MAX_NEW_PAIRS],
    )?;
    Ok(())
}
