//! The examples of the specification with other values.

use matrix_api::identifiers::{ClientSecret, SessionId};
use serde_json::{Map, Value, json};

use super::{
    AuthData, AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password,
    Recaptcha, RegistrationToken, Sso, Terms, UnknownAuthData,
};
use crate::{ThirdPartyMedium, UserIdentifier, uiaa::ThirdPartyCredentials};

const SECRET: &str = "hunter2-0xC0FFEE";

fn read(json: &Value) -> AuthData {
    serde_json::from_str(&json.to_string()).unwrap()
}

fn object(json: Value) -> Map<String, Value> {
    let Value::Object(object) = json else { panic!("{json} is not an object") };
    object
}

fn credentials() -> ThirdPartyCredentials {
    ThirdPartyCredentials::new(
        SessionId::try_from("v41id4t10n").unwrap(),
        ClientSecret::try_from(SECRET).unwrap(),
    )
}

/// Every variant with as many members as possible, and its JSON without the session.
fn every_stage() -> Vec<(AuthData, Value)> {
    let by_identity_server = credentials().with_identity_server("id.example.org:8090", SECRET);
    let email = json!({"sid": "v41id4t10n", "client_secret": SECRET});
    let msisdn = json!({
        "sid": "v41id4t10n", "client_secret": SECRET,
        "id_server": "id.example.org:8090", "id_access_token": SECRET,
    });
    let badge = json!({"pin": SECRET, "nested": {"list": [null, 1.5, SECRET]}, "nothing": null});
    let mut badge_json = badge.clone();
    badge_json["type"] = json!("org.example.badge");
    let badge = UnknownAuthData::new("org.example.badge".into(), object(badge));
    vec![
        (
            Password::new(UserIdentifier::user("alice"), SECRET).into(),
            json!({
                "type": "m.login.password", "password": SECRET,
                "identifier": {"type": "m.id.user", "user": "alice"},
            }),
        ),
        (
            Password::new(UserIdentifier::email("alice@example.org"), SECRET).into(),
            json!({
                "type": "m.login.password", "password": SECRET,
                "identifier": {
                    "type": "m.id.thirdparty", "medium": "email", "address": "alice@example.org",
                },
            }),
        ),
        (Recaptcha::new(SECRET).into(), json!({"type": "m.login.recaptcha", "response": SECRET})),
        (Sso::new().into(), json!({"type": "m.login.sso"})),
        (
            EmailIdentity::new(credentials()).into(),
            json!({"type": "m.login.email.identity", "threepid_creds": email}),
        ),
        (
            Msisdn::new(by_identity_server).into(),
            json!({"type": "m.login.msisdn", "threepid_creds": msisdn}),
        ),
        (Dummy::new().into(), json!({"type": "m.login.dummy"})),
        (
            RegistrationToken::new(SECRET).into(),
            json!({"type": "m.login.registration_token", "token": SECRET}),
        ),
        (Terms::new().into(), json!({"type": "m.login.terms"})),
        (OAuth::new().into(), json!({"type": "m.oauth"})),
        (badge.into(), badge_json),
        (FallbackAcknowledgement { session: None }.into(), json!({})),
    ]
}

#[test]
fn every_stage_is_written_and_read_with_and_without_a_session() {
    for (auth, mut json) in every_stage() {
        assert_eq!(auth.session(), None);
        assert_eq!(auth.stage().as_ref().map(AuthStage::as_str), json["type"].as_str());
        assert_eq!(serde_json::to_value(&auth).unwrap(), json);
        assert_eq!(read(&json), auth);

        let auth = auth.with_session("xxxxxxyz");
        json["session"] = json!("xxxxxxyz");
        assert_eq!(auth.session(), Some("xxxxxxyz"));
        assert_eq!(serde_json::to_value(&auth).unwrap(), json);
        assert_eq!(read(&json), auth);
        assert_eq!(serde_json::from_value::<AuthData>(json).unwrap(), auth);
    }
}

