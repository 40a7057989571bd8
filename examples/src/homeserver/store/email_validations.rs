//! Validations of email addresses: the link that was sent, and whether it was confirmed.

use std::time::{Duration, SystemTime};

use rusqlite::{
    Connection, OptionalExtension, params,
    types::{FromSql, FromSqlError, FromSqlResult, ValueRef},
};

use super::{MAX_DELETED, Store, StoreError, ValidatedEmail, timestamp};
use crate::homeserver::{random, tokens::TokenHash};

/// The lifetime of a link.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The purpose of a validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmailPurpose {
    Registration,
    PasswordChange,
    /// Adding the email address to an account.
    ThirdPartyId,
}

impl EmailPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::PasswordChange => "password_change",
            Self::ThirdPartyId => "third_party_id",
        }
    }
}

impl FromSql for EmailPurpose {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        [Self::Registration, Self::PasswordChange, Self::ThirdPartyId]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or(FromSqlError::InvalidType)
    }
}

/// Identifies a validation by what the client sends.
#[derive(Clone, Debug)]
pub(crate) struct ValidationKey {
    pub(crate) purpose: EmailPurpose,
    pub(crate) client_secret: TokenHash,
    pub(crate) email: String,
}

/// The state of a validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EmailValidation {
    /// No validation has this session, secret and purpose, or it has expired.
    Unknown,
    /// The link has not been confirmed.
    Pending,
    /// The link has been confirmed.
    Validated(ValidatedEmail),
}

/// A claimed validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The ID of the validation session, which is the same for all attempts.
    pub(crate) sid: String,
    /// Whether the email of this attempt has to be sent. Otherwise the email of this or a later attempt
    /// was sent before.
    pub(crate) is_new: bool,
}

impl Store {
    /// Records that an email with the given link is going to be sent for `send_attempt`.
    ///
    /// If two calls have the same attempt, only one has to send the email. The link of a new email
    /// replaces the previous one.
    pub(crate) async fn claim_email(
        &self,
        key: ValidationKey,
        send_attempt: i64,
        link: TokenHash,
        now: SystemTime,
    ) -> Result<Claim, StoreError> {
        let new_sid = random::session_id()?;
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute(
                "DELETE FROM email_validations WHERE sid IN (
                     SELECT sid FROM email_validations WHERE sent_at <= ?1 LIMIT ?2
                 )",
                params![timestamp(now - LIFETIME), MAX_DELETED],
            )?;
            let last = transaction
                .query_row(
                    "SELECT sid, send_attempt, sent_at > ?4 FROM email_validations
                     WHERE purpose = ?1 AND secret_hash = ?2 AND email = ?3",
                    params![
                        key.purpose.as_str(),
                        key.client_secret.as_bytes(),
                        key.email,
                        timestamp(now - LIFETIME)
                    ],
                    |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get(2)?)),
                )
                .optional()?
                // An expired one need not be deleted yet.
                .filter(|&(_, _, is_valid)| is_valid);
            let is_new =
                last.as_ref().is_none_or(|(_, last_attempt, _)| *last_attempt < send_attempt);
            let sid = last.map_or(new_sid, |(sid, ..)| sid);
            if !is_new {
                transaction.commit()?;
                return Ok(Claim { sid, is_new });
            }
            transaction.execute(
                "INSERT OR REPLACE INTO email_validations
                     (purpose, secret_hash, email, send_attempt, link_hash, sent_at, sid)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    key.purpose.as_str(),
                    key.client_secret.as_bytes(),
                    key.email,
                    send_attempt,
                    link.as_bytes(),
                    timestamp(now),
                    sid
                ],
            )?;
            transaction.commit()?;
            Ok(Claim { sid, is_new })
        })
        .await
    }

    /// The state of a validation session with this client secret.
    pub(crate) async fn email_validation(
        &self,
        purpose: EmailPurpose,
        sid: &str,
        client_secret: TokenHash,
        now: SystemTime,
    ) -> Result<EmailValidation, StoreError> {
        let sid = sid.to_owned();
        self.run(move |connection| find(connection, purpose, &sid, client_secret, now)).await
    }

    /// Deletes a claim whose email could not be sent, so that the attempt can be repeated.
    pub(crate) async fn release_email(&self, link: TokenHash) -> Result<(), StoreError> {
        self.run(move |connection| {
            connection
                .execute("DELETE FROM email_validations WHERE link_hash = ?1", [link.as_bytes()])?;
            Ok(())
        })
        .await
    }

    /// The purpose and the email address of a link. `None` if the link is unknown or expired.
    pub(crate) async fn validation_of_link(
        &self,
        link: TokenHash,
        now: SystemTime,
    ) -> Result<Option<(EmailPurpose, String)>, StoreError> {
        self.run(move |connection| {
            Ok(connection
                .query_row(
                    "SELECT purpose, email FROM email_validations
                     WHERE link_hash = ?1 AND sent_at > ?2",
                    params![link.as_bytes(), timestamp(now - LIFETIME)],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?)
        })
        .await
    }

    /// Marks the email address of a link as validated, and returns it. `None` if the link is unknown or
    /// expired. Confirming a link again has no effect.
    pub(crate) async fn validate_email(
        &self,
        link: TokenHash,
        now: SystemTime,
    ) -> Result<Option<String>, StoreError> {
        self.run(move |connection| {
            Ok(connection
                .query_row(
                    "UPDATE email_validations SET validated_at = coalesce(validated_at, ?2)
                     WHERE link_hash = ?1 AND sent_at > ?3
                     RETURNING email",
                    params![link.as_bytes(), timestamp(now), timestamp(now - LIFETIME)],
                    |row| row.get(0),
                )
                .optional()?)
        })
        .await
    }
}

