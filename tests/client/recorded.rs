//! An account on Synapse, replayed from the recording that `tests/interop` made.

#[path = "../recordings/account.rs"]
mod account;

use std::time::Duration;

use matrix_api::mock::{MockServer, Replay};
use matrix_client_account::ENDPOINTS;

const RECORDING: &str = include_str!("../recordings/synapse_account.json");

/// The client registers, waits for a rate limit, refreshes, changes the password and deactivates the account.
#[tokio::test]
async fn the_client_lives_through_an_account_without_synapse() {
    let replay = Replay::from_text(RECORDING, &ENDPOINTS).unwrap();
    let used = account::live(replay.transport(), MockServer::BASE_URL).await.unwrap();
    replay.assert_finished();
    assert!(replay.mock().elapsed() >= Duration::from_secs(1), "{:?}", replay.mock().elapsed());
    // The tokens of Synapse are not in the recording, so they were made up.
    assert!(used.0.iter().any(|secret| secret == "refresh_token_2"), "{used:?}");
}

/// `tests/interop` also searches for the tokens, which are other ones each time.
#[tokio::test]
async fn the_recording_has_no_secret() {
    let replay = Replay::from_text(RECORDING, &ENDPOINTS).unwrap();
    let used = account::live(replay.transport(), MockServer::BASE_URL).await.unwrap();
    let is_made_up = |secret: &str| secret.ends_with(|last: char| last.is_ascii_digit());
    for secret in used.0.iter().filter(|secret| !is_made_up(secret)) {
        assert_eq!(account::find(RECORDING, secret), None, "{secret}");
    }
    for prefix in ["syt_", "syr_", "syl_", "Bearer s", "MDAx"] {
        assert!(!RECORDING.contains(prefix), "{prefix}");
    }
    // The search itself finds every notation.
    let secret = "a \"b\"/c~";
    for (text, notation) in [
        (r#"a "b"/c~"#, "it is"),
        (r#"a \"b\"/c~"#, "JSON"),
        (r#"a \\\"b\\\"/c~"#, "JSON within JSON"),
        ("a%20%22b%22%2fc~", "a path"),
        ("a+%22b%22%2Fc~", "a form"),
        ("61202262222f637e", "hexadecimal digits"),
        ("YSAiYiIvY34", "Base64"),
        ("d2lsbWE6YSAiYiIvY34=", "Base64 of a user and a password"),
    ] {
        assert_eq!(account::find(text, secret).unwrap_or_default(), notation, "{text}");
    }
}
