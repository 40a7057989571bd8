//! The output of the lifecycle example.

use std::{
    io,
    sync::{Arc, Mutex},
};

use matrix_api::{MatrixVersion, SupportedVersions, client::Session};
use matrix_api_examples::{
    client::PrintingTransport,
    console::{Console, Style},
    lifecycle,
};
use matrix_client_account::whoami;

use crate::server::Server;

/// The length of generated tokens and secrets.
const SECRET_LENGTH: usize = 43;

/// Text that is read after it was printed.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn printed(homeserver: Option<String>) -> String {
    let output = Output::default();
    lifecycle::run(homeserver, Console::new(output.clone(), Style::plain())).await.unwrap();
    output.text()
}

fn assert_no_secret(text: &str) {
    for password in ["correct horse battery staple", "a longer horse, a stronger staple"] {
        assert!(!text.contains(password), "{password}");
    }
    let is_token = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    for word in text.split(|character| !is_token(character)) {
        assert!(word.len() < SECRET_LENGTH || word.contains("_account_"), "{word}");
    }
}

#[tokio::test]
async fn every_step_is_printed_without_secrets() {
    let text = printed(None).await;
    assert_no_secret(&text);
    assert!(text.ends_with("\nEvery response was as expected.\n\n"), "{text}");
    for expected in [
        "  1  Discover the URL of the homeserver\n",
        "──▶ POST /_matrix/client/v3/register?kind=user\n",
        "◀── 401 Unauthorized",
        "authorization  Bearer ‹hidden›\n",
        "\"password\": \"‹hidden›\"",
        "\"access_token\": \"‹hidden›\"",
        "\"refresh_token\": \"‹hidden›\"",
        "\"client_secret\": \"‹hidden›\"",
        "/_account_server/validate_email?token=‹hidden›\n",
        "access_token: <hidden>",
        "\"errcode\": \"M_UNKNOWN_TOKEN\"",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    let count = |mark| text.matches(mark).count();
    assert_eq!(count("──▶"), count("◀──"), "every call is answered");
    assert_eq!(count("──▶"), count("✓"), "and every answer is what was expected");
}

#[tokio::test]
async fn the_lifecycle_runs_on_a_server_whose_mail_it_cannot_read() {
    let server = Server::start().await;
    for _ in 0..2 {
        let text = printed(Some(server.running.base_url())).await;
        assert_no_secret(&text);
        assert!(text.ends_with("\nEvery response was as expected.\n\n"), "{text}");
    }
}

#[tokio::test]
async fn the_client_selects_paths_by_the_servers_versions() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let output = Output::default();
    let transport = PrintingTransport::new(Console::new(output.clone(), Style::plain())).unwrap();
    let client = transport.client(&server.running.base_url()).unwrap();
    client.set_session(Session::new(alice.user_id.clone(), None, alice.token));
    for version in [MatrixVersion::V1_0, MatrixVersion::V1_19] {
        client.set_supported_versions(SupportedVersions::from([version]));
        let me = client.send(&whoami::Request::new()).await.unwrap();
        assert_eq!(me.user_id, alice.user_id);
    }
    let text = output.text();
    let paths = text.lines().filter_map(|line| line.split_once("GET ")).map(|(_, path)| path);
    assert_eq!(
        paths.collect::<Vec<_>>(),
        ["/_matrix/client/r0/account/whoami", "/_matrix/client/v3/account/whoami"]
    );
}
