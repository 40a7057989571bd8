//! Accounts: one row for each username, including those of deactivated accounts.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use super::{NewDevice, Proof, Store, StoreError, devices, emails, timestamp};
use crate::homeserver::localpart::Localpart;

/// The data of a registration, written in one transaction.
pub(crate) struct NewAccount {
    pub(crate) localpart: Localpart,
    /// `None` for a guest.
    pub(crate) password_hash: Option<String>,
    pub(crate) device: Option<NewDevice>,
    /// The email address in it is added to the account.
    pub(crate) proof: Proof,
}

/// The outcome of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Creation {
    Created,
    UsernameTaken,
    /// Another account has the email address.
    EmailTaken,
}

/// The devices that a password change logs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Logout {
    None,
    /// All devices except this one, if there is one.
    AllExcept(Option<String>),
}

/// The password of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PasswordState {
    /// The stored hash.
    Hash(String),
    /// The account was deactivated.
    Deactivated,
    /// The account does not exist, or is a guest's.
    None,
}

impl Store {
    /// Whether an account has the username. Deactivated accounts count.
    pub(crate) async fn is_taken(&self, localpart: &Localpart) -> Result<bool, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| is_taken(connection, &localpart)).await
    }

    /// Creates an account, with a first device and an email address if given.
    pub(crate) async fn create_account(&self, account: NewAccount) -> Result<Creation, StoreError> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let NewAccount { localpart, password_hash, device, proof } = &account;
            if is_taken(&transaction, localpart)? {
                return Ok(Creation::UsernameTaken);
            }
            transaction.execute(
                "INSERT INTO accounts (localpart, password_hash, is_guest, created_at)
                 VALUES (?1, ?2, ?3, ?4)",
                params![
                    localpart.as_str(),
                    password_hash,
                    password_hash.is_none(),
                    timestamp(SystemTime::now())
                ],
            )?;
            if let Some(device) = device {
                devices::insert(&transaction, localpart, device)?;
            }
            if let Some((_, email)) = &proof.email {
                // The transaction is not committed, so the account is not created.
                if emails::owner(&transaction, &email.address)?.is_some() {
                    return Ok(Creation::EmailTaken);
                }
            }
            proof.redeem(&transaction)?;
            if let Some((_, email)) = &proof.email {
                emails::insert(&transaction, localpart, email)?;
            }
            transaction.commit()?;
            Ok(Creation::Created)
        })
        .await
    }

    /// The password of an account.
    pub(crate) async fn password(
        &self,
        localpart: &Localpart,
    ) -> Result<PasswordState, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let found = connection
                .query_row(
                    "SELECT password_hash, deactivated_at IS NOT NULL FROM accounts
                     WHERE localpart = ?1",
                    [localpart.as_str()],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            Ok(match found {
                Some((_, true)) => PasswordState::Deactivated,
                Some((Some(hash), false)) => PasswordState::Hash(hash),
                Some((None, false)) | None => PasswordState::None,
            })
        })
        .await
    }

    /// Replaces the password, and logs out devices.
    ///
    /// `false` if the account has been deactivated.
    pub(crate) async fn change_password(
        &self,
        localpart: &Localpart,
        proof: Proof,
        password_hash: String,
        logout: Logout,
    ) -> Result<bool, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            proof.redeem(&transaction)?;
            let changed = transaction.execute(
                "UPDATE accounts SET password_hash = ?2
                 WHERE localpart = ?1 AND deactivated_at IS NULL",
                params![localpart.as_str(), password_hash],
            )?;
            match logout {
                Logout::None => {}
                Logout::AllExcept(kept) => {
                    devices::delete_all_except(&transaction, &localpart, kept.as_deref())?;
                }
            }
            transaction.commit()?;
            Ok(changed == 1)
        })
        .await
    }

    /// Deletes the password, the devices and the email addresses of an account. Its username stays
    /// taken.
    pub(crate) async fn deactivate(
        &self,
        localpart: &Localpart,
        proof: Proof,
    ) -> Result<(), StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            proof.redeem(&transaction)?;
            transaction.execute(
                "UPDATE accounts SET password_hash = NULL, deactivated_at = ?2
                 WHERE localpart = ?1 AND deactivated_at IS NULL",
                params![localpart.as_str(), timestamp(SystemTime::now())],
            )?;
            devices::delete_all_except(&transaction, &localpart, None)?;
            transaction.execute("DELETE FROM emails WHERE localpart = ?1", [localpart.as_str()])?;
            Ok(transaction.commit()?)
        })
        .await
    }
}

