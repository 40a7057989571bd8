//! An API whose errors are `application/problem+json` throughout, by `Api` and `Client` over TCP.

use std::{net::Ipv4Addr, time::Duration};

use axum::{body::Body, extract::FromRequestParts};
use matrix_api::{
    IntoHttpError, MatrixError, Problem, Refusal,
    authentication::{AccessToken, BearerToken},
    bytes::Bytes,
    client::{Client, Error, RetryPolicy, Session},
    http::{Request, Response, StatusCode, request::Parts},
    server::{Api, Authenticate, Caller},
};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

pub(crate) mod buy {
    matrix_api::ruma_api! {
        metadata {
            description: "Buy something.",
            method: POST,
            name: "buy",
            path: "/shop/{item}",
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub item: String,
            pub count: u8,
        }
        response {
            pub price: u32,
        }
        error: matrix_api::Problem
    }
}

#[derive(Clone)]
pub(crate) struct Shop;

impl Authenticate<AccessToken> for Shop {
    type Identity = String;

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<String, MatrixError> {
        match token.as_str() {
            "busy" => Err(MatrixError::limit_exceeded(Duration::from_secs(7))),
            "ann" => Ok("ann".to_owned()),
            _ => Err(MatrixError::unknown_token()),
        }
    }
}

/// Whether the query is `gift`.
struct Gift(bool);

impl<S: Sync> FromRequestParts<S> for Gift {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Self, (StatusCode, &'static str)> {
        match parts.uri.query() {
            None => Ok(Self(false)),
            Some("gift") => Ok(Self(true)),
            Some("crash") => Err((StatusCode::INTERNAL_SERVER_ERROR, "out of ribbon")),
            Some(_) => Err((StatusCode::CONFLICT, "the query must be `gift`")),
        }
    }
}

async fn buy(
    Caller(user): Caller<String>,
    Gift(gift): Gift,
    request: buy::Request,
) -> Result<buy::Response, Problem> {
    assert_eq!(user, "ann");
    match request.item.as_str() {
        "panic" => panic!("on purpose"),
        "broken" => {
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR).with_cause("the disk is full"))
        }
        "gold" => Err(Problem::new(StatusCode::FORBIDDEN)
            .with_type("https://example.com/probs/out-of-credit", "You do not have enough credit.")
            .with_extension("balance", 30)),
        _ => Ok(buy::Response::new(u32::from(request.count) + u32::from(gift))),
    }
}

fn api() -> Api<Shop> {
    Api::new()
        .endpoint(buy)
        .fallback_error::<Problem>()
        .body_limit(100)
        .body_timeout(Duration::from_millis(50))
}

async fn send(api: Api<Shop>, request: axum::extract::Request) -> Response<Bytes> {
    let (parts, body) = api.into_router(Shop).unwrap().oneshot(request).await.unwrap().into_parts();
    Response::from_parts(parts, axum::body::to_bytes(body, usize::MAX).await.unwrap())
}

fn request(method: &str, path: &str, token: &str, body: impl Into<Body>) -> axum::extract::Request {
    let request = Request::builder().method(method).uri(path);
    let request = match token {
        "" => request,
        token => request.header("authorization", format!("Bearer {token}")),
    };
    request.body(body.into()).unwrap()
}

