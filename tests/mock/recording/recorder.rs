//! What a recording shows, and what it hides.

use matrix_api::{
    authentication::AuthenticationScheme as _,
    bytes::Bytes,
    client::{Session, Transport as _},
    http::{Request, Response},
    mock::{MockServer, Reply},
    wire::Form,
};
use matrix_client_account::{
    ENDPOINTS, UserIdentifier, deactivate, get_3pids, get_capabilities,
    session::{PasswordLogin, UnknownLogin, login, logout, refresh_token},
    uiaa::{AuthData, Recaptcha, UnknownAuthData},
};
use serde_json::{Value, json};

use super::{
    endpoints::{ApiKey, Inner, SECRETS, everywhere, exchange_code, get_key},
    exchanges, record,
};
use crate::{alice, endpoints::echo};

/// A server that responds to everything with this status and JSON.
fn server(status: u16, body: Value) -> MockServer {
    MockServer::new().on_http(move |request| match request.uri().path() {
        "/_matrix/client/versions" => Reply::pass(),
        _ => Reply::raw(status, body.to_string()).header("content-type", "application/json"),
    })
}

fn login() -> login::Request {
    let password = PasswordLogin::new(UserIdentifier::user("alice"), "wonderland");
    login::Request::new(password.into()).refresh_token(true)
}

#[tokio::test]
async fn secrets_are_hidden_in_every_place() {
    let server = MockServer::new().on_http(|_| {
        let body = json!({ "inner": { "text": "pin 4711471147, seed-1", "list": [{ "password": "alpha-1" }] } });
        let response = Response::builder()
            .header("content-type", "application/json")
            .header("set-cookie", "one=1")
            .header("set-cookie", "two=2")
            .header("x-color", "green")
            .header("x-other", "other");
        Reply::http(response.body(Bytes::from(body.to_string())).unwrap())
    });
    let (recorder, _) = record(&server, &SECRETS);
    let body = json!({
        "pin": 4711471147_u64, "answers": ["alpha-1", "b"], "secret": "not one",
        "inner": { "password": "hush", "list": [{ "password": "alpha-1", "text": "t" }] },
        "other": { "any": "thing" },
    });
    let mut request =
        Request::post("https://example.org/everywhere/t%2Fok%20en/b%C3%B6b?code=c+d&limit=3&x=y")
            .header("content-type", "application/json")
            .header("x-seed", "seed-1")
            .header("x-color", "red")
            .header("user-agent", "someone's")
            .body(Bytes::from(body.to_string()))
            .unwrap();
    ApiKey::add_to_request(&mut request, "key-123").unwrap();
    recorder.send(request, 1000).await.unwrap();
    assert_eq!(
        exchanges(&recorder),
        [json!({
            "endpoint": "everywhere",
            "request": {
                "method": "POST",
                "path": "/everywhere/<token 1>/b%C3%B6b",
                "query": { "code": "<code 1>", "limit": "3", "x": "<unknown>" },
                "headers": { "x-color": "red", "x-key": "<x-key 1>", "x-seed": "<x-seed 1>" },
                "body": {
                    "answers": ["<answers 1>", "<answers 2>"],
                    "inner": { "list": [{ "password": "<answers 1>", "text": "t" }], "password": "<password 1>" },
                    "other": "<unknown>",
                    "pin": "<pin 1: number>",
                    "secret": "not one",
                },
            },
            "response": {
                "status": 200,
                "headers": { "set-cookie": ["<set-cookie 1>", "<set-cookie 2>"], "x-color": "green" },
                "body": {
                    "inner": { "list": [{ "password": "<answers 1>" }], "text": "pin <pin 1>, <x-seed 1>" },
                },
            },
        })]
    );
}

