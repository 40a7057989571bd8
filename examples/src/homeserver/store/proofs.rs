//! Proofs of a client: its password, the ownership of an email address, or a login token.

use matrix_api::identifiers::SessionId;
use rusqlite::{Transaction, params};

use super::{StoreError, ValidatedEmail, emails};
use crate::homeserver::{localpart::Localpart, tokens::TokenHash};

/// The proofs of a client. The default proves nothing.
///
/// Another request can change the password, or use the same login token or email validation, between the
/// proof and the work. So each transaction that relies on a proof [redeems](Self::redeem) it. If the
/// transaction fails, the proof can be used again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proof {
    /// The account of the client.
    pub(crate) account: Option<Localpart>,
    /// The stored hash that the password was verified with.
    pub(crate) password_hash: Option<String>,
    /// A login token, which can be used once.
    pub(crate) login_token: Option<TokenHash>,
    /// An email address, and its validation session, which can be used once.
    pub(crate) email: Option<(SessionId, ValidatedEmail)>,
}

impl Proof {
    /// Adds what the next stage of an authentication has proven.
    pub(crate) fn add(&mut self, next: Self) {
        let Self { account, password_hash, login_token, email } = next;
        self.account = account.or(self.account.take());
        self.password_hash = password_hash.or(self.password_hash.take());
        self.login_token = login_token.or(self.login_token.take());
        self.email = email.or(self.email.take());
    }

