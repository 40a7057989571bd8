//! Acknowledged writes survive a restart and a crash.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use matrix_api_examples::homeserver::Config;

use crate::server::{PASSWORD, Server, config};

/// A folder of one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("homeserver-tcp-{}-{name}", process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn server_on(database: &Path) -> Server {
    Server::with(Config { database: Some(database.to_owned()), ..config() }).await
}

#[tokio::test]
async fn an_account_survives_a_restart() {
    let folder = Folder::new("restart");
    let database = folder.0.join("accounts.sqlite");
    let server = server_on(&database).await;
    let alice = server.register("alice").await;
    server.running.shutdown().await.unwrap();

    let server = server_on(&database).await;
    assert_eq!(server.whoami(&alice.token).await, "@alice:localhost");
    assert!(server.log_in("alice", PASSWORD).await.is_ok());
    server.running.shutdown().await.unwrap();
}

#[tokio::test]
async fn an_acknowledged_account_is_on_disk_while_the_server_runs() {
    let folder = Folder::new("power-cut");
    let database = folder.0.join("accounts.sqlite");
    let server = server_on(&database).await;
    let alice = server.register("alice").await;
    // A copy of the file, as after a power cut.
    let after = Folder::new("after-power-cut");
    for file in fs::read_dir(&folder.0).unwrap() {
        let file = file.unwrap();
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(file.path(), after.0.join(file.file_name())).unwrap();
        }
    }
    let revived = server_on(&after.0.join("accounts.sqlite")).await;
    assert_eq!(revived.whoami(&alice.token).await, "@alice:localhost");
    assert!(revived.log_in("alice", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn the_database_contains_no_passwords_and_no_tokens() {
    let folder = Folder::new("secrets");
    let database = folder.0.join("accounts.sqlite");
    let server = server_on(&database).await;
    let alice = server.register("alice").await;
    for file in fs::read_dir(&folder.0).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for secret in [PASSWORD, &alice.token] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found);
        }
    }
    drop(server);
}
