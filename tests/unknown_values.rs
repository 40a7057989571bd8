//! Unknown values from newer peers are decoded, kept and encoded unchanged.

#![allow(clippy::expect_used, reason = "a failing test may panic")]

use matrix_api::{
    EndpointError, ErrorCode, IncomingRequest, IncomingResponse, MatrixError, OutgoingRequest,
    OutgoingResponse, SupportedVersions,
    bytes::Bytes,
    endpoints::{DecodedResponse, EndpointEntry},
    http,
    string_enum::StringEnum,
};
use matrix_api_tests::account::has_challenges;
use matrix_client_account::{
    ENDPOINTS, ThirdPartyMedium, UserIdentifier, add_3pid, delete_3pid, get_3pids, register,
    session::{LoginInfo, LoginType, get_login_flows, login},
    uiaa::{AuthData, AuthStage, UiaaResponse},
};
use proptest::{collection::btree_map, prelude::*};
use serde_json::{Map, Value, json};

/// Text that is not a variant of the enum: namespaced names, and any other text.
fn unknown<T: StringEnum>() -> impl Strategy<Value = String> {
    let names = "(m\\.|M_|org\\.example\\.)?[a-zA-Z0-9_.-]{0,24}";
    prop_oneof![names.prop_map(String::from), any::<String>()]
        .prop_filter("known", |text| T::known(text).is_none())
}

/// Any JSON without floating-point numbers, which Matrix forbids.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..4)
                .prop_map(|object| object.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// Members of an object, without reserved names.
fn members(reserved: &'static [&'static str]) -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof!["[a-z_.]{1,12}", any::<String>()]
        .prop_filter("reserved", |name| !reserved.contains(&name.as_str()));
    btree_map(name, json(), 0..5).prop_map(|members| members.into_iter().collect())
}

fn with(mut members: Map<String, Value>, name: &str, value: impl Into<Value>) -> Value {
    members.insert(name.to_owned(), value.into());
    members.into()
}

fn request(path: &str, body: &Value) -> http::Request<Bytes> {
    http::Request::post(path).body(body.to_string().into()).expect("a request")
}

fn answer(status: u16, body: &Value) -> http::Response<Bytes> {
    http::Response::builder().status(status).body(body.to_string().into()).expect("an answer")
}

fn json_of(body: &Bytes) -> Value {
    serde_json::from_slice(body).expect("the body is JSON")
}

fn endpoints_with_matrix_errors() -> impl Iterator<Item = &'static EndpointEntry> {
    ENDPOINTS.iter().filter(|endpoint| !has_challenges(endpoint))
}

