//! The forms of handlers.

use axum::{
    extract::{Extension, FromRef, FromRequestParts, State},
    http::request::Parts,
    response::{IntoResponse, Redirect},
};
use matrix_api::{
    EndpointError, ErrorCode, MatrixError, Metadata,
    http::{Method, StatusCode, Uri, header::HeaderMap},
    server::{Api, Caller},
};
use matrix_client_account::{
    change_password,
    uiaa::{AuthFlow, UiaaInfo, UiaaResponse},
};

use crate::{
    endpoints::{App, User, ping, whoami},
    exchange::{request, router, send, with_token},
};

type PingResult = Result<ping::Response, MatrixError>;

#[tokio::test]
async fn extractors_and_the_caller_come_before_the_request_in_any_order() {
    #[allow(clippy::too_many_arguments)]
    async fn whoami(
        method: Method,
        Caller(first): Caller<User>,
        State(_): State<App>,
        Extension(metadata): Extension<&'static Metadata>,
        uri: Uri,
        headers: HeaderMap,
        Caller(second): Caller<User>,
        _: Option<Extension<()>>,
        request: whoami::Request,
    ) -> Result<whoami::Response, MatrixError> {
        assert_eq!(first, second);
        let (host, number, User(name)) = (headers.len(), request.number, first);
        let name = format!("{method} {uri} {} {name} {host} {number}", metadata.name);
        Ok(whoami::Response::new(name))
    }
    let router = router(Api::new().endpoint(whoami));
    let answer =
        send(&router, with_token("ann-token", request("GET", "/whoami?number=7", ""))).await;
    assert_eq!(answer.json()["user"], "GET /whoami?number=7 whoami ann 1 7");
}

#[tokio::test]
async fn closures_and_functions_that_return_futures_are_handlers() {
    let pong = "pong".to_owned();
    let closure = move |_: ping::Request| {
        let pong = pong.clone();
        async move { Ok::<_, MatrixError>(ping::Response::new().pong(pong)) }
    };
    let answer = send(&router(Api::new().endpoint(closure)), request("POST", "/ping", "")).await;
    assert_eq!(answer.header("x-pong"), Some("pong"));

    fn function(_: ping::Request) -> impl Future<Output = PingResult> {
        std::future::ready(Ok(ping::Response::new()))
    }
    let answer = send(&router(Api::new().endpoint(function)), request("POST", "/ping", "")).await;
    assert_eq!(answer.code(), "200");
}

