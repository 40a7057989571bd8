//! A token endpoint of OAuth 2.0: a form, and errors of its own.
//!
//! [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3) and
//! [5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).

use matrix_api::{
    EndpointError, IntoHttpError, Refusal,
    bytes::Bytes,
    client::Error,
    http::{Response, StatusCode, header::CACHE_CONTROL},
    server::Api,
    wire::{ErrorEncoder, Form},
};
use serde::{Deserialize, Serialize};

use crate::problems::{client, serve};

/// A grant, by its type.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Grant {
    grant_type: String,
    code: String,
    redirect_uri: String,
    client_id: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct OAuthError {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<String>,
}

impl OAuthError {
    fn new(error: &str, description: &str) -> Self {
        Self { error: error.to_owned(), error_description: Some(description.to_owned()) }
    }
}

impl EndpointError for OAuthError {
    fn from_http_response(response: &Response<Bytes>) -> Self {
        serde_json::from_slice(response.body())
            .unwrap_or_else(|_| Self::new("server_error", response.status().as_str()))
    }

    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        ErrorEncoder::new("OAuth error", StatusCode::BAD_REQUEST)
            .header(CACHE_CONTROL, "no-store")?
            .json("application/json", self)
    }

    fn from_refusal(refusal: &Refusal) -> Option<Self> {
        Some(Self::new("invalid_request", refusal.message()))
    }
}

impl std::fmt::Display for OAuthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.error, self.error_description.as_deref().unwrap_or_default())
    }
}

impl std::error::Error for OAuthError {}

pub(crate) mod token {
    matrix_api::ruma_api! {
        metadata {
            description: "Exchange an authorization code for an access token.",
            method: POST,
            name: "token",
            path: "/oauth2/token",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(raw_body, secret)]
            pub grant: matrix_api::wire::Form<super::Grant>,
        }
        response {
            #[ruma_api(header = CACHE_CONTROL)]
            pub cache_control: String,
            pub access_token: String,
            pub token_type: String,
            pub expires_in: u32,
        }
        error: super::OAuthError
    }
}

async fn token(request: token::Request) -> Result<token::Response, OAuthError> {
    match request.grant.0.code.as_str() {
        "SplxlOBeZQQYbYS6WxSbIA" => Ok(token::Response::new(
            "no-store".to_owned(),
            "2YotnFZFEjr1zCsicMWpAA".to_owned(),
            "Bearer".to_owned(),
            3600,
        )),
        _ => Err(OAuthError::new("invalid_grant", "the code is unknown or was used before")),
    }
}

fn grant(code: &str) -> token::Request {
    token::Request::new(Form(Grant {
        grant_type: "authorization_code".to_owned(),
        code: code.to_owned(),
        redirect_uri: "https://client.example.com/cb".to_owned(),
        client_id: "s6BhdRkqt3".to_owned(),
    }))
}

#[tokio::test]
async fn a_code_is_exchanged_for_a_token() {
    let url = serve(Api::new().endpoint(token).into_router(()).unwrap()).await;
    let response = client(&url).send(&grant("SplxlOBeZQQYbYS6WxSbIA")).await.unwrap();
    assert_eq!(
        (response.access_token.as_str(), response.expires_in),
        ("2YotnFZFEjr1zCsicMWpAA", 3600)
    );
    match client(&url).send(&grant("used")).await.unwrap_err() {
        Error::Endpoint { error, .. } => assert_eq!(error.error, "invalid_grant"),
        other => panic!("{other}"),
    }
}

/// As the RFC's own example writes it, without a field.
#[tokio::test]
async fn a_malformed_request_gets_the_error_of_the_rfc() {
    let url = serve(Api::new().endpoint(token).into_router(()).unwrap()).await;
    let response = reqwest::Client::new()
        .post(format!("{url}/oauth2/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&client_id=s6BhdRkqt3")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"error":"invalid_request","error_description":"token: request body: `redirect_uri`: missing"}"#,
    );
}
