//! The client requests the server's versions once.

use std::time::Duration;

use matrix_api::{
    MatrixVersion, SupportedVersions,
    client::{CallError, Error},
    http::Request,
    mock::MockServer,
};
use matrix_client_account::whoami;

use crate::{
    endpoints::get,
    scripted::{TestMock as _, alice, json, scripted},
};

const VERSIONS: &str = "GET /_matrix/client/versions";
const WHOAMI_R0: &str = "GET /_matrix/client/r0/account/whoami";
const WHOAMI_V3: &str = "GET /_matrix/client/v3/account/whoami";

/// A slow server with one version.
fn server(versions: &'static str) -> MockServer {
    scripted(move |request: &Request<_>| match request.uri().path() {
        "/_matrix/client/versions" => json(200, versions).delay(Duration::from_millis(50)),
        "/test" => json(200, "{}"),
        _ => json(200, r#"{"user_id": "@alice:example.org"}"#),
    })
}

#[tokio::test(start_paused = true)]
async fn the_path_is_selected_by_the_servers_versions() {
    for (versions, path) in
        [(r#"{"versions": ["r0.6.1"]}"#, WHOAMI_R0), (r#"{"versions": ["v1.11"]}"#, WHOAMI_V3)]
    {
        let server = server(versions);
        let client = server.client_without_retries();
        client.set_session(alice("t"));
        client.send(&whoami::Request::new()).await.unwrap();
        client.clone().send(&whoami::Request::new()).await.unwrap();
        assert_eq!(server.lines(), [VERSIONS, path, path]);
        assert_eq!(server.tokens()[0], "-", "the question needs no token");
    }
}

#[tokio::test(start_paused = true)]
async fn a_fixed_path_needs_no_versions() {
    let server = server(r#"{"versions": ["v1.1"]}"#);
    server.client_without_retries().send(&get::Request::new()).await.unwrap();
    assert_eq!(server.lines(), ["GET /test"]);
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_request_the_versions_once() {
    let server = server(r#"{"versions": ["v1.1"]}"#);
    let client = server.client_without_retries();
    client.set_session(alice("t"));
    let request = whoami::Request::new();
    let (one, two, three) =
        tokio::join!(client.send(&request), client.send(&request), client.supported_versions());
    one.unwrap();
    two.unwrap();
    assert!(three.unwrap().supports(MatrixVersion::V1_1));
    assert_eq!(server.lines(), [VERSIONS, WHOAMI_V3, WHOAMI_V3]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_not_cached() {
    let mut asked = 0;
    let server = scripted(move |request| {
        if request.uri().path() != "/_matrix/client/versions" {
            return json(200, r#"{"user_id": "@alice:example.org"}"#);
        }
        asked += 1;
        match asked {
            1 => json(404, r#"{"errcode": "M_UNRECOGNIZED"}"#),
            2 => json(200, "[]"),
            _ => json(200, r#"{"versions": ["v1.1"]}"#),
        }
    });
    let client = server.client_without_retries();
    client.set_session(alice("t"));
    let error = client.send(&whoami::Request::new()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "whoami: cannot get the supported versions: \
         versions: [404 M_UNRECOGNIZED] Not Found"
    );
    assert!(matches!(&error, Error::Call(CallError::Versions { .. })));
    assert_eq!(error.as_call().and_then(CallError::server_error).unwrap().status, 404);
    client.send(&whoami::Request::new()).await.unwrap_err();
    client.send(&whoami::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_feature_whose_value_is_not_a_boolean_is_off() {
    let server = server(
        r#"{"versions": ["v1.1"], "unstable_features": {"on": true, "off": false, "text": "true",
            "number": 1, "null": null, "list": [true], "object": {"enabled": true}}}"#,
    );
    let supported = server.client_without_retries().supported_versions().await.unwrap();
    assert!(supported.supports(MatrixVersion::V1_1));
    assert_eq!(supported.features, ["on".to_owned()].into());
    let server = self::server(r#"{"versions": ["v1.1"], "unstable_features": []}"#);
    let supported = server.client_without_retries().supported_versions().await.unwrap();
    assert!(supported.supports(MatrixVersion::V1_1) && supported.features.is_empty());
}

#[tokio::test(start_paused = true)]
async fn versions_can_be_set_and_cleared() {
    let server = server(r#"{"versions": ["v1.1"]}"#);
    let client = server
        .builder()
        .session(alice("t"))
        .supported_versions(SupportedVersions::from([MatrixVersion::V1_0]))
        .build("https://example.org")
        .unwrap();
    client.send(&whoami::Request::new()).await.unwrap();
    client.set_supported_versions(None);
    client.send(&whoami::Request::new()).await.unwrap();
    client.set_supported_versions(SupportedVersions::from([MatrixVersion::V1_0]));
    client.send(&whoami::Request::new()).await.unwrap();
    assert_eq!(server.lines(), [WHOAMI_R0, VERSIONS, WHOAMI_V3, WHOAMI_R0]);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_without_a_supported_path_is_an_error() {
    let server = server(r#"{"versions": ["v2.0"]}"#);
    let client = server.client_without_retries();
    let error = client.send_with(&whoami::Request::new(), "t").await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::Request(_))), "{error}");
    assert_eq!(server.lines(), [VERSIONS]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_versions_request_is_a_timeout_of_the_call() {
    let server = server("{}");
    let client = server.builder().timeout(Duration::from_millis(10)).build("https://example.org");
    let error = client.unwrap().send_with(&whoami::Request::new(), "t").await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::Versions { .. })), "{error}");
    assert!(error.is_timeout() && !error.is_connect());
}
