//! Limits of size, rate and nesting.

use matrix_api_examples::homeserver::{Config, RateLimit};

use crate::server::{Server, config};

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused() {
    let server = Server::start().await;
    let body = vec![b'x'; 10 * 1024 * 1024];
    let answer = server.raw("POST", "/_matrix/client/v3/register", None, body).await;
    assert_eq!(answer.code(), "413 M_TOO_LARGE");
}

#[tokio::test]
async fn a_rate_limited_client_succeeds_after_waiting() {
    let rate_limit = Some(RateLimit { burst: 2, per_second: 20.0 });
    let server = Server::with(Config { rate_limit, ..config() }).await;
    let ask = || server.raw("GET", "/_matrix/client/v3/login", None, "");
    assert_eq!(ask().await.code(), "200");
    assert_eq!(ask().await.code(), "200");
    let mut refused = ask().await;
    for _ in 0..20 {
        if refused.code() != "200" {
            break;
        }
        refused = ask().await;
    }
    assert_eq!(refused.code(), "429 M_LIMIT_EXCEEDED");
    let wait = refused.json()["retry_after_ms"].as_u64().expect("milliseconds");
    tokio::time::sleep(std::time::Duration::from_millis(wait + 5)).await;
    assert_eq!(ask().await.code(), "200");
}

#[tokio::test]
async fn a_deeply_nested_body_is_refused_without_a_crash() {
    let server = Server::start().await;
    let body = "[".repeat(60_000);
    let answer = server.raw("POST", "/_matrix/client/v3/login", None, body).await;
    assert!(answer.code().starts_with("400 M_"), "{}", answer.code());
    assert_eq!(server.raw("GET", "/_matrix/client/v3/login", None, "").await.code(), "200");
}
