use matrix_api::ErrorCode;
use serde_json::{Value, json};

use super::{AuthFlow, StageFailure, UiaaInfo};
use crate::uiaa::AuthStage;

fn read(json: &Value) -> UiaaInfo {
    serde_json::from_str(&json.to_string()).unwrap()
}

fn stages(text: &str) -> Vec<AuthStage> {
    text.split_whitespace().map(AuthStage::from).collect()
}

fn flows(text: &str) -> Vec<AuthFlow> {
    text.split('|').map(|flow| AuthFlow::new(stages(flow))).collect()
}

/// The response to a failed attempt in the specification, which has all members.
fn failed_attempt() -> Value {
    json!({
        "errcode": "M_FORBIDDEN",
        "error": "Wrong badge",
        "completed": ["org.example.foo"],
        "flows": [
            {"stages": ["org.example.foo", "org.example.bar"]},
            {"stages": ["org.example.foo", "m.login.dummy"]},
        ],
        "params": {"org.example.bar": {"key": "value", "nothing": null}},
        "session": "xxxxxxyz",
    })
}

#[test]
fn the_response_to_a_failed_attempt_is_read() {
    let info = read(&failed_attempt());
    assert_eq!(info.flows, flows("org.example.foo org.example.bar|org.example.foo m.login.dummy"));
    assert_eq!(info.completed, stages("org.example.foo"));
    assert!(info.is_completed(&"org.example.foo".into()));
    assert!(!info.is_completed(&AuthStage::Dummy));
    assert_eq!(info.session.as_deref(), Some("xxxxxxyz"));
    assert_eq!(info.failure, Some(StageFailure::new(ErrorCode::Forbidden, "Wrong badge")));
    assert_eq!(
        info.params.get(&"org.example.bar".into()),
        Some(&json!({"key": "value", "nothing": null}))
    );
    assert!(info.fields.is_empty());
    assert_eq!(info.to_string(), "[401 M_FORBIDDEN] Wrong badge");
}

#[test]
fn what_is_read_is_written_unchanged() {
    let flows = json!([{"stages": ["m.login.password", "ORG.EXAMPLE", ""]}, {"stages": []}]);
    for json in [
        failed_attempt(),
        json!({"flows": [], "params": {}}),
        json!({"flows": flows, "params": {}}),
        json!({
            "flows": flows,
            "params": {},
            "session": "",
            "completed": ["org.matrix.cross_signing_reset"],
        }),
        json!({"flows": flows, "params": {}, "errcode": "ORG.EXAMPLE_SAD"}),
        // Other members.
        json!({"flows": flows, "params": {}, "challenge": {"nonce": [1, null, 2.5]}, "": null}),
        // Parameters of every JSON type.
        json!({"flows": flows, "params": {
            "": {}, "m.login.terms": "other", "m.oauth": null, "m.login.recaptcha": [{"a": 1}],
        }}),
        // Malformed failures.
        json!({"flows": flows, "params": {}, "errcode": 7, "error": "alone"}),
        json!({
            "flows": flows,
            "params": {},
            "errcode": "M_FORBIDDEN",
            "error": ["not", "a", "string"],
        }),
        json!({"flows": flows, "params": {}, "error": null}),
    ] {
        let info = read(&json);
        assert_eq!(serde_json::to_value(&info).unwrap(), json);
        assert_eq!(serde_json::from_value::<UiaaInfo>(json).unwrap(), info);
    }
}

#[test]
fn null_is_read_as_absent_and_not_written() {
    let info = read(&json!({"flows": [], "completed": null, "params": null, "session": null}));
    assert_eq!(info, UiaaInfo::new(vec![]));
    assert_eq!(serde_json::to_string(&info).unwrap(), r#"{"flows":[],"params":{}}"#);
}

#[test]
fn a_flow_without_stages_is_empty() {
    for flow in [json!({}), json!({"stages": null}), json!({"stages": []}), json!({"a": "b"})] {
        let info = read(&json!({"flows": [flow, {"stages": ["m.login.dummy"]}]}));
        assert_eq!(info.flows, flows("|m.login.dummy"));
        assert_eq!(info.remaining_stages(|_| false), Some(&[][..]));
    }
}

/// The specification makes them optional; matrix-nio does not.
#[test]
fn empty_params_are_written() {
    assert_eq!(read(&json!({"flows": []})), UiaaInfo::new(vec![]));
    let written = serde_json::to_value(UiaaInfo::new(vec![])).unwrap();
    assert_eq!(written, json!({"flows": [], "params": {}}));
}

#[test]
fn members_come_in_any_order_and_the_last_of_a_name_wins() {
    let text = r#"{"session": "a", "org.example": 1, "flows": [], "session": "b", "org.example": 2,
        "flows": [{"other": [{}], "stages": ["m.login.dummy"]}]}"#;
    let info: UiaaInfo = serde_json::from_str(text).unwrap();
    assert_eq!(info.flows, flows("m.login.dummy"));
    assert_eq!(info.session.as_deref(), Some("b"));
    assert_eq!(info.fields["org.example"], json!(2));
    assert_eq!(info.fields.len(), 1);
}