#[test]
fn every_stage_of_the_specification_has_a_variant() {
    let mut stages: Vec<_> = every_stage()
        .into_iter()
        .filter(|(auth, _)| !matches!(auth, AuthData::Unknown(_)))
        .filter_map(|(auth, _)| auth.stage())
        .collect();
    stages.sort();
    stages.dedup();
    assert_eq!(
        stages,
        [
            "m.login.dummy",
            "m.login.email.identity",
            "m.login.msisdn",
            "m.login.password",
            "m.login.recaptcha",
            "m.login.registration_token",
            "m.login.sso",
            "m.login.terms",
            "m.oauth",
        ]
    );
}

#[test]
fn debug_shows_no_secret() {
    for (auth, json) in every_stage() {
        let debug = format!("{auth:?} {auth:#?}");
        assert!(!debug.contains(SECRET), "{debug}");
        assert_eq!(json.to_string().contains(SECRET), debug.contains("<hidden>"), "{debug}");
    }
    assert_eq!(
        format!("{:?}", credentials()),
        "ThirdPartyCredentials { sid: \"v41id4t10n\", client_secret: <hidden>, id_server: None, \
         id_access_token: None }"
    );
}

#[test]
fn null_is_read_as_absent_and_never_written() {
    for json in [
        json!({"type": "m.login.dummy", "session": null}),
        json!({"type": null, "session": null}),
        json!({"type": "org.example.badge", "session": null}),
        json!({
            "type": "m.login.msisdn", "session": null,
            "threepid_creds": {
                "sid": "1", "client_secret": "2", "id_server": null, "id_access_token": null,
            },
        }),
        json!({
            "type": "m.login.password", "identifier": null, "user": "alice", "medium": null,
            "password": SECRET,
        }),
    ] {
        let auth = read(&json);
        assert_eq!(auth.session(), None, "{json}");
        let written = serde_json::to_string(&auth).unwrap();
        assert!(!written.contains("null"), "{written}");
    }
}

#[test]
fn the_type_may_come_last() {
    let text = r#"{"token": "fBVFdqVE", "session": "xyz", "type": "m.login.registration_token"}"#;
    let auth: AuthData = serde_json::from_str(text).unwrap();
    assert_eq!(auth, AuthData::from(RegistrationToken::new("fBVFdqVE")).with_session("xyz"));
}

#[test]
fn members_of_old_versions_are_read() {
    for (json, identifier) in [
        (json!({"user": "@alice:example.org"}), UserIdentifier::user("@alice:example.org")),
        (json!({"medium": "email", "address": "a@b"}), UserIdentifier::email("a@b")),
        (
            json!({"medium": "org.example.pigeon", "address": "7"}),
            UserIdentifier::third_party(ThirdPartyMedium::from("org.example.pigeon"), "7"),
        ),
        (
            json!({"user": "bob", "identifier": {"type": "m.id.user", "user": "alice"}}),
            UserIdentifier::user("alice"),
        ),
    ] {
        let mut auth = json.clone();
        auth["type"] = json!("m.login.password");
        auth["password"] = json!(SECRET);
        assert_eq!(read(&auth), Password::new(identifier, SECRET).into(), "{json}");
    }
    let proof = json!({"sid": "v41id4t10n", "client_secret": SECRET});
    for creds in [json!([proof]), proof] {
        let json = json!({"type": "m.login.email.identity", "threepidCreds": creds});
        assert_eq!(read(&json), EmailIdentity::new(credentials()).into());
    }
}

#[test]
fn stages_are_read_by_their_unstable_names() {
    for (json, auth) in [
        (
            json!({"type": "org.matrix.msc3231.login.registration_token", "token": "fBVFdqVE"}),
            AuthData::from(RegistrationToken::new("fBVFdqVE")),
        ),
        (json!({"type": "org.matrix.cross_signing_reset"}), OAuth::new().into()),
    ] {
        assert_eq!(read(&json), auth);
    }
    assert_eq!(AuthStage::Terms.to_stable(), AuthStage::Terms);
    assert_eq!(AuthStage::from("org.example.badge").to_stable(), "org.example.badge");
}

