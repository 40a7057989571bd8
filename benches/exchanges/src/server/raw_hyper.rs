//! The server written by hand on hyper, without a router and without layers: the floor.
//!
//! It does what the server [on axum](super::by_hand) does, with one `match` for the paths of the cases. It knows the other
//! endpoints by their paths only, and has no placeholders for them.

use std::{collections::HashSet, convert::Infallible, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use matrix_api::identifiers::{DeviceId, MxcUri, UserId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::error::Category;

use super::{
    app::{App, Session},
    cases::WAIT,
    routes::{AccountGet, AccountPost, Table as _},
};

/// The limit of the others.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The server, as a service.
#[derive(Clone, Debug)]
pub struct Server {
    app: Arc<App>,
    other_paths: Arc<HashSet<(Method, &'static str)>>,
}

impl Server {
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self {
            app,
            other_paths: Arc::new(AccountGet::paths().chain(AccountPost::paths()).collect()),
        }
    }

    /// Responds to a request.
    ///
    /// # Errors
    ///
    /// Never fails.
    pub async fn respond(
        self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let mut response = self.route(request).await.unwrap_or_else(|error| error.response());
        super::add_cors_headers(response.headers_mut());
        Ok(response)
    }

    async fn route(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Error> {
        let (parts, body) = request.into_parts();
        match (&parts.method, parts.uri.path()) {
            (
                &Method::GET | &Method::HEAD,
                "/_matrix/client/v3/account/whoami" | "/_matrix/client/r0/account/whoami",
            ) => whoami(&*self.caller(&parts.headers)?),
            (&Method::POST, "/_matrix/client/v3/register" | "/_matrix/client/r0/register") => {
                self.register(read_json(body).await?)
            }
            (&Method::POST, "/_matrix/media/v3/upload" | "/_matrix/media/r0/upload") => {
                self.caller(&parts.headers)?;
                let uri = self.app.upload(&read(body).await?);
                json(StatusCode::OK, &Uploaded { content_uri: uri.map_err(|_| Error::INTERNAL)? })
            }
            (&Method::GET, WAIT) => {
                self.caller(&parts.headers)?;
                std::future::pending().await
            }
            (&Method::PUT, path) => match display_name_of(path) {
                Some(user_id) => {
                    let session = self.caller(&parts.headers)?;
                    set_display_name(&session, user_id, body).await
                }
                None => Err(Error::UNRECOGNIZED),
            },
            (method, path) if self.other_paths.contains(&(method.clone(), path)) => {
                Err(Error::UNRECOGNIZED)
            }
            _ => Err(Error::UNRECOGNIZED),
        }
    }

    fn caller(&self, headers: &HeaderMap) -> Result<Arc<Session>, Error> {
        let value = headers.get(header::AUTHORIZATION).ok_or(Error::MISSING_TOKEN)?;
        let value = value.to_str().map_err(|_| Error::MISSING_TOKEN)?;
        match value.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => {
                self.app.session(token).ok_or(Error::UNKNOWN_TOKEN)
            }
            _ => Err(Error::MISSING_TOKEN),
        }
    }

    fn register(&self, body: Register) -> Result<Response<Full<Bytes>>, Error> {
        let stage = body.auth.as_ref().and_then(|auth| auth.r#type.as_deref());
        if stage != Some("m.login.dummy") {
            let required = serde_json::json!({
                "flows": [{ "stages": ["m.login.dummy"] }],
                "session": "xxxxxxyzdkr9ZKL",
            });
            return json(StatusCode::UNAUTHORIZED, &required);
        }
        let name = body.username.as_deref().unwrap_or("guest");
        let account = self.app.register(name, body.device_id);
        let account = account.map_err(|_| Error::INVALID_USERNAME)?;
        let (user_id, device_id) = (account.user_id, account.device_id);
        let registered = Registered { user_id, access_token: account.access_token, device_id };
        json(StatusCode::OK, &registered)
    }
}

#[derive(Serialize)]
struct Whoami<'a> {
    user_id: &'a UserId,
    device_id: &'a DeviceId,
    is_guest: bool,
}

fn whoami(session: &Session) -> Result<Response<Full<Bytes>>, Error> {
    let (user_id, device_id) = (&session.user_id, &session.device_id);
    json(StatusCode::OK, &Whoami { user_id, device_id, is_guest: false })
}

#[derive(Deserialize)]
struct DisplayName {
    displayname: Option<String>,
}

#[derive(Serialize)]
struct Empty {}

/// The user ID in the path, percent-encoded.
fn display_name_of(path: &str) -> Option<&str> {
    let path = path.strip_prefix("/_matrix/client/")?;
    let path = path.strip_prefix("v3").or_else(|| path.strip_prefix("r0"))?;
    let user_id = path.strip_prefix("/profile/")?.strip_suffix("/displayname")?;
    (!user_id.contains('/')).then_some(user_id)
}

async fn set_display_name(
    session: &Session,
    user_id: &str,
    body: Incoming,
) -> Result<Response<Full<Bytes>>, Error> {
    let user_id = percent_encoding::percent_decode_str(user_id).decode_utf8();
    let user_id = user_id.map_err(|_| Error::INVALID_USER_ID)?;
    let user_id = UserId::try_from(&*user_id).map_err(|_| Error::INVALID_USER_ID)?;
    let body: DisplayName = read_json(body).await?;
    if user_id != session.user_id {
        return Err(Error::FORBIDDEN);
    }
    session.set_display_name(body.displayname);
    json(StatusCode::OK, &Empty {})
}

#[derive(Deserialize)]
struct AuthData {
    r#type: Option<String>,
    #[allow(dead_code)]
    session: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Register {
    auth: Option<AuthData>,
    username: Option<String>,
    password: Option<String>,
    device_id: Option<DeviceId>,
    initial_device_display_name: Option<String>,
    inhibit_login: Option<bool>,
    refresh_token: Option<bool>,
    r#type: Option<String>,
    guest_access_token: Option<String>,
}

#[derive(Serialize)]
struct Registered {
    user_id: UserId,
    access_token: String,
    device_id: DeviceId,
}

#[derive(Serialize)]
struct Uploaded {
    content_uri: MxcUri,
}

async fn read(body: Incoming) -> Result<Bytes, Error> {
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(Error::TOO_LARGE);
    }
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Error::TOO_LARGE),
        Err(_) => Err(Error::INCOMPLETE),
    }
}