#[test]
fn other_members_do_not_repeat_the_named_ones() {
    let failure = StageFailure::new(ErrorCode::Forbidden, "No");
    let mut info = UiaaInfo::new(flows("m.login.dummy")).with_failure(failure);
    for name in ["errcode", "error", "flows", "params", "session", "completed", "other"] {
        info.fields.insert(name.to_owned(), json!("field"));
    }
    assert_eq!(
        serde_json::to_string(&info).unwrap(),
        r#"{"errcode":"M_FORBIDDEN","error":"No","flows":[{"stages":["m.login.dummy"]}],"params":{},"other":"field"}"#
    );
}

#[test]
fn malformed_responses_are_rejected_without_repeating_values() {
    for (json, message) in [
        (json!({}), "`flows`: missing"),
        (json!({"flows": null}), "`flows`: missing"),
        (json!({"flows": "hunter2"}), "`flows`: expected a list, found a string"),
        (json!({"flows": ["hunter2"]}), "`flows[0]`: expected an object, found a string"),
        (
            json!({"flows": [true, {"stages": [2.5]}], "session": 1}),
            "`flows[0]`: expected an object, found a boolean",
        ),
        (
            json!({"flows": [{"stages": {"hunter2": 1}}]}),
            "`flows[0].stages`: expected a list, found an object",
        ),
        (
            json!({"flows": [{"stages": ["a", null]}]}),
            "`flows[0].stages[1]`: expected a string, found null",
        ),
        (
            json!({"flows": [], "completed": [271828]}),
            "`completed[0]`: expected a string, found an integer",
        ),
        (json!({"flows": [], "params": []}), "`params`: expected an object, found a list"),
        (json!({"flows": [], "session": 271828}), "`session`: expected a string, found an integer"),
    ] {
        let error = serde_json::from_value::<UiaaInfo>(json.clone()).unwrap_err().to_string();
        assert!(error == message, "{json}: {error}");
    }
}

/// Flows, separated by `|`; completed stages; stages that the client can do; remaining stages.
#[test]
fn the_shortest_flow_that_the_client_can_do_remains() {
    for (offered, completed, can, remaining) in [
        // The flow with the fewest remaining stages wins, and the first of several such flows.
        ("a b c|a b|b c d", "", "a b c d", Some("a b")),
        ("c d|a b", "", "a b c d", Some("c d")),
        ("a b|c d", "c", "a b c d", Some("d")),
        ("a b c|d e", "a b", "c d e", Some("c")),
        // The client does not need to be able to do completed stages.
        ("a b", "a", "b", Some("b")),
        ("a b", "", "b", None),
        // One stage that the client cannot do rules out a flow, however short.
        ("x|a b c", "", "a b c", Some("a b c")),
        ("a x|x b", "", "a b", None),
        ("a x|a b", "a", "a b", Some("b")),
        // A completed stage does not count for a flow in which an earlier stage remains.
        ("a b", "b", "a b", Some("a b")),
        ("a b c", "a c", "a b c", Some("b c")),
        ("a b c", "c", "a b", None),
        ("a b|b c d", "b", "a b c d", Some("a b")),
        ("a b e|b c", "b", "a b c d e", Some("c")),
        // Completed stages in any order, and of other flows.
        ("a b c", "b a", "c", Some("c")),
        ("a b", "z", "a b", Some("a b")),
        // A complete flow.
        ("a b|c", "a b", "", Some("")),
        ("", "", "", Some("")),
    ] {
        let info = UiaaInfo::new(flows(offered)).with_completed(stages(completed));
        let can = stages(can);
        assert_eq!(
            info.remaining_stages(|stage| can.contains(stage)).map(<[_]>::to_vec),
            remaining.map(stages),
            "{offered}, completed {completed}"
        );
    }
    assert_eq!(UiaaInfo::new(vec![]).remaining_stages(|_| true), None);
}

/// Completing the remaining stages one by one completes a flow.
#[test]
fn the_remaining_stages_complete_a_flow() {
    for offered in ["a b c|a d", "a|b c", "m.login.terms m.login.dummy|m.login.sso a b", "a b|b a"]
    {
        let mut info = UiaaInfo::new(flows(offered));
        let mut steps = 0;
        while let Some(stage) = info.remaining_stages(|_| true).unwrap().first().cloned() {
            info.completed.push(stage);
            steps += 1;
            assert!(steps <= 3, "{offered}: {:?}", info.completed);
        }
        assert!(info.flows.iter().any(|flow| flow.stages == info.completed), "{offered}");
    }
}

#[test]
fn display_shows_the_offered_flows() {
    let prefix = "[401] user-interactive authentication required: ";
    for (offered, expected) in
        [("m.login.password", "m.login.password"), ("a b|c", "a -> b, or c"), ("", "nothing")]
    {
        assert_eq!(UiaaInfo::new(flows(offered)).to_string(), format!("{prefix}{expected}"));
    }
    let none = UiaaInfo::new(vec![]).to_string();
    assert_eq!(none, format!("{prefix}no flow is offered"));
}

#[test]
fn a_flow_alone_is_read_and_written() {
    let flow = AuthFlow::new(vec![AuthStage::Sso]);
    let json = json!({"stages": ["m.login.sso"]});
    assert_eq!(serde_json::to_value(&flow).unwrap(), json);
    assert_eq!(serde_json::from_value::<AuthFlow>(json).unwrap(), flow);
}
