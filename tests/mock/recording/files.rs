//! Recordings in files, and the variable that makes them anew.

use std::{env, fs, path::PathBuf, process::Command};

use matrix_api::{
    client::{ClientBuilder, Session},
    mock::{MockServer, Recording},
};
use matrix_client_account::{ENDPOINTS, whoami};

use crate::alice;

/// Names the file of the test that another process runs.
const FILE: &str = "RECORDING_FILE";

/// What a test of a program does. It runs in processes of its own, because of its variables.
#[tokio::test]
async fn program() {
    let Ok(file) = env::var(FILE) else { return };
    let server = || {
        MockServer::new().on(|_: whoami::Request| Ok(whoami::Response::new(alice()))).transport()
    };
    let recording =
        Recording::open(file, &ENDPOINTS, server).unwrap_or_else(|error| panic!("{error}"));
    println!("recorded: {}", recording.is_recorded());
    let client = ClientBuilder::new(recording.transport()).build("https://example.org").unwrap();
    client.set_session(Session::new(alice(), None, "syt_1"));
    let count = env::var("REQUESTS").map_or(1, |count| count.parse().unwrap());
    for _ in 0..count {
        client.send(&whoami::Request::new()).await.unwrap();
    }
    recording.finish().unwrap_or_else(|error| panic!("{error}"));
}

/// Runs the program, and returns whether it passed, and what it said.
fn run(file: &PathBuf, variables: &[(&str, &str)]) -> (bool, String) {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "recording::files::program", "--nocapture"])
        .env_remove("CI")
        .env_remove("MOCK_RECORD")
        .env(FILE, file)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn a_recording_is_made_once_and_then_replayed() {
    let folder = env::temp_dir().join(format!("recordings-{}", std::process::id()));
    let file = folder.join("a").join("whoami.json");

    let (passed, text) = run(&file, &[]);
    assert!(!passed && text.contains("there is no recording "), "{text}");
    assert!(text.contains("whoami.json; set MOCK_RECORD=1 to make it"), "{text}");

    let (passed, text) = run(&file, &[("MOCK_RECORD", "1"), ("CI", "true")]);
    assert!(!passed && text.contains("no recording is made where CI is set"), "{text}");
    assert!(!file.exists());

    let (passed, text) = run(&file, &[("MOCK_RECORD", "1")]);
    assert!(passed && text.contains("recorded: true"), "{text}");
    let recorded = fs::read_to_string(&file).unwrap();
    assert_eq!(recorded.matches("\"endpoint\": \"whoami\"").count(), 1, "{recorded}");
    assert!(!recorded.contains("syt_1"), "{recorded}");

    for variables in [&[][..], &[("CI", "true")], &[("MOCK_RECORD", "0")]] {
        let (passed, text) = run(&file, variables);
        assert!(passed && text.contains("recorded: false"), "{text}");
    }
    let (passed, text) = run(&file, &[("REQUESTS", "0")]);
    assert!(!passed && text.contains("not requested:\n  exchange 2: `whoami`: GET /"), "{text}");
    let (passed, text) = run(&file, &[("REQUESTS", "2")]);
    assert!(
        !passed && text.contains("the recording has 1 request of it, which all were sent"),
        "{text}"
    );

    fs::write(&file, "{").unwrap();
    let (passed, text) = run(&file, &[]);
    assert!(!passed && text.contains("whoami.json: invalid recording: "), "{text}");
    fs::remove_dir_all(folder).unwrap();
}
