//! Authentication: the caller that handlers receive.

use std::sync::Arc;

use axum::extract::State;
use matrix_api::{
    MatrixError,
    authentication::{AccessToken, BearerToken},
    bytes::Bytes,
    http::Request,
    server::{Api, Authenticate, Caller},
};

use crate::{
    endpoints::{App, look_around, sign, whoami},
    exchange::{request, router, send, with_token},
};

#[tokio::test]
async fn the_caller_of_an_optional_token_is_an_option() {
    let router = router(Api::new().endpoint(look_around));
    let answer = send(&router, request("GET", "/look_around", "")).await;
    assert_eq!(answer.body, r#"{}"#);
    let answer = send(&router, with_token("ann-token", request("GET", "/look_around", ""))).await;
    assert_eq!(answer.body, r#"{"seen_by":"ann"}"#);
}

#[tokio::test]
async fn a_custom_scheme_can_verify_the_body() {
    let router = router(Api::new().endpoint(sign));
    let body = r#"{"text":"hi"}"#;
    let sum = body.bytes().map(u64::from).sum::<u64>();
    for (checksum, expected) in [
        (Some(format!("{sum} bob")), "200"),
        (Some(format!("{} bob", sum + 1)), "401 M_UNKNOWN_TOKEN"),
        (Some("x bob".to_owned()), "401 M_UNAUTHORIZED"),
        (None, "401 M_MISSING_TOKEN"),
    ] {
        let mut request = request("POST", "/sign", body);
        if let Some(checksum) = &checksum {
            request.headers_mut().insert("x-checksum", checksum.parse().unwrap());
        }
        let answer = send(&router, request).await;
        assert_eq!(answer.code(), expected, "{checksum:?}");
        if expected == "200" {
            assert_eq!(answer.body, r#"{"sender":"bob"}"#);
        }
    }
}

#[tokio::test]
async fn a_custom_scheme_says_which_credentials_are_missing() {
    let router = router(Api::new().endpoint(sign));
    let answer = send(&router, request("POST", "/sign", "{}")).await;
    assert_eq!(answer.json()["error"], "missing credentials; send the header `X-Checksum`");
}

#[tokio::test]
async fn a_handler_without_the_caller_is_authenticated_too() {
    async fn nobody(_: whoami::Request) -> Result<whoami::Response, MatrixError> {
        Ok(whoami::Response::new("someone".to_owned()))
    }
    let router = router(Api::new().endpoint(nobody));
    assert_eq!(send(&router, request("GET", "/whoami", "")).await.code(), "401 M_MISSING_TOKEN");
    let answer = send(&router, with_token("ann-token", request("GET", "/whoami", ""))).await;
    assert_eq!(answer.body, r#"{"user":"someone"}"#);
}

/// Not `Clone`, so the state is an `Arc` of it.
struct Shared {
    owner: String,
}

impl Authenticate<AccessToken> for Shared {
    type Identity = String;

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<String, MatrixError> {
        Ok(format!("{}:{}", token.as_str(), self.owner))
    }
}

#[tokio::test]
async fn the_state_can_be_an_arc() {
    async fn whoami(
        State(app): State<Arc<Shared>>,
        Caller(caller): Caller<String>,
        _: whoami::Request,
    ) -> Result<whoami::Response, MatrixError> {
        Ok(whoami::Response::new(format!("{caller} {}", app.owner)))
    }
    async fn look_around(
        Caller(caller): Caller<Option<String>>,
        _: look_around::Request,
    ) -> Result<look_around::Response, MatrixError> {
        Ok(look_around::Response::new().seen_by(caller))
    }
    let state = Arc::new(Shared { owner: "example.org".to_owned() });
    let api = Api::new().endpoint(whoami).endpoint(look_around);
    let router = api.into_router(state).unwrap();
    let answer = send(&router, with_token("t", request("GET", "/whoami", ""))).await;
    assert_eq!(answer.body, r#"{"user":"t:example.org example.org"}"#);
    let answer = send(&router, with_token("t", request("GET", "/look_around", ""))).await;
    assert_eq!(answer.body, r#"{"seen_by":"t:example.org"}"#);
}

/// A layer can pass data to `Authenticate`.
#[tokio::test]
async fn extensions_of_the_request_reach_authenticate() {
    #[derive(Clone)]
    struct Address(&'static str);

    #[derive(Clone)]
    struct Careful;

    impl Authenticate<AccessToken> for Careful {
        type Identity = ();

        async fn authenticate(
            &self,
            _: BearerToken,
            request: &Request<Bytes>,
        ) -> Result<(), MatrixError> {
            match request.extensions().get::<Address>() {
                Some(Address("near")) => Ok(()),
                _ => Err(MatrixError::unknown_token()),
            }
        }
    }

    async fn whoami(_: whoami::Request) -> Result<whoami::Response, MatrixError> {
        Ok(whoami::Response::new(String::new()))
    }

    for (address, expected) in [("near", "200"), ("far", "401 M_UNKNOWN_TOKEN")] {
        let api = Api::new().endpoint(whoami).layer(axum::Extension(Address(address)));
        let router = api.into_router(Careful).unwrap();
        let answer = send(&router, with_token("t", request("GET", "/whoami", ""))).await;
        assert_eq!(answer.code(), expected);
    }
}

#[tokio::test]
async fn endpoints_without_a_scheme_accept_any_state() {
    let router = Api::new().endpoint(crate::endpoints::upload).into_router(()).unwrap();
    assert_eq!(send(&router, request("PUT", "/upload", "abc")).await.body, r#"{"size":3}"#);
    // Other endpoints do not: `tests/compile/ui/handlers/state_without_authenticate.rs`.
    let _: Api<App> = Api::new().endpoint(whoami);
}