#[tokio::test]
async fn a_token_is_the_same_placeholder_wherever_it_is() {
    let server = MockServer::new()
        .on(|_: login::Request| {
            Ok(login::Response::new(alice(), "syt_1/2+3".to_owned()).refresh_token("syr_1"))
        })
        .on(|_: refresh_token::Request| Ok(refresh_token::Response::new("syt_2".to_owned())))
        .on_http(|request| match request.uri().path() {
            "/_matrix/client/v3/logout" => Reply::raw(
                401,
                r#"{"errcode":"M_UNKNOWN_TOKEN","error":"syt_1/2+3 or wonderland, see https://a.b/c?t=syt_1%2F2%2B3&login_token=once&x=1"}"#,
            ),
            _ => Reply::pass(),
        });
    let (recorder, client) = record(&server, &ENDPOINTS);
    let new = client.send(&login()).await.unwrap();
    client.set_session(Session::new(new.user_id, None, new.access_token));
    client.send(&logout::Request::new()).await.unwrap_err();
    client.send(&refresh_token::Request::new("syr_1".to_owned())).await.unwrap();
    let exchanges = exchanges(&recorder);
    assert_eq!(
        exchanges[0]["request"]["body"],
        json!({
            "type": "m.login.password", "identifier": { "type": "m.id.user", "user": "alice" },
            "password": "<password 1>", "refresh_token": true,
        })
    );
    assert_eq!(
        exchanges[0]["response"]["body"],
        json!({
            "user_id": "@alice:example.org", "access_token": "<access_token 1>",
            "refresh_token": "<refresh_token 1>",
        })
    );
    assert_eq!(
        exchanges[1]["request"]["headers"],
        json!({ "authorization": "Bearer <access_token 1>" })
    );
    assert_eq!(
        exchanges[1]["response"]["body"],
        json!({
            "errcode": "M_UNKNOWN_TOKEN",
            "error": "<access_token 1> or <password 1>, see https://a.b/c?t=<access_token 1>&login_token=<login_token 1>&x=1",
        })
    );
    assert_eq!(exchanges[2]["request"]["body"], json!({ "refresh_token": "<refresh_token 1>" }));
    assert_eq!(exchanges[2]["response"]["body"], json!({ "access_token": "<access_token 2>" }));
}

/// A password that is a word of the specification does not hide the word.
#[tokio::test]
async fn words_of_the_definition_stay() {
    let response = json!({
        "errcode": "M_FORBIDDEN", "error": "password, forbidden", "flows": [{ "stages": ["m.login.password"] }],
    });
    let (recorder, client) = record(&server(401, response), &ENDPOINTS);
    let password = PasswordLogin::new(UserIdentifier::user("alice"), "password");
    client.send(&login::Request::new(password.into())).await.unwrap_err();
    let password =
        matrix_client_account::uiaa::Password::new(UserIdentifier::user("a"), "m.login.password");
    let auth = AuthData::from(password);
    client.send(&deactivate::Request::new().auth(auth)).await.unwrap_err();
    let exchanges = exchanges(&recorder);
    assert_eq!(exchanges[0]["request"]["body"]["type"], "m.login.password");
    assert_eq!(exchanges[0]["request"]["body"]["password"], "<password 1>");
    assert_eq!(exchanges[1]["response"]["body"]["errcode"], "M_FORBIDDEN");
    assert_eq!(exchanges[1]["response"]["body"]["error"], "<password 1>, forbidden");
    assert_eq!(exchanges[1]["request"]["body"]["auth"]["password"], "<password 2>");
    assert_eq!(
        exchanges[1]["response"]["body"]["flows"],
        json!([{ "stages": ["m.login.password"] }])
    );
}