    /// Uses the proof up. Fails if it does not hold any more.
    pub(super) fn redeem(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let account = self.account.as_ref().map(Localpart::as_str);
        let mut holds = true;
        if let Some(hash) = &self.password_hash {
            holds &= transaction.query_row(
                "SELECT EXISTS (
                     SELECT 1 FROM accounts WHERE localpart = ?1 AND password_hash = ?2
                 )",
                params![account, hash],
                |row| row.get::<_, bool>(0),
            )?;
        }
        if let Some(token) = &self.login_token {
            let deleted = transaction.execute(
                "DELETE FROM short_lived_tokens WHERE localpart = ?1 AND token_hash = ?2",
                params![account, token.as_bytes()],
            )?;
            holds &= deleted == 1;
        }
        if let Some((sid, email)) = &self.email {
            let deleted = transaction.execute(
                "DELETE FROM email_validations WHERE sid = ?1 AND email = ?2 AND validated_at = ?3",
                params![sid.as_str(), email.address, email.validated_at],
            )?;
            // Nobody has the address of a registration.
            holds &= deleted == 1 && emails::owner(transaction, &email.address)? == self.account;
        }
        match holds {
            true => Ok(()),
            false => Err(StoreError::OutdatedProof),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::homeserver::{
        store::{
            Creation, EmailPurpose, EmailValidation, Logout, NewAccount, NewDevice, Store,
            TokenPurpose, TokenState, ValidationKey,
        },
        temporary_folder::TemporaryFolder,
        tokens,
    };

    const FIRST: &str = "$argon2id$first";
    const SECOND: &str = "$argon2id$second";
    const EMAIL: &str = "alice@example.org";

    fn account(name: &str) -> Localpart {
        Localpart::parse(name, "example.org").unwrap()
    }

    fn registration(name: &str, proof: Proof) -> NewAccount {
        let password_hash = Some(FIRST.to_owned());
        NewAccount { localpart: account(name), password_hash, device: None, proof }
    }

    async fn store_with_alice() -> (TemporaryFolder, Store) {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        let alice = registration("alice", Proof::default());
        assert_eq!(store.create_account(alice).await.unwrap(), Creation::Created);
        (folder, store)
    }

    fn password(hash: &str) -> Proof {
        let (account, password_hash) = (Some(account("alice")), Some(hash.to_owned()));
        Proof { account, password_hash, ..Proof::default() }
    }

    fn device() -> NewDevice {
        let (_, tokens) = tokens::issue_session(None, None, SystemTime::now()).unwrap();
        NewDevice { device_id: "PHONE".to_owned(), display_name: None, tokens }
    }

    /// A confirmed email address, with the secret of its validation session.
    async fn confirmed(store: &Store, purpose: EmailPurpose) -> (SessionId, ValidatedEmail) {
        let (_, link) = tokens::issue().unwrap();
        let client_secret = TokenHash::of("client secret");
        let key = ValidationKey { purpose, client_secret, email: EMAIL.to_owned() };
        let now = SystemTime::now();
        let sid = store.claim_email(key, 1, link, now).await.unwrap().sid;
        store.validate_email(link, now).await.unwrap();
        let state = store.email_validation(purpose, &sid, client_secret, now).await.unwrap();
        let EmailValidation::Validated(email) = state else { panic!("{state:?}") };
        (SessionId::try_from(sid).unwrap(), email)
    }

    async fn is_confirmed(store: &Store, purpose: EmailPurpose, sid: &SessionId) -> bool {
        let (secret, now) = (TokenHash::of("client secret"), SystemTime::now());
        let state = store.email_validation(purpose, sid.as_str(), secret, now).await.unwrap();
        matches!(state, EmailValidation::Validated(_))
    }

    fn assert_outdated<T: std::fmt::Debug>(outcome: &Result<T, StoreError>) {
        assert!(matches!(outcome, Err(StoreError::OutdatedProof)), "{outcome:?}");
    }

    #[tokio::test]
    async fn a_password_that_was_changed_in_the_meantime_authorizes_nothing() {
        let (_folder, store) = store_with_alice().await;
        let (alice, now) = (account("alice"), SystemTime::now());
        let (sid, _) = confirmed(&store, EmailPurpose::ThirdPartyId).await;
        let change = |proof, hash: &str| {
            store.change_password(&alice, proof, hash.to_owned(), Logout::AllExcept(None))
        };
        assert!(change(password(FIRST), SECOND).await.unwrap());

        let late = device();
        assert_outdated(&store.log_in(&alice, password(FIRST), late.clone()).await);
        let session = store.session(late.tokens.access_token, now).await.unwrap();
        assert!(matches!(session, TokenState::Unknown), "{session:?}");
        assert_outdated(&change(password(FIRST), "$argon2id$third").await);
        assert_outdated(&store.deactivate(&alice, password(FIRST)).await);
        let (purpose, (_, token)) = (TokenPurpose::Login, tokens::issue().unwrap());
        let proof = password(FIRST);
        assert_outdated(&store.add_short_lived_token(purpose, token, &alice, proof, now).await);
        let secret = TokenHash::of("client secret");
        assert_outdated(&store.add_email(&alice, password(FIRST), sid.as_str(), secret).await);

        assert!(is_confirmed(&store, EmailPurpose::ThirdPartyId, &sid).await);
        assert!(store.emails(&alice).await.unwrap().is_empty());
        assert!(store.log_in(&alice, password(SECOND), device()).await.unwrap());
    }

    #[tokio::test]
    async fn a_validation_is_used_up_together_with_the_work() {
        let (_folder, store) = store_with_alice().await;
        let purpose = EmailPurpose::Registration;
        let (sid, email) = confirmed(&store, purpose).await;
        let proof = Proof { email: Some((sid.clone(), email)), ..Proof::default() };
        let taken = store.create_account(registration("alice", proof.clone())).await.unwrap();
        assert_eq!(taken, Creation::UsernameTaken);
        assert!(is_confirmed(&store, purpose, &sid).await);

        let created = store.create_account(registration("bob", proof.clone())).await.unwrap();
        assert_eq!(created, Creation::Created);
        assert!(!is_confirmed(&store, purpose, &sid).await);
        store.delete_email(&account("bob"), EMAIL).await.unwrap();
        assert_outdated(&store.create_account(registration("carol", proof)).await);
        assert!(!store.is_taken(&account("carol")).await.unwrap());
    }

    #[tokio::test]
    async fn an_address_that_was_removed_in_the_meantime_changes_no_password() {
        let (_folder, store) = store_with_alice().await;
        let (alice, secret) = (account("alice"), TokenHash::of("client secret"));
        let (sid, _) = confirmed(&store, EmailPurpose::ThirdPartyId).await;
        store.add_email(&alice, Proof::default(), sid.as_str(), secret).await.unwrap();
        let email = Some(confirmed(&store, EmailPurpose::PasswordChange).await);
        let proof = Proof { account: Some(alice.clone()), email, ..Proof::default() };
        store.delete_email(&alice, EMAIL).await.unwrap();
        let hash = SECOND.to_owned();
        assert_outdated(&store.change_password(&alice, proof, hash, Logout::None).await);
    }

    #[tokio::test]
    async fn a_login_token_is_used_up_by_one_login() {
        let (_folder, store) = store_with_alice().await;
        let (alice, (_, token)) = (account("alice"), tokens::issue().unwrap());
        let expires_at = SystemTime::now() + Duration::from_secs(60);
        let (purpose, proof) = (TokenPurpose::Login, Proof::default());
        store.add_short_lived_token(purpose, token, &alice, proof, expires_at).await.unwrap();
        let (account, login_token) = (Some(alice.clone()), Some(token));
        let proof = Proof { account, login_token, ..Proof::default() };
        assert!(store.log_in(&alice, proof.clone(), device()).await.unwrap());
        assert_outdated(&store.log_in(&alice, proof, device()).await);
    }
}
