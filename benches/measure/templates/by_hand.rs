//! An endpoint that registers an account.

use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, Method, header::CONTENT_TYPE};
use matrix_api::identifiers::{DeviceId, ServerName, UserId};
use percent_encoding::utf8_percent_encode;
use serde::{Deserialize, Serialize};

use crate::{
    by_hand::{self, ENCODED, Error, JSON},
    shared::{AuthenticationData, RegistrationKind},
};

const PATH: &str = "/_matrix/client/v3/NUMBER/register";

/// Register an account on this homeserver.
#[derive(Clone, Default, Deserialize, Serialize)]
pub struct Request {
    /// The password of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,

    /// The localpart of the new user ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,

    /// The ID of the client device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,

    /// The display name of a new device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_device_display_name: Option<String>,

    /// The data for a stage of user-interactive authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<AuthenticationData>,

    /// The kind of account, in the query.
    #[serde(skip)]
    pub kind: Option<RegistrationKind>,
}

/// The response.
#[derive(Clone, Deserialize, Serialize)]
pub struct Response {
    /// The access token for further requests.
    pub access_token: String,

    /// The name of the homeserver.
    pub home_server: ServerName,

    /// The user ID of the account.
    pub user_id: UserId,

    /// The ID of the device.
    pub device_id: DeviceId,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("password", &"<hidden>")
            .field("username", &self.username)
            .field("device_id", &self.device_id)
            .field("initial_device_display_name", &self.initial_device_display_name)
            .field("auth", &self.auth)
            .field("kind", &self.kind)
            .finish()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("access_token", &"<hidden>")
            .field("home_server", &self.home_server)
            .field("user_id", &self.user_id)
            .field("device_id", &self.device_id)
            .finish()
    }
}

/// Encodes a request.
pub fn encode_request(request: &Request, base_url: &str) -> Result<http::Request<Bytes>, Error> {
    let mut url = by_hand::url(base_url, PATH, 16);
    if let Some(kind) = &request.kind {
        url.push_str("?kind=");
        url.extend(utf8_percent_encode(kind.as_str(), ENCODED));
    }
    let mut http = by_hand::request(Method::POST, url, by_hand::json(request, 256)?)?;
    http.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    Ok(http)
}

/// Decodes a request.
pub fn decode_request(http: &http::Request<Bytes>) -> Result<Request, Error> {
    if http.method() != Method::POST {
        return Err(Error::Method);
    }
    if http.uri().path() != PATH {
        return Err(Error::Path);
    }
    let mut request: Request = serde_json::from_slice(http.body())?;
    let query = http.uri().query().unwrap_or_default();
    if let Some(kind) = query.split('&').find_map(|pair| pair.strip_prefix("kind=")) {
        let kind = percent_encoding::percent_decode_str(kind).decode_utf8();
        request.kind = Some(kind.map_err(|_| Error::Query)?.as_ref().into());
    }
    Ok(request)
}

/// Encodes a response.
pub fn encode_response(response: &Response) -> Result<http::Response<Bytes>, Error> {
    Ok(by_hand::response(http::StatusCode::OK, JSON, by_hand::json(response, 256)?))
}

/// Decodes a response.
pub fn decode_response(http: &http::Response<Bytes>) -> Result<Response, Error> {
    by_hand::read_success(http)
}
