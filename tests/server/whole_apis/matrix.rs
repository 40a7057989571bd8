//! Endpoints of the Client-Server API.

mod definitions;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::extract::State;
use matrix_api::{
    ErrorCode, MatrixError,
    client::Client,
    http::StatusCode,
    identifiers::{DeviceId, UserId},
    server::Api,
};
use serde_json::{Value, json};

use self::definitions::{Direction, JoinedRoom, Summary};
pub(crate) use self::definitions::{
    create_rendezvous, get_profile_field, get_state, get_summary, knock, messages, query_keys,
    send_state, set_profile_field, set_push_rule, sync,
};
use super::in_process::{InProcess, client, code, not_found};
use crate::exchange::{request, send};

/// What the server was sent, by the type of a state event and its key, or by an endpoint's name.
#[derive(Clone, Default)]
struct Home(Arc<Mutex<BTreeMap<(String, String), Value>>>);

impl Home {
    fn put(&self, kind: &str, key: &str, value: Value) {
        self.0.lock().unwrap().insert((kind.to_owned(), key.to_owned()), value);
    }

    fn get(&self, kind: &str, key: &str) -> Option<Value> {
        self.0.lock().unwrap().get(&(kind.to_owned(), key.to_owned())).cloned()
    }
}

async fn put_state(
    State(home): State<Home>,
    request: send_state::Request,
) -> Result<send_state::Response, MatrixError> {
    home.put(&request.event_type, &request.state_key, request.content);
    Ok(send_state::Response::new(format!("${}", request.room_id)))
}

async fn find_state(
    State(home): State<Home>,
    request: get_state::Request,
) -> Result<get_state::Response, MatrixError> {
    let found = home.get(&request.event_type, &request.state_key);
    let content = found.ok_or_else(not_found)?;
    Ok(get_state::Response::new(match request.format.as_deref() {
        Some("event") => json!({ "type": request.event_type, "content": content }),
        _ => content,
    }))
}

async fn find_keys(request: query_keys::Request) -> Result<query_keys::Response, MatrixError> {
    let keys = request.device_keys.into_iter().map(|(user, devices)| {
        let devices = devices.into_iter().map(|device| (device, json!({ "user_id": &user })));
        (user.clone(), devices.collect())
    });
    Ok(query_keys::Response::new(keys.collect()))
}

async fn put_push_rule(
    State(home): State<Home>,
    request: set_push_rule::Request,
) -> Result<set_push_rule::Response, MatrixError> {
    let written = json!([request.before, request.actions, request.conditions, request.pattern]);
    home.put(&request.kind, &request.rule_id, written);
    Ok(set_push_rule::Response::new())
}

async fn find_messages(request: messages::Request) -> Result<messages::Response, MatrixError> {
    let filter = request.filter.unwrap_or_default();
    let chunk = vec![json!({ "limit": request.limit, "filter": filter }); 2];
    let start = format!("{}{:?}", request.from.unwrap_or_default(), request.direction);
    Ok(messages::Response::new(start, chunk).end("e".to_owned()))
}

async fn poll(request: sync::Request) -> Result<sync::Response, MatrixError> {
    let room = JoinedRoom { timeline: vec![json!(request.timeout)], other: BTreeMap::new() };
    let joined = BTreeMap::from([("!r:example.org".to_owned(), room)]);
    let rooms = BTreeMap::from([("join".to_owned(), joined)]);
    let next = format!("{}+{}", request.since.unwrap_or_default(), request.full_state);
    Ok(sync::Response::new(next, rooms, BTreeMap::new()))
}

async fn put_knock(request: knock::Request) -> Result<knock::Response, MatrixError> {
    let via = if request.via.is_empty() { request.server_name } else { request.via };
    Ok(knock::Response::new(format!("!{}", via.join("|"))))
}

async fn find_profile_field(
    State(home): State<Home>,
    request: get_profile_field::Request,
) -> Result<get_profile_field::Response, MatrixError> {
    let value = home.get(request.user_id.as_str(), &request.field);
    let value = value.ok_or_else(not_found)?;
    Ok(get_profile_field::Response::new(BTreeMap::from([(request.field, value)])))
}

