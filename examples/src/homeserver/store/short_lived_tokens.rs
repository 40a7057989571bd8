//! Short-lived tokens of accounts: login tokens and OpenID tokens.

use std::time::SystemTime;

use rusqlite::{OptionalExtension, params};

use super::{MAX_DELETED, Proof, Store, StoreError, timestamp};
use crate::homeserver::{localpart::Localpart, tokens::TokenHash};

/// The purpose of a token.
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
    /// Stores a token of an account, and deletes expired tokens.
    pub(crate) async fn add_short_lived_token(
        &self,
        purpose: TokenPurpose,
        token: TokenHash,
        localpart: &Localpart,
        proof: Proof,
        expires_at: SystemTime,
    ) -> Result<(), StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            proof.redeem(&transaction)?;
            transaction.execute(
                "DELETE FROM short_lived_tokens WHERE token_hash IN (
                     SELECT token_hash FROM short_lived_tokens WHERE expires_at <= ?1 LIMIT ?2
                 )",
                params![timestamp(SystemTime::now()), MAX_DELETED],
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

    /// The account of a token.
    pub(crate) async fn account_of_token(
        &self,
        purpose: TokenPurpose,
        token: TokenHash,
        now: SystemTime,
    ) -> Result<Option<Localpart>, StoreError> {
        self.run(move |connection| {
            Ok(connection
                .query_row(
                    "SELECT localpart FROM short_lived_tokens
                     WHERE purpose = ?1 AND token_hash = ?2 AND expires_at > ?3",
                    params![purpose.as_str(), token.as_bytes(), timestamp(now)],
                    |row| Ok(Localpart::from_database(row.get(0)?)),
                )
                .optional()?)
        })
        .await
    }
}