fn is_taken(connection: &Connection, localpart: &Localpart) -> Result<bool, StoreError> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM accounts WHERE localpart = ?1)",
        [localpart.as_str()],
        |row| row.get(0),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::homeserver::{
        store::{Session, TokenState},
        temporary_folder::TemporaryFolder,
        tokens::{self, SessionTokenHashes, TokenHash},
    };

    fn store() -> (TemporaryFolder, Store) {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        (folder, store)
    }

    fn alice() -> Localpart {
        Localpart::parse("alice", "example.org").unwrap()
    }

    fn device(device_id: &str, access_token: TokenHash) -> NewDevice {
        NewDevice {
            device_id: device_id.to_owned(),
            display_name: Some("Alice's device".to_owned()),
            tokens: SessionTokenHashes {
                access_token,
                expires_at: None,
                refresh_token: None,
                family: None,
            },
        }
    }

    async fn session(store: &Store, token: TokenHash) -> Option<Session> {
        match store.session(token, SystemTime::now()).await.unwrap() {
            TokenState::Valid(session) => Some(session),
            TokenState::Expired | TokenState::Unknown => None,
        }
    }

    fn account(token: TokenHash) -> NewAccount {
        NewAccount {
            localpart: alice(),
            password_hash: Some("$argon2id$first".to_owned()),
            device: Some(device("PHONE", token)),
            proof: Proof::default(),
        }
    }

    #[tokio::test]
    async fn an_account_exists_after_the_file_is_reopened() {
        let (folder, store) = store();
        let (_, token) = tokens::issue().unwrap();
        assert_eq!(store.create_account(account(token)).await.unwrap(), Creation::Created);
        drop(store);

        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        assert!(store.is_taken(&alice()).await.unwrap());
        let session = session(&store, token).await.unwrap();
        assert_eq!((session.localpart, session.device_id.as_str()), (alice(), "PHONE"));
    }

    #[tokio::test]
    async fn a_username_is_unique() {
        let (_folder, store) = store();
        let (_, first) = tokens::issue().unwrap();
        let (_, second) = tokens::issue().unwrap();
        assert_eq!(store.create_account(account(first)).await.unwrap(), Creation::Created);
        assert_eq!(store.create_account(account(second)).await.unwrap(), Creation::UsernameTaken);
        assert!(session(&store, second).await.is_none(), "the rejected token is unknown");
    }

    #[tokio::test]
    async fn one_of_many_concurrent_registrations_succeeds() {
        let (_folder, store) = store();
        let attempts = (0..8)
            .map(|_| {
                let store = store.clone();
                let (_, token) = tokens::issue().unwrap();
                tokio::spawn(async move { store.create_account(account(token)).await.unwrap() })
            })
            .collect::<Vec<_>>();
        let mut created = 0;
        for attempt in attempts {
            created += u32::from(attempt.await.unwrap() == Creation::Created);
        }
        assert_eq!(created, 1);
    }

    #[tokio::test]
    async fn a_new_password_logs_out_the_other_devices() {
        let (_folder, store) = store();
        let (_, phone) = tokens::issue().unwrap();
        let (_, laptop) = tokens::issue().unwrap();
        store.create_account(account(phone)).await.unwrap();
        assert!(store.log_in(&alice(), Proof::default(), device("LAPTOP", laptop)).await.unwrap());

        let hash = "$argon2id$second".to_owned();
        assert!(
            store
                .change_password(
                    &alice(),
                    Proof::default(),
                    hash,
                    Logout::AllExcept(Some("PHONE".to_owned()))
                )
                .await
                .unwrap()
        );
        assert!(session(&store, phone).await.is_some());
        assert!(session(&store, laptop).await.is_none());
        assert_eq!(
            store.password(&alice()).await.unwrap(),
            PasswordState::Hash("$argon2id$second".to_owned())
        );
    }

    #[tokio::test]
    async fn a_deactivated_account_keeps_its_username_only() {
        let (_folder, store) = store();
        let (_, token) = tokens::issue().unwrap();
        let (_, another) = tokens::issue().unwrap();
        store.create_account(account(token)).await.unwrap();
        store.deactivate(&alice(), Proof::default()).await.unwrap();

        assert!(session(&store, token).await.is_none());
        assert_eq!(store.password(&alice()).await.unwrap(), PasswordState::Deactivated);
        assert_eq!(store.create_account(account(another)).await.unwrap(), Creation::UsernameTaken);
        let hash = "$argon2id$second".to_owned();
        assert!(
            !store
                .change_password(
                    &alice(),
                    Proof::default(),
                    hash,
                    Logout::AllExcept(Some("PHONE".to_owned()))
                )
                .await
                .unwrap()
        );
    }
}
