//! The database, in SQLite: accounts, devices and their tokens, email addresses and their validations, and
//! short-lived tokens.
//!
//! Each transaction is flushed to disk before the response (`synchronous = FULL`). SQLite calls block,
//! so they run on blocking threads.

mod accounts;
mod devices;
mod email_validations;
mod emails;
mod proofs;
mod short_lived_tokens;
mod token_pairs;

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::task;

pub(crate) use self::{
    accounts::{Creation, Logout, NewAccount, PasswordState},
    devices::NewDevice,
    email_validations::{EmailPurpose, EmailValidation, ValidationKey},
    emails::{AccountEmail, EmailAddition, ValidatedEmail},
    proofs::Proof,
    short_lived_tokens::TokenPurpose,
    token_pairs::{Session, TokenState},
};
use super::{private_files, random::RandomError};

/// The version of the schema, stored in `PRAGMA user_version`.
const SCHEMA_VERSION: i64 = 3;

/// The maximum number of expired rows that a transaction deletes in passing, so that none takes long.
const MAX_DELETED: u32 = 1000;

/// How long to wait for another process that writes to the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

const SCHEMA: &str = "
    CREATE TABLE accounts (
        localpart      TEXT PRIMARY KEY,
        password_hash  TEXT,                      -- NULL for guests, and once deactivated
        is_guest       INTEGER NOT NULL,
        created_at     INTEGER NOT NULL,          -- milliseconds since 1970, like all times
        deactivated_at INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE devices (
        localpart    TEXT NOT NULL REFERENCES accounts (localpart),
        device_id    TEXT NOT NULL,
        display_name TEXT,
        family_hash  BLOB UNIQUE,                 -- SHA-256 of the family of its refresh tokens
        PRIMARY KEY (localpart, device_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE token_pairs (
        pair_id      INTEGER PRIMARY KEY,         -- increases with time
        localpart    TEXT NOT NULL,
        device_id    TEXT NOT NULL,
        access_hash  BLOB UNIQUE,                 -- SHA-256 of the access token; NULL once refreshed
        expires_at   INTEGER,                     -- of the access token; NULL for never
        refresh_hash BLOB UNIQUE,                 -- SHA-256 of the refresh token
        is_used      INTEGER NOT NULL,            -- whether the client has used one of the two
        FOREIGN KEY (localpart, device_id) REFERENCES devices ON DELETE CASCADE
    ) STRICT;

    CREATE INDEX token_pairs_of_device ON token_pairs (localpart, device_id);

    CREATE TABLE email_validations (
        sid          TEXT PRIMARY KEY,
        purpose      TEXT NOT NULL,
        secret_hash  BLOB NOT NULL,               -- SHA-256 of the client secret
        email        TEXT NOT NULL,
        send_attempt INTEGER NOT NULL,
        link_hash    BLOB NOT NULL UNIQUE,        -- SHA-256 of the secret in the emailed link
        sent_at      INTEGER NOT NULL,
        validated_at INTEGER,
        UNIQUE (purpose, secret_hash, email)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX email_validations_by_age ON email_validations (sent_at);

    CREATE TABLE emails (
        address      TEXT PRIMARY KEY,
        localpart    TEXT NOT NULL REFERENCES accounts (localpart),
        validated_at INTEGER NOT NULL,
        added_at     INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX emails_of_account ON emails (localpart);

    CREATE TABLE short_lived_tokens (
        token_hash BLOB PRIMARY KEY,              -- SHA-256 of the token
        purpose    TEXT NOT NULL,
        localpart  TEXT NOT NULL REFERENCES accounts (localpart),
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX short_lived_tokens_of_account ON short_lived_tokens (localpart);
    CREATE INDEX short_lived_tokens_by_age ON short_lived_tokens (expires_at);

    PRAGMA user_version = 3;
";

/// An operation of the database failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the database has schema version {found}, expected {SCHEMA_VERSION}")]
    Schema { found: i64 },
    #[error("the file is a database of another program")]
    OtherProgram,
    #[error("the file is damaged, restore a backup: {0}")]
    Damaged(String),
    #[error("other users cannot be kept from reading the file: {0}")]
    Permissions(#[source] io::Error),
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("what the client proved does not hold any more")]
    OutdatedProof,
    #[error("the database task was cancelled")]
    Interrupted,
}

/// A handle to the database. Clones share it.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the file, and creates it if it does not exist. Other users cannot read it.
    pub(crate) fn open(file: &Path) -> Result<Self, StoreError> {
        restrict_access(file).map_err(StoreError::Permissions)?;
        let mut connection = Connection::open(file)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // A transaction that reads first and then writes fails at once if another process wrote in the
        // meantime. One that begins with the write lock waits for it instead.
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        use_write_ahead_log(&connection)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Overwrites deleted hashes.
        connection.pragma_update(None, "secure_delete", true)?;
        check_integrity(&connection)?;
        initialize_schema(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` with the connection on a blocking thread.
    ///
    /// The work is finished even if the request is cancelled.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.connection);
        task::spawn_blocking(move || {
            // A panic rolls its transaction back, so the connection can still be used.
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
        .map_err(|_| StoreError::Interrupted)?
    }
}

/// Switches to the write-ahead log. While another process switches, SQLite fails at once instead of waiting.
fn use_write_ahead_log(connection: &Connection) -> Result<(), rusqlite::Error> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < BUSY_TIMEOUT =>
            {
                thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

/// Lets only the current user read the database. SQLite creates its other files with the permissions of
/// the database.
fn restrict_access(file: &Path) -> io::Result<()> {
    match private_files::create_file(file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        created => return created.map(|_| ()),
    }
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        private_files::make_private(Path::new(&name))?;
    }
    Ok(())
}

/// Reads the whole file, which takes about a second for 500 MB. Otherwise, a damaged part would be found when
/// someone needs it, perhaps when all backups are damaged as well.
fn check_integrity(connection: &Connection) -> Result<(), StoreError> {
    let report: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    match report.lines().last() {
        Some("ok") => Ok(()),
        problem => Err(StoreError::Damaged(problem.unwrap_or_default().to_owned())),
    }
}

fn initialize_schema(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    let is_empty: bool =
        transaction
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    match transaction.query_row("PRAGMA user_version", [], |row| row.get(0))? {
        0 if is_empty => transaction.execute_batch(SCHEMA)?,
        0 => return Err(StoreError::OtherProgram),
        SCHEMA_VERSION => {}
        found => return Err(StoreError::Schema { found }),
    }
    Ok(transaction.commit()?)
}

/// Milliseconds since 1970.
fn timestamp(time: SystemTime) -> i64 {
    let milliseconds = time.duration_since(UNIX_EPOCH).map_or(0, |duration| duration.as_millis());
    i64::try_from(milliseconds).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::homeserver::{localpart::Localpart, temporary_folder::TemporaryFolder, tokens};

    #[test]
    fn an_unknown_schema_version_is_rejected() {
        let folder = TemporaryFolder::create().unwrap();
        let file = folder.path().join("accounts.sqlite");
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 7).unwrap();
        assert!(matches!(Store::open(&file), Err(StoreError::Schema { found: 7 })));
    }

    #[test]
    fn a_database_of_another_program_is_rejected() {
        let folder = TemporaryFolder::create().unwrap();
        let file = folder.path().join("accounts.sqlite");
        Connection::open(&file).unwrap().execute("CREATE TABLE accounts (id)", []).unwrap();
        assert!(matches!(Store::open(&file), Err(StoreError::OtherProgram)));
    }

    #[test]
    fn a_damaged_file_is_rejected() {
        let folder = TemporaryFolder::create().unwrap();
        let file = folder.path().join("accounts.sqlite");
        drop(Store::open(&file).unwrap());
        let good = fs::read(&file).unwrap();
        let page = 4096;
        for (start, end) in [(0, 100), (100, page), (good.len() - page, good.len())] {
            let mut damaged = good.clone();
            damaged[start..end].fill(0xa5);
            fs::write(&file, damaged).unwrap();
            let error = Store::open(&file).err().expect("the file is damaged");
            assert_eq!(error.to_string().lines().count(), 1, "{error}");
        }
        fs::write(&file, &good[..good.len() - page]).unwrap();
        assert!(Store::open(&file).is_err(), "a page is missing");
        fs::write(&file, &good).unwrap();
        Store::open(&file).unwrap();
    }

    /// Two stores on one file wait for each other like two processes.
    #[tokio::test(flavor = "multi_thread")]
    async fn two_processes_share_the_database() {
        let folder = TemporaryFolder::create().unwrap();
        let file = folder.path().join("accounts.sqlite");
        let stores = [Store::open(&file).unwrap(), Store::open(&file).unwrap()];
        let localpart = Localpart::parse("alice", "example.org").unwrap();
        let alice = NewAccount {
            localpart: localpart.clone(),
            password_hash: None,
            device: None,
            proof: Proof::default(),
        };
        stores[0].create_account(alice).await.unwrap();
        let logins = (0..160).map(|number| {
            let (store, localpart) = (stores[number % 2].clone(), localpart.clone());
            tokio::spawn(async move {
                let (_, tokens) = tokens::issue_session(None, None, SystemTime::now()).unwrap();
                let device_id = format!("DEVICE{number}");
                let device = NewDevice { device_id, display_name: None, tokens };
                store.log_in(&localpart, Proof::default(), device).await
            })
        });
        for login in logins.collect::<Vec<_>>() {
            assert!(login.await.unwrap().unwrap());
        }
    }

    #[test]
    fn many_processes_can_create_the_database() {
        let folder = TemporaryFolder::create().unwrap();
        for number in 0..20 {
            let file = folder.path().join(format!("{number}.sqlite"));
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| Store::open(&file).unwrap());
                }
            });
        }
    }

    #[test]
    fn no_statement_reads_a_whole_table() {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        let connection = store.connection.lock().unwrap();
        let statements = [
            include_str!("store/accounts.rs"),
            include_str!("store/devices.rs"),
            include_str!("store/email_validations.rs"),
            include_str!("store/emails.rs"),
            include_str!("store/proofs.rs"),
            include_str!("store/short_lived_tokens.rs"),
            include_str!("store/token_pairs.rs"),
        ];
        let mut count = 0;
        let sources = statements.iter().filter_map(|source| source.split("#[cfg(test)]").next());
        for text in sources.flat_map(|source| source.split('"')) {
            let is_statement = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "]
                .iter()
                .any(|keyword| text.starts_with(keyword));
            if !is_statement {
                continue;
            }
            count += 1;
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
            let parameters = rusqlite::params_from_iter(vec![0; plan.parameter_count()]);
            let steps = plan.query_map(parameters, |row| row.get::<_, String>(3)).unwrap();
            for step in steps.map(Result::unwrap) {
                assert!(
                    !step.starts_with("SCAN ") || step == "SCAN CONSTANT ROW",
                    "{step}: {text}"
                );
            }
        }
        assert!(count > 25, "{count}");
    }

    #[test]
    fn writes_are_flushed_to_disk() {
        let folder = TemporaryFolder::create().unwrap();
        let store = Store::open(&folder.path().join("accounts.sqlite")).unwrap();
        let connection = store.connection.lock().unwrap();
        let pragma = |name: &str| -> String {
            connection
                .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| {
                    row.get(0)
                })
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), "wal");
        assert_eq!(pragma("synchronous"), "2", "2 is FULL");
    }
}