/// The state of a validation session with this client secret.
pub(super) fn find(
    connection: &Connection,
    purpose: EmailPurpose,
    sid: &str,
    client_secret: TokenHash,
    now: SystemTime,
) -> Result<EmailValidation, StoreError> {
    let found = connection
        .query_row(
            "SELECT email, validated_at FROM email_validations
             WHERE sid = ?1 AND purpose = ?2 AND secret_hash = ?3 AND sent_at > ?4",
            params![sid, purpose.as_str(), client_secret.as_bytes(), timestamp(now - LIFETIME)],
            |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?)),
        )
        .optional()?;
    Ok(match found {
        None => EmailValidation::Unknown,
        Some((_, None)) => EmailValidation::Pending,
        Some((address, Some(validated_at))) => {
            EmailValidation::Validated(ValidatedEmail { address, validated_at })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::homeserver::{temporary_folder::TemporaryFolder, tokens};

    fn store() -> (TemporaryFolder, Store) {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        (folder, store)
    }

    fn key(purpose: EmailPurpose, email: &str) -> ValidationKey {
        ValidationKey {
            purpose,
            client_secret: TokenHash::of("client secret"),
            email: email.to_owned(),
        }
    }

    fn alice() -> ValidationKey {
        key(EmailPurpose::Registration, "alice@example.org")
    }

    async fn claim(store: &Store, key: ValidationKey, attempt: i64) -> (bool, TokenHash) {
        claim_at(SystemTime::now(), store, key, attempt).await
    }

    async fn claim_at(
        now: SystemTime,
        store: &Store,
        key: ValidationKey,
        attempt: i64,
    ) -> (bool, TokenHash) {
        let (_, link) = tokens::issue().unwrap();
        let claim = store.claim_email(key, attempt, link, now).await.unwrap();
        (claim.is_new, link)
    }

    #[tokio::test]
    async fn each_higher_attempt_sends_one_email() {
        let (_folder, store) = store();
        assert!(claim(&store, alice(), 1).await.0);
        assert!(!claim(&store, alice(), 1).await.0);
        assert!(claim(&store, alice(), 2).await.0);
        assert!(!claim(&store, alice(), 1).await.0);
    }

    #[tokio::test]
    async fn attempts_are_counted_for_each_address_and_purpose() {
        let (_folder, store) = store();
        assert!(claim(&store, alice(), 1).await.0);
        let bob = key(EmailPurpose::Registration, "bob@example.org");
        assert!(claim(&store, bob, 1).await.0);
        let password = key(EmailPurpose::PasswordChange, "alice@example.org");
        assert!(claim(&store, password, 1).await.0);
    }

    #[tokio::test]
    async fn many_expired_validations_are_deleted_little_by_little() {
        let (_folder, store) = store();
        let now = SystemTime::now();
        let expired = timestamp(now - LIFETIME);
        store
            .run(move |connection| {
                connection.execute(
                    "WITH RECURSIVE numbers(number) AS (
                         SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 2500
                     )
                     INSERT INTO email_validations
                         (sid, purpose, secret_hash, email, send_attempt, link_hash, sent_at)
                     SELECT CAST(number AS TEXT), 'registration', CAST(number AS BLOB), 'a@b.org', 1,
                            CAST(number AS BLOB), ?1
                     FROM numbers",
                    [expired],
                )?;
                Ok(())
            })
            .await
            .unwrap();
        for (attempt, left) in [(1, 1500), (2, 500), (3, 0)] {
            claim_at(now, &store, alice(), attempt).await;
            let count = store
                .run(|connection| {
                    let count = "SELECT count(*) FROM email_validations WHERE email = 'a@b.org'";
                    Ok(connection.query_row(count, [], |row| row.get::<_, i64>(0))?)
                })
                .await;
            assert_eq!(count.unwrap(), left);
        }
    }

    #[tokio::test]
    async fn an_expired_validation_is_replaced() {
        let (_folder, store) = store();
        let now = SystemTime::now();
        let (_, link) = claim_at(now, &store, alice(), 5).await;
        assert!(claim_at(now + LIFETIME, &store, alice(), 1).await.0);
        assert_eq!(store.validate_email(link, now).await.unwrap(), None);
    }

    #[tokio::test]
    async fn an_attempt_whose_email_failed_can_be_repeated() {
        let (_folder, store) = store();
        let (_, link) = claim(&store, alice(), 1).await;
        store.release_email(link).await.unwrap();
        assert!(claim(&store, alice(), 1).await.0);
    }

    #[tokio::test]
    async fn a_link_validates_its_address_until_it_expires_or_is_replaced() {
        let (_folder, store) = store();
        let now = SystemTime::now();
        let (_, first) = claim_at(now, &store, alice(), 1).await;
        let address = Some("alice@example.org".to_owned());
        assert_eq!(store.validate_email(first, now).await.unwrap(), address);
        assert_eq!(store.validate_email(first, now).await.unwrap(), address);
        assert_eq!(store.validate_email(first, now + LIFETIME).await.unwrap(), None);

        let (_, second) = claim_at(now, &store, alice(), 2).await;
        assert_eq!(store.validate_email(first, now).await.unwrap(), None);
        assert_eq!(store.validate_email(second, now).await.unwrap(), address);
    }
}
