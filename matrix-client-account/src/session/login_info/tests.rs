use matrix_api::{
    IncomingRequest, OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{Method, Request, Uri},
};
use serde_json::{Value, json};

use super::{ApplicationServiceLogin, LoginInfo, PasswordLogin, TokenLogin, UnknownLogin};
use crate::{
    ThirdPartyMedium, UserIdentifier,
    session::{LoginType, login},
};

fn read(json: &Value) -> LoginInfo {
    serde_json::from_value(json.clone()).unwrap()
}

#[test]
fn every_type_of_login_is_read_and_written() {
    let alice = || UserIdentifier::user("alice");
    for (login, json) in [
        (
            LoginInfo::from(PasswordLogin::new(alice(), "wonderland")),
            json!({
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": "alice"},
                "password": "wonderland",
            }),
        ),
        (TokenLogin::new("short").into(), json!({"type": "m.login.token", "token": "short"})),
        (
            ApplicationServiceLogin::new(alice()).into(),
            json!({
                "type": "m.login.application_service",
                "identifier": {"type": "m.id.user", "user": "alice"},
            }),
        ),
        (
            UnknownLogin::new(
                "org.example".into(),
                [("n".to_owned(), json!(7))].into_iter().collect(),
            )
            .into(),
            json!({"type": "org.example", "n": 7}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&login).unwrap(), json);
        assert_eq!(read(&json), login);
        assert_eq!(login.login_type(), *json["type"].as_str().unwrap());
    }
}

#[test]
fn single_sign_on_is_an_unknown_login() {
    let login = read(&json!({"type": "m.login.sso", "token": "x"}));
    assert!(matches!(login, LoginInfo::Unknown(_)));
    assert_eq!(login.login_type(), LoginType::Sso);
}

#[test]
fn the_user_is_also_found_in_the_deprecated_members() {
    let user = |json: Value| match read(&json) {
        LoginInfo::Password(login) => login.user_identifier(),
        LoginInfo::ApplicationService(login) => login.user_identifier(),
        other => panic!("{other:?}"),
    };
    let password = |mut json: Value| {
        json["type"] = "m.login.password".into();
        json["password"] = "wonderland".into();
        user(json)
    };
    let email = UserIdentifier::third_party(ThirdPartyMedium::Email, "a@example.org");
    assert_eq!(password(json!({"user": "alice"})), Some(UserIdentifier::user("alice")));
    assert_eq!(password(json!({"medium": "email", "address": "a@example.org"})), Some(email));
    assert_eq!(password(json!({"medium": "email"})), None);
    assert_eq!(password(json!({})), None);
    let both = json!({"user": "bob", "identifier": {"type": "m.id.user", "user": "alice"}});
    assert_eq!(password(both), Some(UserIdentifier::user("alice")));
    assert_eq!(
        user(json!({"type": "m.login.application_service", "user": "_bridge"})),
        Some(UserIdentifier::user("_bridge"))
    );
}

#[test]
fn a_repeated_member_is_refused() {
    let body = |members: &str| {
        let body = format!(r#"{{"type": "m.login.password", "password": "a", {members}}}"#);
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::from_static("/_matrix/client/v3/login");
        login::Request::try_from_http_request(&request).map_err(|error| error.to_string())
    };
    assert!(body(r#""identifier": {"type": "m.id.user", "user": "a"}"#).is_ok());
    for (members, location) in [
        (r#""password": "b""#, "password"),
        (r#""type": "m.login.password""#, "type"),
        (r#""identifier": {"type": "m.id.user", "user": "a", "user": "b"}"#, "identifier.user"),
    ] {
        let expected = format!("login: request body: `{location}`: given more than once");
        assert_eq!(body(members).unwrap_err(), expected);
    }
}

#[test]
fn debug_and_errors_show_no_secrets() {
    for json in [
        json!({"type": "m.login.password", "password": "hunter2"}),
        json!({"type": "m.login.token", "token": "hunter2"}),
        json!({"type": "org.example", "pin": "hunter2"}),
    ] {
        let shown = format!("{:?}", read(&json));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    for json in [
        json!({"type": "m.login.password", "password": ["hunter2"]}),
        json!({"type": "m.login.token", "token": {"hunter2": 1}}),
        json!({"password": "hunter2"}),
    ] {
        let error = serde_json::from_value::<LoginInfo>(json).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn an_unknown_login_with_a_member_of_every_login_is_refused() {
    let fields = |name: &str| [(name.to_owned(), json!("A"))].into_iter().collect();
    let encode = |name: &str| {
        let request = login::Request::new(UnknownLogin::new("a".into(), fields(name)).into())
            .refresh_token(true);
        request
            .try_into_http_request("https://a.org", None, &SupportedVersions::unknown())
            .map_err(|error| error.to_string())
    };
    assert!(encode("device_id").is_ok());
    let error = "login: request body: the key `refresh_token` would be written twice";
    assert_eq!(encode("refresh_token").unwrap_err(), error);
}