#[test]
fn members_of_unknown_stages_are_kept_unchanged() {
    for json in [
        json!({"type": ""}),
        json!({"type": "m.login.password.", "password": SECRET, "session": ""}),
        json!({"type": "M.LOGIN.DUMMY", "identifier": 7, "threepid_creds": [[]], "": {"": null}}),
        json!({"type": "org.example.badge", "number": 18_446_744_073_709_551_615_u64}),
        json!({"type": "org.example.badge", "text": "\u{0} \" \\ \u{1F980}", "Type": "other"}),
    ] {
        let auth = read(&json);
        assert!(matches!(auth, AuthData::Unknown(_)), "{json}");
        assert_eq!(serde_json::to_value(&auth).unwrap(), json);
    }
}

#[test]
fn the_type_and_the_session_are_written_once() {
    let fields = json!({"type": "m.login.dummy", "session": "other", "pin": 7});
    let auth = AuthData::from(UnknownAuthData::new("org.example.badge".into(), object(fields)));
    assert_eq!(
        serde_json::to_string(&auth.with_session("s")).unwrap(),
        r#"{"type":"org.example.badge","pin":7,"session":"s"}"#
    );
}

#[test]
fn errors_name_the_member_and_do_not_repeat_values() {
    let creds = |creds: Value| json!({"type": "m.login.msisdn", "threepid_creds": creds});
    let password = |identifier: Value| json!({"type": "m.login.password", "password": SECRET, "identifier": identifier});
    for (json, message) in [
        (json!({"type": 7}), "`type`: expected a string, found an integer"),
        (
            json!({"type": "m.login.dummy", "session": [SECRET]}),
            "`session`: expected a string, found a list",
        ),
        (json!({"type": "m.login.password", "password": SECRET}), "`identifier`: missing"),
        (
            json!({"type": "m.login.password", "password": SECRET, "medium": SECRET}),
            "`identifier`: missing",
        ),
        (json!({"type": "m.login.password", "user": SECRET}), "`password`: missing"),
        (password(json!(SECRET)), "`identifier`: expected an object, found a string"),
        (password(json!({"user": SECRET})), "`identifier.type`: missing"),
        (json!({"type": "m.login.recaptcha"}), "`response`: missing"),
        (
            json!({"type": "m.login.recaptcha", "response": {"a": SECRET}}),
            "`response`: expected a string, found an object",
        ),
        (
            json!({"type": "m.login.registration_token", "token": true}),
            "`token`: expected a string, found a boolean",
        ),
        (json!({"type": "m.login.email.identity"}), "`threepid_creds`: missing"),
        (creds(json!([SECRET])), "`threepid_creds`: expected an object, found a list"),
        (creds(json!({"sid": "1"})), "`threepid_creds.client_secret`: missing"),
        (creds(json!({"client_secret": SECRET})), "`threepid_creds.sid`: missing"),
        (
            creds(json!({"sid": "1", "client_secret": SECRET, "id_access_token": [SECRET]})),
            "`threepid_creds.id_access_token`: expected a string, found a list",
        ),
        (
            json!({"type": "m.login.msisdn", "threepidCreds": [{}, {"client_secret": SECRET}]}),
            "`threepidCreds`: invalid value: expected a list with one element",
        ),
        (json!(SECRET), "expected an object, found a string"),
        (json!([SECRET, {}]), "expected an object, found a list"),
    ] {
        let error = serde_json::from_str::<AuthData>(&json.to_string()).unwrap_err().to_string();
        assert!(error.starts_with(message), "{json}: {error}");
        assert!(!error.contains(SECRET), "{error}");
    }
}

#[test]
fn malformed_credentials_are_rejected_without_repeating_them() {
    for name in ["sid", "client_secret"] {
        let mut creds = json!({"sid": "1", "client_secret": "2"});
        creds[name] = json!("not opaque: hunter2");
        let json = json!({"type": "m.login.msisdn", "threepid_creds": creds});
        let error = serde_json::from_value::<AuthData>(json).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`threepid_creds.{name}`: ")), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}
