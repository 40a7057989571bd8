//! Rules that hold for every endpoint, checked by its metadata.

use matrix_api::{Metadata, endpoints::EndpointEntry, http::header, metadata::FieldPlace};
use matrix_api_examples::homeserver::{Config, RateLimit};
use matrix_client_account::ENDPOINTS;

use crate::server::{Server, config};

/// Every endpoint's metadata.
fn endpoints() -> impl Iterator<Item = &'static Metadata> {
    ENDPOINTS.iter().map(EndpointEntry::metadata)
}

/// Replaces each placeholder by an argument.
fn path(template: &str) -> String {
    template.replace("{userId}", "%40alice%3Alocalhost").replace("{idpId}", "provider")
}

fn has_body(metadata: &Metadata) -> bool {
    metadata.method == "POST"
}

fn newest_path(metadata: &Metadata) -> String {
    path(metadata.path.templates().last().expect("a path").as_str())
}

#[tokio::test]
async fn every_path_refuses_other_methods() {
    let server = Server::start().await;
    for metadata in endpoints() {
        for template in metadata.path.templates().map(|template| template.as_str()) {
            let answer = server.raw("PATCH", &path(template), None, "{}").await;
            assert_eq!(answer.code(), "405 M_UNRECOGNIZED", "{template}");
            let allowed = answer.header(header::ALLOW).expect("Allow");
            assert!(allowed.split(", ").any(|it| it == metadata.method), "{template}: {allowed}");
        }
    }
}

#[tokio::test]
async fn unknown_paths_are_not_found() {
    let server = Server::start().await;
    for path in [
        "/",
        "/_matrix/client/v3/registe",
        "/_matrix/client/v3/register/",
        "/_matrix/client/v2/register",
        "/_matrix/client/v3/account/3pid/add/more",
        "/_matrix/client/v3/user//openid/request_token",
    ] {
        assert_eq!(server.raw("POST", path, None, "{}").await.code(), "404 M_UNRECOGNIZED");
    }
}

#[tokio::test]
async fn missing_and_unknown_tokens_are_refused() {
    let server = Server::start().await;
    for metadata in endpoints() {
        let (method, path) = (metadata.method.as_str(), newest_path(metadata));
        let without = server.raw(method, &path, None, "").await.code();
        let with_wrong = server.raw(method, &path, Some("wrong"), "").await.code();
        match metadata.authentication {
            "AccessToken" => {
                assert_eq!(without, "401 M_MISSING_TOKEN", "{path}");
                assert_eq!(with_wrong, "401 M_UNKNOWN_TOKEN", "{path}");
            }
            "AccessTokenOptional" => {
                assert_ne!(without, "401 M_MISSING_TOKEN", "{path}");
                assert_eq!(with_wrong, "401 M_UNKNOWN_TOKEN", "{path}");
            }
            _ => assert_eq!(without, with_wrong, "{path}"),
        }
    }
}

