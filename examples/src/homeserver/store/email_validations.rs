//! Mail validations: which address was sent which link, and whether it was opened.

use std::time::{Duration, SystemTime};

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::{Store, StoreError, timestamp};
use crate::homeserver::tokens::TokenHash;

/// How long a mailed link can be opened.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// What an address is validated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmailPurpose {
    Registration,
    PasswordChange,
}

impl EmailPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::PasswordChange => "password_change",
        }
    }
}

/// A validation as the client names it.
#[derive(Clone, Debug)]
pub(crate) struct ValidationKey {
    pub(crate) purpose: EmailPurpose,
    pub(crate) client_secret: TokenHash,
    pub(crate) email: String,
}

/// Whether a mail is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// The attempt is new: send the mail.
    Send,
    /// This attempt, or a later one, has been answered with a mail before.
    AlreadySent,
}

impl Store {
    /// Records that a mail with the given link is about to be sent for `send_attempt`.
    ///
    /// Of two calls with one attempt, only one is told to send. A new mail replaces the link of
    /// the one before.
    pub(crate) async fn claim_email(
        &self,
        key: ValidationKey,
        send_attempt: i64,
        link: TokenHash,
        now: SystemTime,
    ) -> Result<Claim, StoreError> {
        self.run(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute(
                "DELETE FROM email_validations WHERE sent_at <= ?1",
                [timestamp(now - LIFETIME)],
            )?;
            let last_attempt = transaction
                .query_row(
                    "SELECT send_attempt FROM email_validations
                     WHERE purpose = ?1 AND secret_hash = ?2 AND email = ?3",
                    params![key.purpose.as_str(), key.client_secret.as_bytes(), key.email],
                    |row| row.get::<_, i64>(0),
                )
                .optional()?;
            if last_attempt.is_some_and(|last| last >= send_attempt) {
                transaction.commit()?;
                return Ok(Claim::AlreadySent);
            }
            transaction.execute(
                "INSERT OR REPLACE INTO email_validations
                     (purpose, secret_hash, email, send_attempt, link_hash, sent_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    key.purpose.as_str(),
                    key.client_secret.as_bytes(),
                    key.email,
                    send_attempt,
                    link.as_bytes(),
                    timestamp(now)
                ],
            )?;
            transaction.commit()?;
            Ok(Claim::Send)
        })
        .await
    }

    /// Forgets a claim whose mail could not be sent, so that the same attempt can be repeated.
    pub(crate) async fn release_email(&self, link: TokenHash) -> Result<(), StoreError> {
        self.run(move |connection| {
            connection
                .execute("DELETE FROM email_validations WHERE link_hash = ?1", [link.as_bytes()])?;
            Ok(())
        })
        .await
    }

    /// Marks the address of a link as validated and returns it; `None` if the link is unknown or
    /// too old. Opening a link again changes nothing.
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

    async fn claim(store: &Store, key: ValidationKey, attempt: i64) -> (Claim, TokenHash) {
        let (_, link) = tokens::issue().unwrap();
        let claim = store.claim_email(key, attempt, link, SystemTime::now()).await.unwrap();
        (claim, link)
    }

    #[tokio::test]
    async fn one_attempt_sends_one_mail_and_a_higher_one_another() {
        let (_folder, store) = store();
        assert_eq!(claim(&store, alice(), 1).await.0, Claim::Send);
        assert_eq!(claim(&store, alice(), 1).await.0, Claim::AlreadySent);
        assert_eq!(claim(&store, alice(), 2).await.0, Claim::Send);
        assert_eq!(claim(&store, alice(), 1).await.0, Claim::AlreadySent);
    }

    #[tokio::test]
    async fn attempts_are_counted_per_address_and_purpose() {
        let (_folder, store) = store();
        assert_eq!(claim(&store, alice(), 1).await.0, Claim::Send);
        let bob = key(EmailPurpose::Registration, "bob@example.org");
        assert_eq!(claim(&store, bob, 1).await.0, Claim::Send);
        let password = key(EmailPurpose::PasswordChange, "alice@example.org");
        assert_eq!(claim(&store, password, 1).await.0, Claim::Send);
    }

    #[tokio::test]
    async fn an_attempt_whose_mail_failed_can_be_repeated() {
        let (_folder, store) = store();
        let (_, link) = claim(&store, alice(), 1).await;
        store.release_email(link).await.unwrap();
        assert_eq!(claim(&store, alice(), 1).await.0, Claim::Send);
    }

    #[tokio::test]
    async fn a_link_validates_its_address_until_it_expires_or_is_replaced() {
        let (_folder, store) = store();
        let now = SystemTime::now();
        let (_, first) = claim(&store, alice(), 1).await;
        let address = Some("alice@example.org".to_owned());
        assert_eq!(store.validate_email(first, now).await.unwrap(), address);
        assert_eq!(store.validate_email(first, now).await.unwrap(), address);
        assert_eq!(store.validate_email(first, now + LIFETIME).await.unwrap(), None);

        let (_, second) = claim(&store, alice(), 2).await;
        assert_eq!(store.validate_email(first, now).await.unwrap(), None);
        assert_eq!(store.validate_email(second, now).await.unwrap(), address);
    }
}
