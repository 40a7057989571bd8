use matrix_api::{IncomingResponse, bytes::Bytes, http::Response};
use serde_json::{Value, json};

use crate::{discovery::versions, get_capabilities, register, session, whoami};

fn response(json: &Value) -> Response<Bytes> {
    Response::new(Bytes::from(json.to_string()))
}

/// Values that are neither an identifier nor an object with the required members.
fn malformed() -> Vec<Value> {
    vec![json!(""), json!({}), json!([]), json!(7), json!(-1.5), json!(true), json!({"a": [{}]})]
}

#[test]
fn a_malformed_deprecated_member_does_not_cost_the_token() {
    for value in malformed() {
        let json = json!({
            "user_id": "@alice:example.org",
            "home_server": value,
            "device_id": value,
            "well_known": value,
            "access_token": "abc",
        });
        let login = session::login::Response::try_from_http_response(&response(&json)).unwrap();
        assert_eq!(login.access_token, "abc");
        assert_eq!((login.home_server, login.device_id, login.well_known), (None, None, None));
        let register = register::Response::try_from_http_response(&response(&json)).unwrap();
        assert_eq!(register.access_token.as_deref(), Some("abc"));
        assert_eq!((register.home_server, register.device_id), (None, None));
        let whoami = whoami::Response::try_from_http_response(&response(&json)).unwrap();
        assert_eq!(whoami.device_id, None);
    }
}

#[test]
fn a_malformed_part_of_the_discovery_information_makes_all_of_it_absent() {
    for well_known in [
        json!({"m.homeserver": {}}),
        json!({"m.homeserver": {"base_url": 7}}),
        json!({"m.homeserver": {"base_url": "https://a.org"}, "m.identity_server": {}}),
    ] {
        let json = json!({"user_id": "@a:b.org", "access_token": "abc", "well_known": well_known});
        let login = session::login::Response::try_from_http_response(&response(&json)).unwrap();
        assert_eq!(login.well_known, None, "{well_known}");
    }
}

#[test]
fn valid_members_are_read() {
    let json = json!({
        "user_id": "@alice:example.org",
        "home_server": "example.org",
        "device_id": "\u{e4}\n",
        "well_known": {"m.homeserver": {"base_url": "https://example.org"}, "a": 1},
        "access_token": "abc",
    });
    let login = session::login::Response::try_from_http_response(&response(&json)).unwrap();
    assert_eq!(login.home_server.unwrap(), "example.org");
    assert_eq!(login.device_id.unwrap(), "\u{e4}\n");
    let well_known = login.well_known.unwrap();
    assert_eq!(well_known.homeserver.base_url, "https://example.org");
    assert_eq!(well_known.other["a"], 1);
}

#[test]
fn a_malformed_icon_or_brand_does_not_cost_the_login_flows() {
    let mut icons = malformed();
    icons.extend([json!("https://example.org/icon.png"), json!("mxc://"), json!("mxc:///a")]);
    for icon in icons {
        let brand = if icon.is_string() { json!(7) } else { icon.clone() };
        let provider = json!({"id": "a", "name": "A", "icon": icon, "brand": brand});
        let json = json!({"flows": [
            {"type": "m.login.sso", "identity_providers": [provider]},
            {"type": "m.login.password"},
        ]});
        let read = session::get_login_flows::Response::try_from_http_response(&response(&json));
        let flows = read.unwrap().flows;
        assert_eq!(flows.len(), 2);
        let provider = &flows[0].identity_providers.as_ref().unwrap()[0];
        assert_eq!((&provider.icon, &provider.brand), (&None, &None));
    }
}

#[test]
fn a_malformed_deprecated_capability_does_not_cost_the_others() {
    for value in malformed() {
        let json = json!({"capabilities": {
            "m.set_displayname": value,
            "m.set_avatar_url": value,
            "m.change_password": {"enabled": false},
        }});
        let read = get_capabilities::Response::try_from_http_response(&response(&json));
        let capabilities = read.unwrap().capabilities;
        assert_eq!((capabilities.set_displayname, capabilities.set_avatar_url), (None, None));
        assert!(!capabilities.change_password.unwrap().enabled);
    }
}

#[test]
fn a_feature_is_enabled_if_its_value_is_true() {
    for value in [json!(null), json!(false), json!("true"), json!(1), json!([true]), json!({})] {
        let json = json!({"versions": ["v1.1"], "unstable_features": {"a": value, "b": true}});
        let read = versions::Response::try_from_http_response(&response(&json)).unwrap();
        let features = read.unstable_features.unwrap();
        assert_eq!((features["a"], features["b"]), (false, true), "{value}");
    }
    let json = json!({"versions": [], "unstable_features": []});
    let read = versions::Response::try_from_http_response(&response(&json)).unwrap();
    assert_eq!(read.unstable_features, None);
}
