use serde_json::{Map, Value, json};

use super::{OAuthParams, RecaptchaParams, StageParams};
use crate::uiaa::AuthStage;

fn params(json: Value) -> StageParams {
    let Value::Object(object) = json else { panic!("{json} is not an object") };
    StageParams::from(object)
}

#[test]
fn the_policies_of_the_specification_are_read() {
    let json = json!({"m.login.terms": {"policies": {
        "house_rules": {
            "version": "1.2",
            "en": {"name": "House rules", "url": "https://example.org/rules-1.2-en"},
            "de_AT": {"name": "Hausordnung", "url": "http://example.org/rules-1.2-de"},
        },
        "privacy": {"version": "2026-01"},
    }}});
    let terms = params(json.clone()).terms().unwrap().unwrap();
    assert_eq!(terms.policies.keys().collect::<Vec<_>>(), ["house_rules", "privacy"]);
    let rules = &terms.policies["house_rules"];
    assert_eq!(rules.version, "1.2");
    assert_eq!(rules.translations.len(), 2);
    assert_eq!(rules.translations["de_AT"].name, "Hausordnung");
    assert_eq!(rules.translations["en"].url, "https://example.org/rules-1.2-en");
    assert!(terms.policies["privacy"].translations.is_empty());

    let mut written = StageParams::default();
    written.insert(&AuthStage::Terms, terms);
    assert_eq!(serde_json::to_value(&written).unwrap(), json);
}

#[test]
fn the_public_key_of_the_recaptcha_is_read() {
    let params = params(json!({"m.login.recaptcha": {"public_key": "6Le31", "theme": "dark"}}));
    assert_eq!(params.recaptcha().unwrap(), Some(RecaptchaParams::new("6Le31")));
}

#[test]
fn the_url_of_an_approval_is_read_by_the_unstable_name_too() {
    let url = "https://example.org/account/reset";
    let other = json!({"url": "https://example.org/other"});
    for json in [
        json!({"m.oauth": {"url": url}}),
        json!({"org.matrix.cross_signing_reset": {"url": url}}),
        json!({"m.oauth": {"url": url}, "org.matrix.cross_signing_reset": other}),
        json!({"m.oauth": null, "org.matrix.cross_signing_reset": {"url": url}}),
    ] {
        assert_eq!(params(json.clone()).oauth().unwrap(), Some(OAuthParams::new(url)), "{json}");
    }
}

#[test]
fn absent_parameters_are_none() {
    for json in [
        json!({}),
        json!({"m.login.terms": null, "m.login.recaptcha": null, "m.oauth": null}),
        json!({"org.example.badge": {"public_key": "a", "url": "https://a", "policies": {}}}),
    ] {
        let params = params(json);
        assert_eq!(params.terms(), Ok(None));
        assert_eq!(params.recaptcha(), Ok(None));
        assert_eq!(params.oauth(), Ok(None));
    }
}

#[test]
fn only_web_urls_are_accepted() {
    let read = |url: &str| params(json!({"m.oauth": {"url": url}})).oauth();
    for url in ["https://example.org", "http://example.org/a?b#c", "HTTPS://EXAMPLE.ORG"] {
        assert!(read(url).is_ok(), "{url}");
    }
    for url in [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "https:example.org",
        "file:///etc/passwd",
        " https://example.org",
        "xhttps://example.org",
        "javascript:alert(1)//https://example.org",
    ] {
        assert_eq!(
            read(url).unwrap_err().to_string(),
            "invalid parameters of stage m.oauth: `url`: invalid value: expected a URL with the scheme `https` or `http`",
            "{url}"
        );
    }
}

#[test]
fn malformed_policies_are_rejected() {
    let policy = |policy: Value| json!({"policies": {"hunter2": policy}});
    for (json, message) in [
        (json!("hunter2"), "expected an object, found a string"),
        (json!({}), "`policies`: missing"),
        (json!({"policies": []}), "`policies`: expected an object, found a list"),
        (policy(json!(1)), "`policies`: expected an object for each policy, found an integer"),
        (policy(json!({})), "`policies.version`: missing"),
        (
            policy(json!({"version": "1", "en": "hunter2"})),
            "`policies`: expected an object for each language, found a string",
        ),
        (policy(json!({"version": "1", "en": {"name": "x"}})), "`policies.url`: missing"),
        (policy(json!({"version": "1", "en": {"url": "https://x"}})), "`policies.name`: missing"),
        (
            policy(json!({"version": "1", "en": {"name": "x", "url": "data:hunter2"}})),
            "`policies.url`: invalid value: expected a URL with the scheme `https` or `http`",
        ),
    ] {
        let error = params(json!({"m.login.terms": json})).terms().unwrap_err();
        assert_eq!(error.stage(), "m.login.terms");
        assert_eq!(
            error.to_string(),
            format!("invalid parameters of stage m.login.terms: {message}")
        );
    }
}

#[test]
fn parameters_of_any_stage_are_kept() {
    let json = json!({"org.example.badge": [1, null], "m.login.sso": {"a": {"b": 2.5}}});
    let mut params = params(json.clone());
    assert!(!params.is_empty());
    assert_eq!(params.get(&AuthStage::Sso), Some(&json["m.login.sso"]));
    let stages: Vec<_> = params.iter().map(|(stage, _)| stage).collect();
    assert_eq!(stages, ["m.login.sso", "org.example.badge"]);
    assert_eq!(serde_json::to_value(&params).unwrap(), json);
    assert_eq!(Value::from(Map::from(params.clone())), json);

    let replaced = params.insert(&"org.example.badge".into(), json!({}));
    assert_eq!(replaced, Some(json!([1, null])));
    assert_eq!(params.get(&"org.example.badge".into()), Some(&json!({})));
}

#[test]
fn malformed_parameters_are_kept() {
    let json = json!({"m.login.terms": [], "": 1, "org.example.badge": null, "m.oauth": {"a": {}}});
    let read = params(json.clone());
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
    let stages: Vec<_> = read.iter().map(|(stage, _)| stage.to_string()).collect();
    assert_eq!(stages, ["", "m.login.terms", "m.oauth", "org.example.badge"]);
    assert_eq!(Value::Object(Map::from(read)), json);
}