async fn put_profile_field(
    State(home): State<Home>,
    request: set_profile_field::Request,
) -> Result<set_profile_field::Response, MatrixError> {
    let value = request.value.get(&request.field);
    let value = value.ok_or_else(|| {
        MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::MissingParam, "the field is missing")
    })?;
    home.put(request.user_id.as_str(), &request.field, value.clone());
    Ok(set_profile_field::Response::new())
}

async fn rendezvous(
    request: create_rendezvous::Request,
) -> Result<create_rendezvous::Response, MatrixError> {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
    let tag = format!("\"{}\"", request.content.0);
    let url = "https://example.org/r/1".to_owned();
    Ok(create_rendezvous::Response::new(tag, date.clone(), date, url))
}

async fn summary(request: get_summary::Request) -> Result<get_summary::Response, MatrixError> {
    let summary = Summary { room_id: request.room_id_or_alias, num_joined_members: 5 };
    Ok(get_summary::Response::new(summary).membership(request.via.first().cloned()))
}

fn router(home: Home) -> axum::Router {
    let api = Api::new()
        .endpoint(put_state)
        .endpoint(find_state)
        .endpoint(find_keys)
        .endpoint(put_push_rule)
        .endpoint(find_messages)
        .endpoint(poll)
        .endpoint(put_knock)
        .endpoint(find_profile_field)
        .endpoint(put_profile_field)
        .endpoint(rendezvous)
        .endpoint(summary);
    api.into_router(home).unwrap()
}

fn home() -> Client<InProcess> {
    client(router(Home::default()))
}

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

