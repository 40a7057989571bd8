//! Discovery of the homeserver, by the steps of the specification.

use std::time::Duration;

use matrix_api::{
    MatrixVersion,
    client::{Client, DiscoveryError, TransportError},
    mock::{MockServer, MockTransport, Reply},
};

use crate::scripted::{TestMock as _, alice, json, replies, scripted};

const WELL_KNOWN: &str = "https://example.org/.well-known/matrix/client";
const FOUND: &str = r#"{"m.homeserver": {"base_url": "https://matrix.example.org/"}}"#;
const VERSIONS: &str = r#"{"versions": ["v1.11"]}"#;

async fn discover(server: &MockServer) -> Result<Client<MockTransport>, DiscoveryError> {
    server.builder().session(alice("secret")).discover("example.org").await
}

fn urls(server: &MockServer) -> Vec<String> {
    assert!(server.tokens().iter().all(|it| it == "-"), "discovery needs no token");
    server.requests().iter().map(|sent| sent.http().uri().to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_well_known_file_names_the_homeserver() {
    let server = replies([json(200, FOUND), json(200, VERSIONS)]);
    let client = discover(&server).await.unwrap();
    assert_eq!(client.base_url(), "https://matrix.example.org");
    assert!(client.supported_versions().await.unwrap().supports(MatrixVersion::V1_11));
    assert_eq!(client.session(), Some(alice("secret")));
    assert_eq!(urls(&server), [WELL_KNOWN, "https://matrix.example.org/_matrix/client/versions"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_well_known_file_the_server_is_the_homeserver() {
    let server = replies([json(404, "Not Found"), json(200, VERSIONS)]);
    let client = server.builder().discover("example.org:8448").await.unwrap();
    assert_eq!(client.base_url(), "https://example.org:8448");
    // The well-known file is requested without the port.
    assert_eq!(urls(&server), [WELL_KNOWN, "https://example.org:8448/_matrix/client/versions"]);

    let server = replies([json(404, "{}"), json(502, "")]);
    let error = discover(&server).await.unwrap_err();
    assert!(matches!(error, DiscoveryError::NoHomeserver { .. }), "{error}");
    assert!(error.asks_for_url());
}

#[tokio::test(start_paused = true)]
async fn an_invalid_well_known_file_means_to_prompt() {
    for reply in [
        json(500, "{}"),
        json(403, FOUND),
        json(204, ""),
        json(201, FOUND),
        json(200, ""),
        json(200, "<html>"),
        json(200, "[]"),
        json(200, "{}"),
        json(200, r#"{"m.homeserver": {}}"#),
        json(200, r#"{"m.homeserver": "https://matrix.example.org"}"#),
        json(200, r#"{"m.homeserver": {"base_url": 5}}"#),
        json(200, r#"{"m.homeserver": {"base_url": "https://a.org"}, "m.identity_server": {}}"#),
        Reply::failure(TransportError::connect("no such host")),
    ] {
        let server = replies([reply]);
        let error = discover(&server).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::WellKnown { .. }), "{error}");
        assert!(error.asks_for_url());
        assert_eq!(urls(&server), [WELL_KNOWN]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_invalid_homeserver_means_to_fail() {
    for base_url in ["", "matrix.example.org", "ftp://a.org", "https://", "https://a.org?b#c"] {
        let body = format!(r#"{{"m.homeserver": {{"base_url": "{base_url}"}}}}"#);
        let server = replies([json(200, body)]);
        let error = discover(&server).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::BaseUrl { .. }), "{error}");
        assert!(!error.asks_for_url());
    }
    for reply in [
        json(404, "{}"),
        json(200, "<html>"),
        json(200, r#"{"versions": 1}"#),
        Reply::failure(TransportError::connect("refused")),
    ] {
        let server = replies([json(200, FOUND), reply]);
        let error = discover(&server).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::NotAHomeserver { .. }), "{error}");
        assert!(!error.asks_for_url());
    }
}

#[tokio::test(start_paused = true)]
async fn an_advertised_url_cannot_reorder_an_error() {
    for scheme in ["http", "https"] {
        let body = format!(r#"{{"m.homeserver": {{"base_url": "{scheme}://a.org/\u202egnp"}}}}"#);
        let server = replies([json(200, body), json(404, "")]);
        let error = discover(&server).await.unwrap_err();
        assert!(error.to_string().contains(r"a.org/\u{202e}gnp"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_homeserver_without_encryption_must_be_allowed() {
    for base_url in ["http://matrix.example.org", "HTTP://matrix.example.org/"] {
        let body = format!(r#"{{"m.homeserver": {{"base_url": "{base_url}"}}}}"#);
        let body = &*body.leak();
        let server = replies([json(200, body)]);
        let error = discover(&server).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::PlainHttp { .. }), "{error}");
        assert!(!error.asks_for_url());
        assert_eq!(urls(&server), [WELL_KNOWN], "nothing is sent in the clear");

        let server = replies([json(200, body), json(200, VERSIONS)]);
        let builder = server.builder().allow_plain_http(true);
        let client = builder.discover("example.org").await.unwrap();
        assert!(client.base_url().eq_ignore_ascii_case("http://matrix.example.org"));
    }
}

#[tokio::test(start_paused = true)]
async fn redirects_are_followed_over_https_only() {
    for (location, target) in [
        ("https://www.example.org/client.json", "https://www.example.org/client.json"),
        ("/elsewhere#top", "https://example.org/elsewhere"),
        ("//www.example.org/a", "https://www.example.org/a"),
        ("client.json", "https://example.org/.well-known/matrix/client.json"),
        ("client/?a=/../b", "https://example.org/.well-known/matrix/client/?a=/../b"),
        ("?b", "https://example.org/.well-known/matrix/client?b"),
        ("./client.json", "https://example.org/.well-known/matrix/client.json"),
        ("../../matrix.json", "https://example.org/matrix.json"),
        ("/../a/./b", "https://example.org/a/b"),
    ] {
        let server = replies([
            json(302, "").header("location", location),
            json(200, FOUND),
            json(200, VERSIONS),
        ]);
        discover(&server).await.unwrap();
        assert_eq!(urls(&server)[1], target);
    }
    for location in
        ["http://example.org/plain", "ftp://example.org/", "mailto:a", "#a", "", "https://"]
    {
        let server = replies([json(301, "").header("location", location)]);
        let error = discover(&server).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::Redirect { .. }), "{location}: {error}");
        assert!(error.asks_for_url());
    }
    let server = scripted(|_| json(302, "").header("location", WELL_KNOWN));
    assert!(matches!(discover(&server).await.unwrap_err(), DiscoveryError::Redirect { .. }));
    assert_eq!(server.requests().len(), 6, "redirect loops end");
}

#[tokio::test(start_paused = true)]
async fn one_deadline_holds_for_all_redirects() {
    let server =
        scripted(|_| json(302, "").header("location", "client").delay(Duration::from_secs(20)));
    let began = tokio::time::Instant::now();
    let builder = server.builder().deadline(Duration::from_secs(30));
    assert!(builder.discover("example.org").await.is_err());
    assert_eq!(began.elapsed().as_secs(), 30);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_large_well_known_file_is_not_read() {
    let padded = |text: &str, size: usize| text.to_owned() + &" ".repeat(size - text.len());
    let discover = async |limit, size, size_of_versions| {
        let found = json(200, padded(FOUND, size));
        let server = replies([found, json(200, padded(VERSIONS, size_of_versions))]);
        server.builder().body_limit(limit).discover("example.org").await
    };
    discover(usize::MAX, 64 * 1024, 65 * 1024).await.unwrap();
    discover(1000, 1000, 1000).await.unwrap();
    // Only the client's own limit can be raised.
    let error = discover(usize::MAX, 64 * 1024 + 1, 100).await.unwrap_err();
    assert!(error.asks_for_url());
    assert_eq!(
        error.to_string(),
        "the discovery information of example.org exceeds 65536 bytes; ask the user for the homeserver \
         URL"
    );
    assert!(
        discover(1000, 1001, 100)
            .await
            .unwrap_err()
            .to_string()
            .contains("raise the client's `body_limit`")
    );
}

#[tokio::test(start_paused = true)]
async fn an_invalid_server_name_is_refused_before_sending() {
    for name in ["", "https://example.org", "@alice:example.org", "example.org/path", "a b"] {
        let server = replies([]);
        let error = server.builder().discover(name).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::ServerName(_)), "{name}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn versions_that_were_set_stay_but_the_server_must_respond() {
    let server = replies([json(200, FOUND), json(200, VERSIONS)]);
    let v1_2 = matrix_api::SupportedVersions::from([MatrixVersion::V1_2]);
    let client =
        server.builder().supported_versions(v1_2.clone()).discover("example.org").await.unwrap();
    assert_eq!(*client.supported_versions().await.unwrap(), v1_2);
}
