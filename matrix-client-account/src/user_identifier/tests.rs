use serde_json::{Value, json};

use super::{UnknownUserIdentifier, UserIdentifier};
use crate::ThirdPartyMedium;

fn read(json: &Value) -> UserIdentifier {
    serde_json::from_value(json.clone()).unwrap()
}

#[test]
fn the_identifiers_of_the_specification_are_read_and_written() {
    for (identifier, json) in [
        (UserIdentifier::user("bob"), json!({"type": "m.id.user", "user": "bob"})),
        (UserIdentifier::user("@bob:b.org"), json!({"type": "m.id.user", "user": "@bob:b.org"})),
        (
            UserIdentifier::email("bob@b.org"),
            json!({"type": "m.id.thirdparty", "medium": "email", "address": "bob@b.org"}),
        ),
        (
            UserIdentifier::msisdn("447700900001"),
            json!({"type": "m.id.thirdparty", "medium": "msisdn", "address": "447700900001"}),
        ),
        (
            UserIdentifier::phone("GB", "07700 900001"),
            json!({"type": "m.id.phone", "country": "GB", "phone": "07700 900001"}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&identifier).unwrap(), json);
        assert_eq!(read(&json), identifier);
        assert_eq!(identifier.kind(), json["type"]);
    }
}

#[test]
fn unknown_members_of_a_known_type_are_ignored() {
    let json = json!({"type": "m.id.user", "user": "bob", "org.example.mood": "fine"});
    assert_eq!(read(&json), UserIdentifier::user("bob"));
}

#[test]
fn a_phone_is_also_read_from_the_member_number() {
    let phone = |mut json: Value| {
        json["type"] = "m.id.phone".into();
        json["country"] = "GB".into();
        serde_json::from_value::<UserIdentifier>(json).map_err(|error| error.to_string())
    };
    let expected = Ok(UserIdentifier::phone("GB", "07700 900001"));
    for json in [
        json!({"number": "07700 900001"}),
        json!({"number": "07700 900001", "phone": null}),
        json!({"number": "1", "phone": "07700 900001"}),
    ] {
        assert_eq!(phone(json), expected);
    }
    assert_eq!(phone(json!({})), Err("`phone`: missing".to_owned()));
    let wrong = phone(json!({"number": 7}));
    assert_eq!(wrong, Err("`number`: expected a string, found an integer".to_owned()));
}

#[test]
fn an_unknown_medium_is_kept() {
    let json = json!({"type": "m.id.thirdparty", "medium": "org.example.pigeon", "address": "7"});
    let medium = ThirdPartyMedium::from("org.example.pigeon");
    assert_eq!(read(&json), UserIdentifier::third_party(medium, "7"));
    assert_eq!(serde_json::to_value(read(&json)).unwrap(), json);
}

#[test]
fn identifiers_of_unknown_types_are_kept_unchanged() {
    for json in [
        json!({"type": "org.example.badge"}),
        json!({"type": "", "user": "bob"}),
        json!({"type": "M.ID.USER", "user": 7, "nothing": null}),
        json!({"type": "m.id.user ", "list": [1, {"a": [null]}], "number": -2.5, "": "empty"}),
    ] {
        let identifier = read(&json);
        assert!(matches!(identifier, UserIdentifier::Unknown(_)), "{json}");
        assert_eq!(serde_json::to_value(&identifier).unwrap(), json);
    }
}

#[test]
fn the_type_is_written_once() {
    let Value::Object(fields) = json!({"type": "m.id.user", "number": 7}) else { unreachable!() };
    let identifier = UserIdentifier::from(UnknownUserIdentifier::new("org.example.badge", fields));
    assert_eq!(
        serde_json::to_string(&identifier).unwrap(),
        r#"{"type":"org.example.badge","number":7}"#
    );
}

#[test]
fn errors_name_the_member_and_do_not_repeat_values() {
    for (json, message) in [
        (json!({"user": "hunter2"}), "`type`: missing"),
        (json!({"type": null, "user": "hunter2"}), "`type`: missing"),
        (json!({"type": ["hunter2"]}), "`type`: expected a string, found a list"),
        (json!({"type": "m.id.user", "name": "hunter2"}), "`user`: missing"),
        (
            json!({"type": "m.id.user", "user": {"x": "hunter2"}}),
            "`user`: expected a string, found an object",
        ),
        (json!({"type": "m.id.thirdparty", "address": "hunter2"}), "`medium`: missing"),
        (json!({"type": "m.id.thirdparty", "medium": "hunter2"}), "`address`: missing"),
        (json!({"type": "m.id.phone", "country": "hunter2"}), "`phone`: missing"),
        (json!({"type": "m.id.phone", "phone": "hunter2"}), "`country`: missing"),
        (json!("hunter2"), "expected an object, found a string"),
        (json!(["hunter2"]), "expected an object, found a list"),
        (json!(271828), "expected an object, found an integer"),
        (json!(-271828), "expected an object, found an integer"),
        (json!(2.5), "expected an object, found a number"),
        (json!(true), "expected an object, found a boolean"),
        (json!(null), "expected an object, found null"),
    ] {
        let error = serde_json::from_value::<UserIdentifier>(json.clone()).unwrap_err();
        assert_eq!(error.to_string(), message, "{json}");
        let error = serde_json::from_str::<UserIdentifier>(&json.to_string()).unwrap_err();
        assert!(error.to_string().starts_with(message), "{json}: {error}");
    }
}

#[test]
fn debug_hides_the_values_of_an_unknown_identifier() {
    let identifier = read(&json!({"type": "org.example.badge", "pin": "hunter2"}));
    assert_eq!(
        format!("{identifier:?}"),
        r#"Unknown(UnknownUserIdentifier { kind: "org.example.badge", fields: {"pin": <hidden>} })"#
    );
}