proptest! {
    #[test]
    fn unknown_error_codes(
        code in unknown::<ErrorCode>(),
        message in any::<String>(),
        fields in members(&["errcode", "error", "retry_after_ms", "flows"]),
        status in prop::sample::select(vec![400_u16, 401, 403, 404, 429, 500, 502]),
    ) {
        let body = with(fields, "errcode", code.clone());
        let body = with(body.as_object().cloned().unwrap_or_default(), "error", message);
        let response = answer(status, &body);

        let error = MatrixError::from_http_response(&response);
        prop_assert!(error.is(&ErrorCode::from(code.as_str())));
        let written = error.try_into_http_response().expect("an error can be written");
        prop_assert_eq!(written.status(), status);
        prop_assert_eq!(json_of(written.body()), body.clone());

        let error = UiaaResponse::from_http_response(&response);
        prop_assert!(error.as_uiaa().is_none());
        let written = error.try_into_http_response().expect("an error can be written");
        prop_assert_eq!(json_of(written.body()), body);
    }

    #[test]
    fn unknown_types_of_login(
        kind in unknown::<LoginType>(),
        fields in members(&["type", "device_id", "initial_device_display_name", "refresh_token"]),
    ) {
        let body = with(fields, "type", kind.clone());
        let received = request("/_matrix/client/v3/login", &body);
        let decoded = login::Request::try_from_http_request(&received).expect("it can be read");
        prop_assert!(matches!(&decoded.login_info, LoginInfo::Unknown(_)));
        prop_assert_eq!(decoded.login_info.login_type(), kind.as_str());
        let written = decoded
            .try_into_http_request("https://example.org", None, &SupportedVersions::unknown())
            .expect("it can be written");
        prop_assert_eq!(json_of(written.body()), body);
    }

    #[test]
    fn unknown_flows_of_login(
        kind in unknown::<LoginType>(),
        fields in members(&[
            "type", "get_login_token", "identity_providers", "oauth_aware_preferred",
        ]),
    ) {
        let flows = json!({ "flows": [with(fields, "type", kind)] });
        let decoded = get_login_flows::Response::try_from_http_response(&answer(200, &flows))
            .expect("it can be read");
        let written = decoded.try_into_http_response().expect("it can be written");
        prop_assert_eq!(json_of(written.body()), flows);
    }

    #[test]
    fn unknown_media(medium in unknown::<ThirdPartyMedium>(), address in any::<String>()) {
        let body = json!({ "medium": medium, "address": address });
        let received = request("/_matrix/client/v3/account/3pid/delete", &body);
        let decoded =
            delete_3pid::Request::try_from_http_request(&received).expect("it can be read");
        prop_assert_eq!(&decoded.medium, medium.as_str());
        let written = decoded
            .try_into_http_request("https://example.org", "token", &SupportedVersions::unknown())
            .expect("it can be written");
        prop_assert_eq!(json_of(written.body()), body.clone());

        let list = json!({ "threepids": [body] });
        let decoded = get_3pids::Response::try_from_http_response(&answer(200, &list))
            .expect("it can be read");
        let written = decoded.try_into_http_response().expect("it can be written");
        prop_assert_eq!(json_of(written.body()), list);
    }

    #[test]
    fn unknown_stages(
        stage in unknown::<AuthStage>(),
        session in any::<Option<String>>(),
        fields in members(&["type", "session"]),
        params in json(),
    ) {
        let mut auth = with(fields, "type", stage.clone());
        if let Some(session) = &session {
            auth = with(auth.as_object().cloned().unwrap_or_default(), "session", session.clone());
        }
        let body = json!({ "sid": "1", "client_secret": "secret", "auth": auth });
        let received = request("/_matrix/client/v3/account/3pid/add", &body);
        let decoded = add_3pid::Request::try_from_http_request(&received).expect("it can be read");
        let decoded_auth = decoded.auth.as_ref().expect("there is `auth`");
        prop_assert!(matches!(decoded_auth, AuthData::Unknown(_)));
        prop_assert_eq!(decoded_auth.session(), session.as_deref());
        let written = decoded
            .try_into_http_request("https://example.org", "token", &SupportedVersions::unknown())
            .expect("it can be written");
        prop_assert_eq!(json_of(written.body()), body);

        let challenge = json!({
            "flows": [{ "stages": [stage, "m.login.dummy"] }],
            "completed": [stage],
            "params": { stage.as_str(): { "says": params } },
            "session": "dkr9ZK",
        });
        let error = UiaaResponse::from_http_response(&answer(401, &challenge));
        let info = error.as_uiaa().expect("it asks for authentication");
        prop_assert!(info.is_completed(&AuthStage::from(stage.as_str())));
        let written = error.try_into_http_response().expect("it can be written");
        prop_assert_eq!(json_of(written.body()), challenge);
    }

    #[test]
    fn unknown_identifiers_of_users(
        kind in "(m\\.id\\.|org\\.example\\.)[a-z_]{0,12}",
        fields in members(&["type"]),
    ) {
        prop_assume!(!["m.id.user", "m.id.thirdparty", "m.id.phone"].contains(&kind.as_str()));
        let identifier = with(fields, "type", kind.clone());
        let body = json!({
            "type": "m.login.password",
            "identifier": identifier,
            "password": "wonderland",
        });
        let received = request("/_matrix/client/v3/login", &body);
        let decoded = login::Request::try_from_http_request(&received).expect("it can be read");
        let LoginInfo::Password(password) = &decoded.login_info else {
            return Err(TestCaseError::fail("another type of login"));
        };
        prop_assert!(matches!(&password.identifier, Some(UserIdentifier::Unknown(_))));
        prop_assert_eq!(password.identifier.as_ref().map(UserIdentifier::kind), Some(kind.as_str()));
        let written = decoded
            .try_into_http_request("https://example.org", None, &SupportedVersions::unknown())
            .expect("it can be written");
        prop_assert_eq!(json_of(written.body()), body);
    }

    #[test]
    fn unknown_kinds_of_accounts(kind in unknown::<register::RegistrationKind>()) {
        let request = register::Request::new().kind(register::RegistrationKind::from(kind.as_str()));
        let written = request
            .try_into_http_request("https://example.org", None, &SupportedVersions::unknown())
            .expect("it can be written");
        let decoded = register::Request::try_from_http_request(&written).expect("it can be read");
        prop_assert_eq!(decoded.kind.expect("there is a kind"), kind.as_str());
    }
}

#[test]
fn errors_of_every_endpoint_keep_an_unknown_code() {
    let body =
        json!({ "errcode": "ORG.EXAMPLE_OUT_OF_TEA", "error": "Sorry", "kettles": [0, null] });
    for endpoint in endpoints_with_matrix_errors() {
        let error = endpoint.recode_response(&answer(418, &body));
        let Ok(DecodedResponse::Error(written)) = error else {
            unreachable!("{}: an error is read as one", endpoint.module());
        };
        assert_eq!(written.status(), 418);
        assert_eq!(json_of(written.body()), body);
    }
}
