//! Tokens that stand for an account for minutes: those that another device logs in with, and those
//! that authenticate to a third party who the user is.

use std::time::SystemTime;

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError, timestamp};
use crate::homeserver::{localpart::Localpart, tokens::TokenHash};

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPurpose {
    Login,
    OpenId,
}

impl TokenPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::OpenId => "openid",
        }
    }
}

impl Store {
    /// Remembers a token of an account, and forgets those of all accounts that have expired.
    pub(crate) async fn add_short_lived_token(
        &self,
        purpose: TokenPurpose,
        token: TokenHash,
        localpart: &Localpart,
        expires_at: SystemTime,
    ) -> Result<(), StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute(
                "DELETE FROM short_lived_tokens WHERE expires_at <= ?1",
                [timestamp(SystemTime::now())],
            )?;
            transaction.execute(
                "INSERT INTO short_lived_tokens (purpose, token_hash, localpart, expires_at)
                 VALUES (?1, ?2, ?3, ?4)",
                params![
                    purpose.as_str(),
                    token.as_bytes(),
                    localpart.as_str(),
                    timestamp(expires_at)
                ],
            )?;
            Ok(transaction.commit()?)
        })
        .await
    }

    /// The account that a login token stands for; the token is used up.
    pub(crate) async fn take_login_token(
        &self,
        token: TokenHash,
        now: SystemTime,
    ) -> Result<Option<Localpart>, StoreError> {
        self.run(move |connection| {
            Ok(connection
                .query_row(
                    "DELETE FROM short_lived_tokens
                     WHERE purpose = ?1 AND token_hash = ?2 AND expires_at > ?3
                     RETURNING localpart",
                    params![TokenPurpose::Login.as_str(), token.as_bytes(), timestamp(now)],
                    |row| Ok(Localpart::from_database(row.get(0)?)),
                )
                .optional()?)
        })
        .await
    }

    /// The account that an OpenID token stands for.
    pub(crate) async fn openid_account(
        &self,
        token: TokenHash,
        now: SystemTime,
    ) -> Result<Option<Localpart>, StoreError> {
        self.run(move |connection| {
            Ok(connection
                .query_row(
                    "SELECT localpart FROM short_lived_tokens
                     WHERE purpose = ?1 AND token_hash = ?2 AND expires_at > ?3",
                    params![TokenPurpose::OpenId.as_str(), token.as_bytes(), timestamp(now)],
                    |row| Ok(Localpart::from_database(row.get(0)?)),
                )
                .optional()?)
        })
        .await
    }
}