async fn read_json<T: DeserializeOwned>(body: Incoming) -> Result<T, Error> {
    let body = read(body).await?;
    serde_json::from_slice(&body).map_err(|error| match error.classify() {
        Category::Data => Error::BAD_JSON,
        Category::Io | Category::Syntax | Category::Eof => Error::NOT_JSON,
    })
}

fn json(status: StatusCode, body: &impl Serialize) -> Result<Response<Full<Bytes>>, Error> {
    let mut bytes = Vec::with_capacity(128);
    serde_json::to_writer(&mut bytes, body).map_err(|_| Error::INTERNAL)?;
    let mut response = Response::new(Full::from(bytes));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    Ok(response)
}

/// An error response of Matrix: status, code and message.
struct Error(StatusCode, &'static str, &'static str);

impl Error {
    const UNRECOGNIZED: Self = Self(StatusCode::NOT_FOUND, "M_UNRECOGNIZED", "unknown endpoint");
    const MISSING_TOKEN: Self =
        Self(StatusCode::UNAUTHORIZED, "M_MISSING_TOKEN", "missing access token");
    const UNKNOWN_TOKEN: Self =
        Self(StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN", "unknown or expired token");
    const FORBIDDEN: Self =
        Self(StatusCode::FORBIDDEN, "M_FORBIDDEN", "this is another user's profile");
    const INVALID_USER_ID: Self =
        Self(StatusCode::BAD_REQUEST, "M_INVALID_PARAM", "invalid user ID");
    const INVALID_USERNAME: Self =
        Self(StatusCode::BAD_REQUEST, "M_INVALID_USERNAME", "invalid username");
    const BAD_JSON: Self =
        Self(StatusCode::BAD_REQUEST, "M_BAD_JSON", "the body is not what the endpoint expects");
    const NOT_JSON: Self = Self(StatusCode::BAD_REQUEST, "M_NOT_JSON", "the body is not JSON");
    const INCOMPLETE: Self =
        Self(StatusCode::BAD_REQUEST, "M_UNKNOWN", "cannot read the whole body");
    const TOO_LARGE: Self =
        Self(StatusCode::PAYLOAD_TOO_LARGE, "M_TOO_LARGE", "the body is too large");
    const INTERNAL: Self =
        Self(StatusCode::INTERNAL_SERVER_ERROR, "M_UNKNOWN", "internal server error");

    fn response(self) -> Response<Full<Bytes>> {
        let Self(status, errcode, error) = self;
        // Neither has characters that JSON escapes.
        let body = format!(r#"{{"errcode":"{errcode}","error":"{error}"}}"#);
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = status;
        let content_type = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}
