//! User-interactive authentication in the requests and responses of an endpoint.

use matrix_api::{
    FromHttpRequestError, FromHttpResponseError, IncomingRequest, IncomingResponse,
    OutgoingRequest, SupportedVersions,
    bytes::Bytes,
    http::{Method, Request, Response, Uri},
};
use matrix_client_account::{
    register,
    uiaa::{AuthData, AuthStage, RegistrationToken},
};

fn registration(body: &str) -> Result<register::Request, FromHttpRequestError> {
    let mut request = Request::new(Bytes::from(body.to_owned()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/_matrix/client/r0/register");
    register::Request::try_from_http_request(&request)
}

#[test]
fn a_registration_authenticates_when_required() {
    let response = Response::builder()
        .status(401)
        .body(Bytes::from(
            r#"{"flows": [{"stages": ["m.login.registration_token"]}], "session": "xyz"}"#,
        ))
        .expect("a response");
    let Err(FromHttpResponseError::Endpoint(error)) =
        register::Response::try_from_http_response(&response)
    else {
        panic!("not the error of the endpoint");
    };
    let info = error.as_uiaa().expect("authentication is required");
    assert_eq!(info.remaining_stages(|_| true), Some(&[AuthStage::RegistrationToken][..]));

    let auth = AuthData::from(RegistrationToken::new("fBVFdqVE")).with_session("xyz");
    let request = register::Request::new().auth(auth.clone());
    assert!(!format!("{request:?}").contains("fBVFdqVE"));
    let http_request = request
        .try_into_http_request("https://example.org", None, &SupportedVersions::unknown())
        .expect("a request");
    assert_eq!(
        http_request.body(),
        r#"{"auth":{"type":"m.login.registration_token","token":"fBVFdqVE","session":"xyz"}}"#
    );
    let received = register::Request::try_from_http_request(&http_request).expect("readable");
    assert_eq!(received.auth, Some(auth));
}

#[test]
fn auth_may_be_null_or_empty() {
    assert_eq!(registration(r#"{"auth": null}"#).expect("readable").auth, None);
    let auth = registration(r#"{"auth": {}}"#).expect("readable").auth.expect("an object");
    assert_eq!((auth.stage(), auth.session()), (None, None));
}

#[test]
fn a_repeated_member_is_refused_at_any_depth() {
    for (auth, location) in [
        (r#"{"type": "m.login.dummy", "type": "m.login.dummy"}"#, "auth.type"),
        (r#"{"session": "a", "session": null}"#, "auth.session"),
        (
            r#"{"type": "m.login.password", "password": "a", "identifier": {}, "password": "b"}"#,
            "auth.password",
        ),
        (
            r#"{"type": "m.login.password", "password": "a",
                "identifier": {"type": "m.id.user", "user": "a", "user": "b"}}"#,
            "auth.identifier.user",
        ),
        (
            r#"{"type": "m.login.msisdn", "threepid_creds": {"sid": "a", "\u0073id": "b"}}"#,
            "auth.threepid_creds.sid",
        ),
        (
            r#"{"type": "org.example", "a": [1, {"b": {"c d": 1, "c d": 1}}]}"#,
            r#"auth.a[1].b["c d"]"#,
        ),
    ] {
        let error = registration(&format!("{{\"auth\": {auth}}}")).expect_err(auth).to_string();
        let expected = format!("register: request body: `{location}`: given more than once");
        assert_eq!(error, expected, "{auth}");
    }
}

#[test]
fn an_error_names_the_member_and_hides_the_value() {
    for (body, expected) in [
        (
            r#"{"auth": {"type": "m.login.recaptcha"}, "username": "hunter2"}"#,
            "request body: `auth.response`: missing",
        ),
        (
            r#"{"auth": {"type": "m.login.registration_token", "token": ["hunter2"]}}"#,
            "`auth.token`: expected a string, found a list",
        ),
        (
            r#"{"auth": {"type": "m.login.password", "password": "hunter2", "identifier": {}}}"#,
            "`auth.identifier.type`: missing",
        ),
        (
            r#"{"auth": {"type": "m.login.msisdn", "threepid_creds": {"sid": "/hunter2/"}}}"#,
            "`auth.threepid_creds.sid`: invalid value: expected a session ID",
        ),
        (r#"{"auth": "hunter2"}"#, "expected an object"),
    ] {
        let error = registration(body).expect_err(body).to_string();
        assert!(error.contains("auth"), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}