#[tokio::test]
async fn every_endpoint_refuses_bodies_that_are_not_json_objects() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    for metadata in endpoints().filter(|metadata| has_body(metadata)) {
        let path = newest_path(metadata);
        // An endpoint without fields does not read the body.
        let is_read = metadata.request_fields.iter().any(|field| field.place == FieldPlace::Body);
        if !is_read {
            continue;
        }
        for (body, expected) in [
            (&b"{"[..], "400 M_NOT_JSON"),
            (b"<html>", "400 M_NOT_JSON"),
            (b"{} {}", "400 M_NOT_JSON"),
            (b"[]", "400 M_BAD_JSON"),
            (b"null", "400 M_BAD_JSON"),
        ] {
            let answer = server.raw("POST", &path, Some(&alice.token), body).await;
            assert_eq!(answer.code(), expected, "{path} {}", body.escape_ascii());
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_not_json() {
    let server = Server::start().await;
    for (path, body) in [
        ("/_matrix/client/v3/register", &b"{\"username\": \"al\xffice\"}"[..]),
        ("/_matrix/client/v3/login", b"{\"type\": \"\xff\"}"),
        ("/_matrix/client/v3/refresh", b"{\"refresh_token\": \"\xc3\x28\"}"),
        ("/_matrix/client/v3/account/password", b"{\"new_password\": \"\xed\xa0\x80\"}"),
    ] {
        let answer = server.raw("POST", path, None, body).await;
        assert_eq!(answer.code(), "400 M_NOT_JSON", "{path}");
    }
}

#[tokio::test]
async fn a_required_field_that_is_missing_is_named() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    for metadata in endpoints() {
        let required = |place| {
            let fields = metadata.request_fields.iter();
            fields.filter(move |field| field.place == place && !field.optional).collect::<Vec<_>>()
        };
        let (in_query, in_body) = (required(FieldPlace::Query), required(FieldPlace::Body));
        let path = newest_path(metadata);
        let method = metadata.method.as_str();
        let (expected, fields) = match (in_query.is_empty(), in_body.is_empty()) {
            (false, _) => ("400 M_MISSING_PARAM", in_query),
            (true, false) => ("400 M_BAD_JSON", in_body),
            (true, true) => continue,
        };
        let body = if has_body(metadata) { "{}" } else { "" };
        let answer = server.raw(method, &path, Some(&alice.token), body).await;
        assert_eq!(answer.code(), expected, "{path}");
        let json = answer.json();
        let message = json["error"].as_str().unwrap_or_default();
        // The fields of a login depend on its type.
        let is_named = |name| message.contains(&format!("`{name}`"));
        let names = fields.iter().map(|field| field.name).chain(["type"]);
        assert!(names.into_iter().any(is_named), "{path}: {message}");
    }
}

#[tokio::test]
async fn a_field_of_the_wrong_type_is_named_without_its_value() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    for (path, body, field) in [
        ("/_matrix/client/v3/register", r#"{"password": [42424242]}"#, "password"),
        ("/_matrix/client/v3/account/password", r#"{"new_password": 42424242}"#, "new_password"),
        (
            "/_matrix/client/v3/account/deactivate",
            r#"{"auth": {"type": "m.login.password", "password": 42424242}}"#,
            "auth",
        ),
        ("/_matrix/client/v3/refresh", r#"{"refresh_token": 42424242}"#, "refresh_token"),
    ] {
        let answer = server.raw("POST", path, Some(&alice.token), body).await;
        assert_eq!(answer.code(), "400 M_BAD_JSON", "{path}");
        let json = answer.json();
        let message = json["error"].as_str().unwrap_or_default();
        assert!(message.contains(field), "{path}: {message}");
        assert!(!message.contains("42424242"), "{path}: {message}");
    }
}

#[tokio::test]
async fn every_endpoint_refuses_a_body_above_the_limit() {
    let server = Server::with(Config { body_limit: 1000, ..config() }).await;
    let alice = server.register("alice").await;
    for metadata in endpoints() {
        let path = newest_path(metadata);
        let body = format!("{{\"a\": \"{}\"}}", "x".repeat(1000));
        let answer = server.raw(metadata.method.as_str(), &path, Some(&alice.token), body).await;
        assert_eq!(answer.code(), "413 M_TOO_LARGE", "{path}");
    }
}

#[tokio::test]
async fn exactly_the_endpoints_that_declare_it_are_rate_limited() {
    let rate_limit = Some(RateLimit { burst: 0, per_second: 0.001 });
    let server = Server::with(Config { rate_limit, ..config() }).await;
    for metadata in endpoints() {
        let path = newest_path(metadata);
        let answer = server.raw(metadata.method.as_str(), &path, None, "{}").await;
        let is_limited = answer.code() == "429 M_LIMIT_EXCEEDED";
        assert_eq!(is_limited, metadata.rate_limited, "{path}: {}", answer.code());
        if is_limited {
            let seconds = answer.header(header::RETRY_AFTER).expect("Retry-After");
            let seconds = seconds.parse::<u64>().expect("seconds");
            let milliseconds = answer.json()["retry_after_ms"].as_u64().expect("milliseconds");
            assert!(seconds > 0 && seconds * 1000 >= milliseconds, "{seconds} {milliseconds}");
        }
    }
}

#[tokio::test]
async fn every_response_has_cors_headers() {
    let server = Server::start().await;
    let unknown = "/_matrix/client/v3/nothing".to_owned();
    for path in endpoints().map(newest_path).chain([unknown]) {
        for method in ["OPTIONS", "GET", "POST"] {
            let answer = server.raw(method, &path, None, "").await;
            if method == "OPTIONS" {
                assert!(answer.0.status().is_success(), "{path}");
            }
            for (name, expected) in [
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
                (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS"),
                (
                    header::ACCESS_CONTROL_ALLOW_HEADERS,
                    "X-Requested-With, Content-Type, Authorization",
                ),
            ] {
                assert_eq!(answer.header(name), Some(expected), "{method} {path}");
            }
        }
    }
}
