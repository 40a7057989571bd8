//! Files that other users of the machine cannot read.
#![cfg(unix)]

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process,
};

use matrix_api_examples::homeserver::{Config, MailDelivery};
use matrix_client_account::request_3pid_token;

use crate::server::{Server, client_secret, config};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// All files in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

#[tokio::test]
async fn database_and_mails_are_readable_by_the_server_only() {
    let folder = env::temp_dir().join(format!("loopback-private-files-{}", process::id()));
    fs::create_dir(&folder).unwrap();
    let mail = folder.join("mail");
    // A database that was copied here, say, and whose other files are left from a crash.
    for name in ["accounts.sqlite", "accounts.sqlite-wal"] {
        fs::write(folder.join(name), "").unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o644)).unwrap();
    }
    for database in ["accounts.sqlite", "new.sqlite"] {
        let config = Config {
            database: Some(folder.join(database)),
            mail: MailDelivery::Folder(mail.clone()),
            ..config()
        };
        let server = Server::with(config).await;
        server.register("alice").await;
        let email = "alice@example.org".to_owned();
        server
            .call(&request_3pid_token::Request::new(client_secret(), email, 1), ())
            .await
            .unwrap();

        assert_eq!(mode(&mail), 0o700);
        let written = [files(&folder), files(&mail)].concat();
        assert!(written.len() >= 4, "{written:?}");
        for file in written {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
        server.running.shutdown().await.unwrap();
    }
    fs::remove_dir_all(&folder).unwrap();
}