#[tokio::test]
async fn state_with_an_empty_key_is_sent_and_found() {
    let router = router(Home::default());
    let home = client(router.clone());
    for (key, content) in [("", json!({ "name": "a" })), ("@ann:example.org", json!({}))] {
        let sent = send_state::Request::new("!r".to_owned(), "m.x".to_owned(), content.clone());
        assert_eq!(home.send(&sent.state_key(key)).await.unwrap().event_id, "$!r");
        let state = get_state::Request::new("!r".to_owned(), "m.x".to_owned()).state_key(key);
        assert_eq!(home.send(&state).await.unwrap().content, content);
        let event = home.send(&state.format("event".to_owned())).await.unwrap();
        assert_eq!(event.content, json!({ "type": "m.x", "content": content }));
    }
    // Other clients write the slash.
    let path = "/_matrix/client/v3/rooms/!r/state/m.x";
    for path in [path.to_owned(), format!("{path}/"), format!("{path}/?format=content")] {
        let answer = send(&router, request("GET", &path, "")).await;
        assert_eq!(answer.body, r#"{"name":"a"}"#, "{path}");
    }
    let other = send(&router, request("PUT", &format!("{path}/"), r#"{"name":"b"}"#)).await;
    assert_eq!(other.status, 200);
    assert_eq!(send(&router, request("GET", path, "")).await.body, r#"{"name":"b"}"#);
    let two = send(&router, request("GET", &format!("{path}//"), "")).await;
    assert_eq!(two.code(), "404 M_UNRECOGNIZED");
}

#[tokio::test]
async fn keys_are_found_in_nested_maps() {
    let device = |id: &str| -> DeviceId { id.parse().unwrap() };
    let wanted = BTreeMap::from([
        (user("@ann:example.org"), vec![device("A"), device("B")]),
        (user("@bob:example.org"), vec![]),
    ]);
    let keys = home().send(&query_keys::Request::new(wanted).timeout(10_000)).await.unwrap();
    let ann = &keys.device_keys[&user("@ann:example.org")];
    assert_eq!(ann.keys().map(DeviceId::as_str).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(ann[&device("B")]["user_id"], "@ann:example.org");
    assert!(keys.device_keys[&user("@bob:example.org")].is_empty());
    assert!(keys.failures.is_empty());
}

#[tokio::test]
async fn a_push_rule_has_its_kind_in_the_path() {
    let home = Home::default();
    let router = router(home.clone());
    let actions = vec![json!("notify"), json!({ "set_tweak": "highlight" })];
    let rule =
        set_push_rule::Request::new("content".to_owned(), "my/rule".to_owned(), actions.clone())
            .pattern("ann*".to_owned())
            .before("other".to_owned());
    client(router.clone()).send(&rule).await.unwrap();
    let expected = json!(["other", actions, null, "ann*"]);
    assert_eq!(home.get("content", "my/rule"), Some(expected));
    let path = "/_matrix/client/v3/pushrules/global/room/!r?after=x";
    let answer = send(&router, request("PUT", path, r#"{"actions":[]}"#)).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, &b"{}"[..]));
    let answer = send(&router, request("PUT", path, "{}")).await;
    assert_eq!(answer.code(), "400 M_BAD_JSON");
}

#[tokio::test]
async fn queries_have_json_numbers_and_enums() {
    let filter = BTreeMap::from([("types".to_owned(), json!(["m.room.message"]))]);
    let request = messages::Request::new("!r".to_owned(), Direction::Backward)
        .from("t1".to_owned())
        .limit(5)
        .filter(filter.clone());
    let messages = home().send(&request).await.unwrap();
    assert_eq!((&*messages.start, messages.end.as_deref()), ("t1Backward", Some("e")));
    assert_eq!(messages.chunk[1], json!({ "limit": 5, "filter": filter }));
    let request = sync::Request::new().since("s".to_owned()).full_state(true).timeout(30_000);
    let synced = home().send(&request).await.unwrap();
    assert_eq!(synced.next_batch, "s+true");
    assert_eq!(synced.rooms["join"]["!r:example.org"].timeline, [json!(30_000)]);
}

#[tokio::test]
async fn servers_are_named_by_either_key() {
    let servers = || vec!["a".to_owned(), "b".to_owned()];
    let old = knock::Request::new("#r:a".to_owned(), servers(), vec![]);
    let new = knock::Request::new("#r:a".to_owned(), vec![], servers());
    for knock in [old, new] {
        assert_eq!(home().send(&knock).await.unwrap().room_id, "!a|b");
    }
}

#[tokio::test]
async fn a_member_may_have_the_name_of_an_argument() {
    let (home, ann) = (home(), user("@ann:example.org"));
    let value = BTreeMap::from([("m.tz".to_owned(), json!("Europe/Berlin"))]);
    let field =
        |field: &str| set_profile_field::Request::new(ann.clone(), field.to_owned(), value.clone());
    home.send(&field("m.tz")).await.unwrap();
    assert_eq!(code(home.send(&field("other")).await), "400 M_MISSING_PARAM");
    let found = get_profile_field::Request::new(ann, "m.tz".to_owned());
    assert_eq!(home.send(&found).await.unwrap().value, value);
}

#[tokio::test]
async fn a_text_is_answered_with_headers_and_json() {
    let request = create_rendezvous::Request::new("hello".into());
    let rendezvous = home().send(&request).await.unwrap();
    assert_eq!((&*rendezvous.tag, &*rendezvous.url), ("\"hello\"", "https://example.org/r/1"));
    assert_eq!(rendezvous.expires, "Sun, 06 Nov 1994 08:49:37 GMT");
}

#[tokio::test]
async fn a_flattened_member_stands_beside_another_one() {
    let room = |via: &[&str]| {
        let via = via.iter().map(|via| (*via).to_owned()).collect();
        get_summary::Request::new("#r:a".to_owned(), via)
    };
    let summary = home().send(&room(&["join"])).await.unwrap();
    assert_eq!((summary.summary.num_joined_members, &*summary.summary.room_id), (5, "#r:a"));
    assert_eq!(summary.membership.as_deref(), Some("join"));
    assert_eq!(home().send(&room(&[])).await.unwrap().membership, None);
}