/// Nobody knows what is secret in them.
#[tokio::test]
async fn what_the_definition_does_not_know_is_hidden() {
    let response = json!({
        "user_id": "@alice:example.org", "access_token": "syt_1", "org.example.key": { "a": ["k"] },
    });
    let (recorder, client) = record(&server(200, response), &ENDPOINTS);
    let fields = json!({ "org.example.code": "one-time", "deep": [{ "er": "two-time" }] });
    let fields = fields.as_object().unwrap().clone();
    let unknown = UnknownLogin::new("org.example.code".into(), fields.clone());
    client.send(&login::Request::new(unknown.into())).await.unwrap();
    let captcha = AuthData::from(Recaptcha::new("three-time")).with_session("s1");
    let stage = UnknownAuthData::new("org.example.stage".into(), fields);
    client.set_session(Session::new(alice(), None, "syt_1"));
    for auth in [captcha, AuthData::from(stage)] {
        let _ = client.send(&deactivate::Request::new().auth(auth)).await;
    }
    let exchanges = exchanges(&recorder);
    assert_eq!(
        exchanges[0]["request"]["body"],
        json!({
            "type": "org.example.code", "org.example.code": "<org.example.code 1>",
            "deep": [{ "er": "<er 1>" }],
        })
    );
    assert_eq!(exchanges[0]["response"]["body"]["org.example.key"], "<unknown>");
    assert_eq!(
        exchanges[1]["request"]["body"]["auth"],
        json!({ "type": "m.login.recaptcha", "response": "<response 1>", "session": "s1" })
    );
    let auth = &exchanges[2]["request"]["body"]["auth"];
    assert_eq!(auth["type"], "org.example.stage");
    assert_eq!(auth["org.example.code"], "<org.example.code 1>");
    let text = recorder.to_text().unwrap();
    assert!(!text.contains("-time"), "{text}");
}

#[tokio::test]
async fn bodies_that_are_not_json() {
    let server = MockServer::new().on_http(|request| match request.uri().path() {
        "/token" => {
            Reply::raw(200, "the secret is s%C3%A9same").header("content-type", "text/plain")
        }
        "/key" => Reply::raw(200, vec![0xff, 0x00, 1]),
        _ => Reply::pass(),
    });
    let (recorder, client) = record(&server, &SECRETS);
    let form = exchange_code::Parameters {
        grant_type: "code".to_owned(),
        client_secret: "sésame".to_owned(),
    };
    client.send(&exchange_code::Request::new(Form(form))).await.unwrap();
    client.set_session(Session::new(alice(), None, "a"));
    client.send(&get_key::Request::new()).await.unwrap();
    let exchanges = exchanges(&recorder);
    assert_eq!(
        exchanges[0]["request"]["form"],
        json!({ "grant_type": "code", "client_secret": "<client_secret 1>" })
    );
    assert_eq!(
        exchanges[0]["response"],
        json!({
            "status": 200, "headers": { "content-type": "text/plain" },
            "text": "the secret is <client_secret 1>",
        })
    );
    assert_eq!(exchanges[1]["response"], json!({ "status": 200, "base64": "<key 1>" }));
}

#[tokio::test]
async fn requests_of_no_endpoint_are_refused() {
    let server = server(200, json!({ "token": "x" }));
    let (recorder, _) = record(&server, &SECRETS);
    let request = || Request::post("https://example.org/other/wonderland?a=b");
    let refused = recorder.send(request().body(Bytes::new()).unwrap(), 1000).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the transport cannot send this request: it is not a request of an endpoint in `SECRETS`, so its secrets \
         are not known; add its endpoint to the collection, or call `Recorder::record_unlisted`"
    );
    assert_eq!(server.requests().len(), 0);

    let recorder = recorder.record_unlisted();
    let request = request().header("x-key", "k").body("wonderland".into()).unwrap();
    assert_eq!(recorder.send(request, 1000).await.unwrap().body(), r#"{"token":"x"}"#);
    assert_eq!(
        exchanges(&recorder),
        [json!({
            "request": { "method": "POST", "path": "/other/wonderland" },
            "response": { "status": 200 },
        })]
    );
}

#[tokio::test]
async fn streams_are_refused() {
    let server = MockServer::new();
    let (recorder, client) = record(&server, &SECRETS);
    let refused = client.send_with(&echo::Request::new("text".into()), ()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "echo: the transport cannot send this request: a recorder does not record streams; test them with `MockServer`"
    );
    assert_eq!(exchanges(&recorder), Vec::<Value>::new());
}