/// A body that never ends.
struct Endless;

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let ann = |path, body: &'static str| request("POST", path, "ann", body);
    let big = request("POST", "/shop/bread", "ann", vec![b' '; 101]);
    let endless = request("POST", "/shop/bread", "ann", Body::new(Endless));
    for (request, expected) in [
        (ann("/shop", ""), "[404] Not Found: unknown endpoint"),
        (
            request("GET", "/shop/bread", "ann", ""),
            "[405] Method Not Allowed: method not allowed; use POST, OPTIONS",
        ),
        (
            request("POST", "/shop/bread", "", ""),
            "[401] Unauthorized: missing access token; send `Authorization: Bearer <token>`",
        ),
        (request("POST", "/shop/bread", "bob", ""), "[401] Unauthorized: unknown or expired token"),
        (
            request("POST", "/shop/bread", "busy", ""),
            "[429] Too Many Requests: too many requests; wait before the next one",
        ),
        (big, "[413] Payload Too Large: the body exceeds 100 bytes"),
        (endless, "[408] Request Timeout: the body did not arrive in time"),
        (ann("/shop/bread", "{}"), "[400] Bad Request: buy: request body: `count`: missing"),
        (ann("/shop/bread?gifts", r#"{"count":1}"#), "[409] Conflict: the query must be `gift`"),
        (
            ann("/shop/bread?crash", r#"{"count":1}"#),
            "[500] Internal Server Error: internal server error",
        ),
        (
            ann("/shop/panic", r#"{"count":1}"#),
            "[500] Internal Server Error: internal server error",
        ),
        (ann("/shop/broken", r#"{"count":1}"#), "[500] Internal Server Error"),
        (ann("/shop/gold", r#"{"count":1}"#), "[403] You do not have enough credit."),
    ] {
        let response = send(api(), request).await;
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{expected}");
        assert!(response.headers().contains_key("access-control-allow-origin"), "{expected}");
        let problem = <Problem as matrix_api::EndpointError>::from_http_response(&response);
        assert_eq!(problem.to_string(), expected);
        let members = serde_json::from_slice::<serde_json::Value>(response.body()).unwrap();
        assert_eq!(members["status"], response.status().as_u16());
        assert_eq!(members["errcode"], serde_json::Value::Null);
        assert_eq!(response.headers().contains_key("allow"), response.status() == 405);
        assert_eq!(response.headers().contains_key("retry-after"), response.status() == 429);
    }
}

#[tokio::test]
async fn without_a_fallback_error_unknown_paths_get_a_matrix_error() {
    let api = Api::new().endpoint(buy);
    let response = send(api, request("POST", "/shop", "ann", "")).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = r#"{"errcode":"M_UNRECOGNIZED","error":"unknown endpoint"}"#;
    assert_eq!((response.status().as_u16(), response.body()), (404, &Bytes::from(body)));
}

/// Serves a router on a free port, and returns its URL.
pub(crate) async fn serve(router: axum::Router) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

pub(crate) fn client(url: &str) -> Client {
    Client::builder()
        .retry_policy(RetryPolicy::none())
        .supported_versions(matrix_api::SupportedVersions::unknown())
        .build(url)
        .unwrap()
}

#[tokio::test]
async fn a_client_gets_the_problem() {
    let url = serve(api().into_router(Shop).unwrap()).await;
    let client =
        client(&url).with_session(Session::new("@ann:example.org".parse().unwrap(), None, "ann"));
    let sent = client.send(&buy::Request::new("bread".to_owned(), 3)).await.unwrap();
    assert_eq!(sent.price, 3);
    match client.send(&buy::Request::new("gold".to_owned(), 1)).await.unwrap_err() {
        Error::Endpoint { error: problem, .. } => {
            assert!(problem.is("https://example.com/probs/out-of-credit"));
            assert_eq!(problem.extensions["balance"], 30);
        }
        other => panic!("{other}"),
    }
}

/// A format of one's own, in fifteen lines.
mod own_format {
    use matrix_api::{EndpointError, wire::ErrorEncoder};

    use super::{Bytes, IntoHttpError, Refusal, Response, StatusCode};

    #[derive(Debug, PartialEq)]
    pub struct XmlError(pub StatusCode, pub String);

    impl EndpointError for XmlError {
        fn from_http_response(response: &Response<Bytes>) -> Self {
            let body = String::from_utf8_lossy(response.body());
            let text = body.trim_start_matches("<Error>").trim_end_matches("</Error>");
            Self(response.status(), text.to_owned())
        }

        fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
            let body = format!("<Error>{}</Error>", self.1);
            ErrorEncoder::new("XML error", self.0).body("application/xml", body)
        }

        fn from_refusal(refusal: &Refusal) -> Option<Self> {
            Some(Self(refusal.status(), format!("{:?}", refusal.kind())))
        }
    }

    impl std::fmt::Display for XmlError {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&self.1)
        }
    }

    impl std::error::Error for XmlError {}
}

pub(crate) mod object {
    matrix_api::ruma_api! {
        metadata {
            description: "Get an object.",
            method: PUT,
            name: "object",
            path: "/objects/{key}",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub key: u8,
        }
        response {}
        error: super::own_format::XmlError
    }
}

#[tokio::test]
async fn an_error_of_one_s_own_knows_the_kind_of_the_refusal() {
    async fn get(request: object::Request) -> Result<object::Response, own_format::XmlError> {
        assert_ne!(request.key, 0, "on purpose");
        Err(own_format::XmlError(StatusCode::NOT_FOUND, "NoSuchKey".to_owned()))
    }
    let api = || Api::new().endpoint(get).fallback_error::<own_format::XmlError>();
    for (method, path, token, status, kind) in [
        ("PUT", "/objects", "ann", 404, "UnknownPath"),
        ("GET", "/objects/1", "ann", 405, "WrongMethod"),
        ("PUT", "/objects/1", "", 401, "Unauthenticated"),
        ("PUT", "/objects/1", "bob", 401, "Unauthenticated"),
        ("PUT", "/objects/x", "ann", 400, "InvalidRequest"),
        ("PUT", "/objects/0", "ann", 500, "ServerFailure"),
        ("PUT", "/objects/1", "ann", 404, "NoSuchKey"),
    ] {
        let response = send(api(), request(method, path, token, "")).await;
        assert_eq!(response.status(), status, "{method} {path}");
        assert_eq!(response.headers()["content-type"], "application/xml", "{method} {path}");
        assert_eq!(response.body(), &format!("<Error>{kind}</Error>"), "{method} {path}");
    }
}
