//! The calls by hand, on reqwest: what a careful engineer writes for exactly these endpoints.
//!
//! It sends the token, checks the status, reads the errors of Matrix, decodes JSON into the same types, gives each call
//! a timeout, limits the size of the response, sends each request once and follows no redirect. The identifiers of a
//! response are validated, because they have the same types.
//!
//! It does not try again, refresh a token, ask for the versions of the server, trace, or record metrics; and the timeout
//! of an attempt is the deadline of its call. It checks neither the token nor the path argument before sending: reqwest
//! refuses the one, and a user ID needs to have its `/` encoded only.

use std::{borrow::Cow, time::Duration};

use bytes::{Bytes, BytesMut};
use matrix_api::identifiers::{DeviceId, ServerName, UserId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{RequestBuilder, StatusCode, redirect};
use serde::{Deserialize, Serialize};

const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const BODY_LIMIT: usize = 64 * 1024 * 1024;
const USER_AGENT: &str = "by-hand/1.0.0";

/// The characters to encode in path segments.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b':');

/// A client of a homeserver.
pub struct Client {
    pub http: reqwest::Client,
    pub homeserver: String,
    pub token: String,
}

/// A call without a response of the endpoint.
#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    TooLarge,
    Json(serde_json::Error),
    /// An error response, and what it says if it is one of Matrix.
    Response {
        status: StatusCode,
        error: Option<ResponseError>,
    },
}

#[derive(Debug, Deserialize)]
pub struct ResponseError {
    pub errcode: String,
    pub error: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Whoami {
    pub user_id: UserId,
    pub device_id: Option<DeviceId>,
    pub is_guest: Option<bool>,
}

#[derive(Serialize)]
struct DisplayName<'a> {
    displayname: &'a str,
}

#[derive(Debug, Deserialize)]
pub struct Nothing {}

#[derive(Serialize)]
pub struct Register<'a> {
    pub auth: Auth,
    pub username: &'a str,
    pub password: &'a str,
    pub device_id: &'a DeviceId,
    pub initial_device_display_name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
pub enum Auth {
    #[serde(rename = "m.login.dummy")]
    Dummy {
        #[serde(skip_serializing_if = "Option::is_none")]
        session: Option<String>,
    },
}

#[derive(Debug, Deserialize)]
pub struct Registered {
    pub user_id: UserId,
    pub access_token: Option<String>,
    pub refresh_token: Option<String>,
    pub expires_in_ms: Option<u64>,
    pub home_server: Option<ServerName>,
    pub device_id: Option<DeviceId>,
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

/// The HTTP client, which all clients share.
///
/// # Errors
///
/// Fails if reqwest cannot be set up.
pub fn http() -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder().user_agent(USER_AGENT).timeout(TIMEOUT);
    Ok(builder.connect_timeout(CONNECT_TIMEOUT).redirect(redirect::Policy::none()).build()?)
}

impl Client {
    /// # Errors
    ///
    /// Fails without a response of the endpoint.
    pub async fn whoami(&self) -> Result<Whoami, Error> {
        let url = self.url("/_matrix/client/v3/account/whoami");
        receive(self.http.get(url).bearer_auth(&self.token)).await
    }

    /// # Errors
    ///
    /// Fails without a response of the endpoint.
    pub async fn set_display_name(
        &self,
        user: &UserId,
        displayname: &str,
    ) -> Result<Nothing, Error> {
        let user = Cow::from(utf8_percent_encode(user.as_str(), ENCODED));
        let url = format!("{}/_matrix/client/v3/profile/{user}/displayname", self.homeserver);
        let request = self.http.put(url).bearer_auth(&self.token);
        receive(request.json(&DisplayName { displayname })).await
    }

    /// # Errors
    ///
    /// Fails without a response of the endpoint.
    pub async fn register(&self, request: &Register<'_>) -> Result<Registered, Error> {
        receive(self.http.post(self.url("/_matrix/client/v3/register")).json(request)).await
    }

    fn url(&self, path: &str) -> String {
        [&self.homeserver, path].concat()
    }
}

/// Sends a request, and decodes its response.
async fn receive<T: for<'a> Deserialize<'a>>(request: RequestBuilder) -> Result<T, Error> {
    let response = request.send().await?;
    let status = response.status();
    let body = read_body(response).await?;
    if status.is_success() {
        serde_json::from_slice(&body).map_err(Error::Json)
    } else {
        Err(Error::Response { status, error: serde_json::from_slice(&body).ok() })
    }
}

async fn read_body(mut response: reqwest::Response) -> Result<Bytes, Error> {
    if response.content_length().is_some_and(|length| length > BODY_LIMIT as u64) {
        return Err(Error::TooLarge);
    }
    // Most bodies are one chunk.
    let Some(first) = response.chunk().await? else { return Ok(Bytes::new()) };
    let Some(second) = response.chunk().await? else { return Ok(first) };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Error::TooLarge);
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await?;
    }
    Ok(body.freeze())
}
