//! Accounts: one row for each name that was ever taken.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{NewDevice, Store, StoreError, devices, timestamp};
use crate::homeserver::localpart::Localpart;

/// What a registration writes, in one transaction.
pub(crate) struct NewAccount {
    pub(crate) localpart: Localpart,
    pub(crate) password_hash: String,
    pub(crate) device: NewDevice,
}

impl Store {
    /// Whether the name is taken, be it by an account that was deactivated.
    pub(crate) async fn is_taken(&self, localpart: &Localpart) -> Result<bool, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| is_taken(connection, &localpart)).await
    }

    /// Creates an account with its first device; `false` if the name is taken.
    pub(crate) async fn create_account(&self, account: NewAccount) -> Result<bool, StoreError> {
        self.run(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let NewAccount { localpart, password_hash, device } = &account;
            if is_taken(&transaction, localpart)? {
                return Ok(false);
            }
            transaction.execute(
                "INSERT INTO accounts (localpart, password_hash, created_at) VALUES (?1, ?2, ?3)",
                params![localpart.as_str(), password_hash, timestamp(SystemTime::now())],
            )?;
            devices::insert(&transaction, localpart, device)?;
            transaction.commit()?;
            Ok(true)
        })
        .await
    }

    /// The stored password hash; `None` for an account that does not exist or was deactivated.
    pub(crate) async fn password_hash(
        &self,
        localpart: &Localpart,
    ) -> Result<Option<String>, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let hash = connection
                .query_row(
                    "SELECT password_hash FROM accounts WHERE localpart = ?1",
                    [localpart.as_str()],
                    |row| row.get::<_, Option<String>>(0),
                )
                .optional()?;
            Ok(hash.flatten())
        })
        .await
    }

    /// Replaces the password and logs out every device but `kept_device`.
    ///
    /// `false` if the account was deactivated meanwhile.
    pub(crate) async fn change_password(
        &self,
        localpart: &Localpart,
        password_hash: String,
        kept_device: String,
    ) -> Result<bool, StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let changed = transaction.execute(
                "UPDATE accounts SET password_hash = ?2
                 WHERE localpart = ?1 AND deactivated_at IS NULL",
                params![localpart.as_str(), password_hash],
            )?;
            devices::delete_all_but(&transaction, &localpart, Some(&kept_device))?;
            transaction.commit()?;
            Ok(changed == 1)
        })
        .await
    }

    /// Deletes the password and every device of an account; its name stays taken for good.
    pub(crate) async fn deactivate(&self, localpart: &Localpart) -> Result<(), StoreError> {
        let localpart = localpart.clone();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute(
                "UPDATE accounts SET password_hash = NULL, deactivated_at = ?2
                 WHERE localpart = ?1 AND deactivated_at IS NULL",
                params![localpart.as_str(), timestamp(SystemTime::now())],
            )?;
            devices::delete_all_but(&transaction, &localpart, None)?;
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
        temporary_folder::TemporaryFolder,
        tokens::{self, TokenHash},
    };

    fn store() -> (TemporaryFolder, Store) {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        (folder, store)
    }

    fn alice() -> Localpart {
        Localpart::parse("alice", "example.org").unwrap()
    }

    fn account(token: TokenHash) -> NewAccount {
        NewAccount {
            localpart: alice(),
            password_hash: "$argon2id$first".to_owned(),
            device: NewDevice {
                device_id: "PHONE".to_owned(),
                display_name: Some("Alice's phone".to_owned()),
                token_hash: token,
            },
        }
    }

    #[tokio::test]
    async fn an_account_is_there_after_the_file_is_opened_again() {
        let (folder, store) = store();
        let (_, token) = tokens::issue().unwrap();
        assert!(store.create_account(account(token)).await.unwrap());
        drop(store);

        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        assert!(store.is_taken(&alice()).await.unwrap());
        let session = store.session(token).await.unwrap().unwrap();
        assert_eq!((session.localpart, session.device_id.as_str()), (alice(), "PHONE"));
    }

    #[tokio::test]
    async fn a_name_is_given_once() {
        let (_folder, store) = store();
        let (_, first) = tokens::issue().unwrap();
        let (_, second) = tokens::issue().unwrap();
        assert!(store.create_account(account(first)).await.unwrap());
        assert!(!store.create_account(account(second)).await.unwrap());
        assert!(store.session(second).await.unwrap().is_none(), "the refused token is unknown");
    }

    #[tokio::test]
    async fn of_many_registrations_of_one_name_at_once_one_succeeds() {
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
            created += u32::from(attempt.await.unwrap());
        }
        assert_eq!(created, 1);
    }

    #[tokio::test]
    async fn a_new_password_logs_the_other_devices_out() {
        let (_folder, store) = store();
        let (_, phone) = tokens::issue().unwrap();
        let (_, laptop) = tokens::issue().unwrap();
        store.create_account(account(phone)).await.unwrap();
        let device =
            NewDevice { device_id: "LAPTOP".to_owned(), display_name: None, token_hash: laptop };
        store.run(move |connection| devices::insert(connection, &alice(), &device)).await.unwrap();

        let hash = "$argon2id$second".to_owned();
        assert!(store.change_password(&alice(), hash, "PHONE".to_owned()).await.unwrap());
        assert!(store.session(phone).await.unwrap().is_some());
        assert!(store.session(laptop).await.unwrap().is_none());
        assert_eq!(
            store.password_hash(&alice()).await.unwrap().as_deref(),
            Some("$argon2id$second")
        );
    }

    #[tokio::test]
    async fn a_deactivated_account_has_no_password_and_no_token_and_keeps_its_name() {
        let (_folder, store) = store();
        let (_, token) = tokens::issue().unwrap();
        let (_, another) = tokens::issue().unwrap();
        store.create_account(account(token)).await.unwrap();
        store.deactivate(&alice()).await.unwrap();

        assert!(store.session(token).await.unwrap().is_none());
        assert_eq!(store.password_hash(&alice()).await.unwrap(), None);
        assert!(!store.create_account(account(another)).await.unwrap());
        let hash = "$argon2id$second".to_owned();
        assert!(!store.change_password(&alice(), hash, "PHONE".to_owned()).await.unwrap());
    }
}