/// The client asks for them itself.
#[tokio::test]
async fn versions_discovery_and_refreshes_need_no_endpoint() {
    matrix_api::endpoints! { const WHOAMI = [whoami]; }
    use matrix_client_account::whoami;
    let server = MockServer::new()
        .expire_token("syt_1")
        .on(|_: refresh_token::Request| Ok(refresh_token::Response::new("syt_2".to_owned())))
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())))
        .on_http(|request| match request.uri().path() {
            "/.well-known/matrix/client" => Reply::raw(
                200,
                r#"{"m.homeserver":{"base_url":"https://example.org"},"org.example":{"key":"k"}}"#,
            ),
            _ => Reply::pass(),
        });
    let recorder = matrix_api::mock::Recorder::new(server.transport(), &WHOAMI);
    let client = matrix_api::client::ClientBuilder::new(recorder.clone());
    let client = client.discover("example.org").await.unwrap();
    client.set_session(Session::new(alice(), None, "syt_1").with_refresh_token("syr_1".to_owned()));
    client.send(&whoami::Request::new()).await.unwrap();
    let text = recorder.to_text().unwrap();
    let recording: Value = serde_json::from_str(&text).unwrap();
    let names = recording["exchanges"].as_array().unwrap().iter().map(|it| &it["endpoint"]);
    let mut names: Vec<_> = names.map(|name| name.as_str().unwrap()).collect();
    names.dedup();
    assert_eq!(names, ["well_known_client", "versions", "whoami", "refresh_token", "whoami"]);
    assert_eq!(recording["exchanges"][0]["response"]["body"]["org.example"], "<unknown>");
    assert!(!text.contains("syt_") && !text.contains("syr_"), "{text}");
}

#[tokio::test]
async fn a_failure_is_recorded() {
    let server = MockServer::new().on_http(|request| match request.uri().path() {
        "/_matrix/client/v3/capabilities" => Reply::connection_refused(),
        "/_matrix/client/v3/account/3pid" => Reply::raw(502, "<h1>Bad gateway</h1>"),
        _ => Reply::pass(),
    });
    let (recorder, client) = record(&server, &ENDPOINTS);
    client.set_session(Session::new(alice(), None, "syt_1"));
    client.send(&get_capabilities::Request::new()).await.unwrap_err();
    client.send(&get_3pids::Request::new()).await.unwrap_err();
    let exchanges = exchanges(&recorder);
    assert_eq!(exchanges[0]["failure"], "cannot_connect");
    assert_eq!(exchanges[1]["response"], json!({ "status": 502, "text": "<h1>Bad gateway</h1>" }));
}

/// The list of the macro is the one that authors know.
#[tokio::test]
async fn every_name_of_a_secret_in_definitions_is_known_within_types() {
    let keyword = include_str!("../../../matrix-api-macros/src/keyword.rs");
    let (_, list) = keyword.split_once("SECRET_NAMES: &[&str] = names! {").unwrap();
    let names: Vec<_> = list.split_once('}').unwrap().0.split_whitespace().collect();
    assert!(names.contains(&"hs_token"), "{names:?}");
    let members =
        names.iter().map(|name| (name.to_string(), Value::from(format!("wonder-{name}"))));
    let (recorder, client) = record(
        &server(
            200,
            json!({ "capabilities": { "org.example": members.collect::<serde_json::Map<_, _>>() } }),
        ),
        &ENDPOINTS,
    );
    client.set_session(Session::new(alice(), None, "syt_1"));
    client.send(&get_capabilities::Request::new()).await.unwrap();
    let text = recorder.to_text().unwrap();
    assert!(text.contains("<hs_token 1>") && !text.contains("wonder-"), "{text}");
}

#[test]
fn debug_shows_no_message() {
    let (recorder, _) = record(&MockServer::new(), &SECRETS);
    assert_eq!(format!("{recorder:?}"), "Recorder { exchanges: 0, .. }");
    let _ = (Inner::default(), everywhere::Request::new("t".into(), "n".into(), Vec::new()));
}