/// A part of the state.
#[derive(Clone)]
struct Greeting(&'static str);

#[derive(Clone)]
struct Whole {
    greeting: Greeting,
}

impl FromRef<Whole> for Greeting {
    fn from_ref(whole: &Whole) -> Self {
        whole.greeting.clone()
    }
}

#[tokio::test]
async fn a_handler_can_extract_a_part_of_the_state() {
    async fn ping(State(greeting): State<Greeting>, _: ping::Request) -> PingResult {
        Ok(ping::Response::new().pong(greeting.0.to_owned()))
    }
    let whole = Whole { greeting: Greeting("hello") };
    let router = Api::new().endpoint(ping).into_router(whole).unwrap();
    assert_eq!(send(&router, request("POST", "/ping", "")).await.header("x-pong"), Some("hello"));
}

/// The application's own error type.
enum Failure {
    Locked,
    Store(&'static str),
    Unproven,
}

impl From<Failure> for UiaaResponse {
    fn from(failure: Failure) -> Self {
        let message = "the account is locked";
        match failure {
            Failure::Locked => {
                MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::UserLocked, message).into()
            }
            Failure::Store(cause) => MatrixError::internal(cause).into(),
            Failure::Unproven => UiaaInfo::new(vec![AuthFlow::new(Vec::new())]).into(),
        }
    }
}

#[tokio::test]
async fn any_error_that_converts_into_the_endpoints_error_is_accepted() {
    async fn own(request: change_password::Request) -> Result<change_password::Response, Failure> {
        Err(match &*request.new_password {
            "locked" => Failure::Locked,
            "store" => Failure::Store("the disk is full"),
            _ => Failure::Unproven,
        })
    }
    async fn plain(_: change_password::Request) -> Result<change_password::Response, MatrixError> {
        Err(MatrixError::unknown_token())
    }
    async fn same(_: change_password::Request) -> Result<change_password::Response, UiaaResponse> {
        Err(UiaaInfo::new(vec![AuthFlow::new(Vec::new())]).into())
    }
    let answer = |api: Api<App>, password: &str| {
        let body = format!(r#"{{"new_password":"{password}"}}"#);
        let path = "/_matrix/client/v3/account/password";
        async move { send(&router(api), request("POST", path, body)).await }
    };
    assert_eq!(answer(Api::new().endpoint(own), "locked").await.code(), "403 M_USER_LOCKED");
    assert_eq!(answer(Api::new().endpoint(own), "store").await.code(), "500 M_UNKNOWN");
    let challenge = answer(Api::new().endpoint(own), "other").await;
    assert_eq!(challenge.code(), "401");
    assert!(challenge.json()["flows"].is_array());
    assert_eq!(answer(Api::new().endpoint(plain), "x").await.code(), "401 M_UNKNOWN_TOKEN");
    assert!(answer(Api::new().endpoint(same), "x").await.json()["flows"].is_array());
}

/// An extractor that rejects in several ways.
struct Refusing;

impl<S: Sync> FromRequestParts<S> for Refusing {
    type Rejection = axum::response::Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Err(match parts.uri.query() {
            Some("text") => {
                (StatusCode::IM_A_TEAPOT, [("x-more", "1")], "no coffee").into_response()
            }
            Some("text-500") => (StatusCode::BAD_GATEWAY, "hunter2").into_response(),
            Some("empty") => StatusCode::CONFLICT.into_response(),
            Some("redirect") => Redirect::to("/login").into_response(),
            Some("html") => (StatusCode::FORBIDDEN, [("content-type", "text/html")], "<p>no</p>")
                .into_response(),
            _ => {
                MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "no").into_response()
            }
        })
    }
}

#[tokio::test]
async fn a_rejection_in_plain_text_becomes_a_matrix_error() {
    async fn ping(_: Refusing, _: ping::Request) -> PingResult {
        Ok(ping::Response::new())
    }
    let router = router(Api::new().endpoint(ping));
    // Extractors run before the request is decoded, so the invalid body does not matter.
    let answer = |query: &str| {
        let request = request("POST", &format!("/ping?{query}"), "<html>");
        let router = router.clone();
        async move { send(&router, request).await }
    };
    let text = answer("text").await;
    assert_eq!(
        (text.code(), &text.json()["error"]),
        ("418 M_UNKNOWN".to_owned(), &"no coffee".into())
    );
    assert_eq!(text.header("x-more"), Some("1"));
    let internal = answer("text-500").await;
    assert_eq!(internal.code(), "502 M_UNKNOWN");
    assert!(!internal.body.escape_ascii().to_string().contains("hunter2"));
    assert_eq!(answer("empty").await.code(), "409 M_UNKNOWN");
    // Other rejections stay as they are.
    assert_eq!(answer("matrix").await.code(), "403 M_FORBIDDEN");
    assert_eq!(answer("redirect").await.header("location"), Some("/login"));
    assert_eq!(answer("html").await.body, "<p>no</p>");
}

#[tokio::test]
async fn a_missing_extension_is_an_internal_error() {
    async fn ping(_: Extension<Greeting>, _: ping::Request) -> PingResult {
        Ok(ping::Response::new())
    }
    let answer = send(&router(Api::new().endpoint(ping)), request("POST", "/ping", "")).await;
    assert_eq!(answer.code(), "500 M_UNKNOWN");
    assert_eq!(answer.json()["error"], "internal server error");
}

#[tokio::test]
async fn a_matrix_error_is_an_axum_response() {
    let error = MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "no");
    let answer = crate::exchange::Answer::read(error.clone().into_response()).await;
    assert_eq!(answer.body, error.try_into_http_response().unwrap().into_body());
    assert_eq!(answer.header("content-type"), Some("application/json"));
}
