//! The server of dropshot.
//!
//! Like a server by this project, it completes a request if the client disconnects, in a task of its own, which is its default.
//!
//! It does less than the others: the error response to an unknown path has the body of dropshot, errors have no CORS headers, and
//! neither are there preflight responses. It has a request ID in all responses. Its routes are those of the cases and the other
//! paths that no case requests; one that has a placeholder where another has a literal is not among them, because dropshot
//! refuses both.

use std::{fmt, sync::Arc};

use dropshot::{
    ApiDescription, ApiEndpoint, ApiEndpointVersions, ConfigDropshot, ErrorStatusCode, HttpError,
    HttpResponseError, HttpResponseHeaders, HttpResponseOk, HttpServer, Path, RequestContext,
    ServerBuilder, TypedBody, UntypedBody, endpoint,
};
use http::StatusCode;
use matrix_api::identifiers::{DeviceId, MxcUri, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::server::{
    add_cors_headers,
    app::{App, Session},
    routes::{AccountGet, AccountPost, Table as _},
};

type Context = RequestContext<Arc<App>>;
type Reply<T> = Result<HttpResponseHeaders<HttpResponseOk<T>>, ApiError>;

/// An error response of Matrix.
#[derive(Debug, JsonSchema, Serialize)]
struct ApiError {
    errcode: String,
    error: String,
    #[serde(skip)]
    #[schemars(skip)]
    status: ErrorStatusCode,
}

impl ApiError {
    fn new(status: StatusCode, errcode: &str, error: &str) -> Self {
        let status = ErrorStatusCode::from_status(status).expect("the status of an error");
        Self { errcode: errcode.to_owned(), error: error.to_owned(), status }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl HttpResponseError for ApiError {
    fn status_code(&self) -> ErrorStatusCode {
        self.status
    }
}

impl From<HttpError> for ApiError {
    fn from(error: HttpError) -> Self {
        let errcode = match error.status_code.as_status() {
            StatusCode::PAYLOAD_TOO_LARGE => "M_TOO_LARGE",
            _ => "M_BAD_JSON",
        };
        let (error, status) = (error.external_message, error.status_code);
        Self { errcode: errcode.to_owned(), error, status }
    }
}

fn reply<T: JsonSchema + Send + Serialize + Sync + 'static>(body: T) -> Reply<T> {
    let mut response = HttpResponseHeaders::new_unnamed(HttpResponseOk(body));
    add_cors_headers(response.headers_mut());
    Ok(response)
}

fn caller(context: &Context) -> Result<Arc<Session>, ApiError> {
    let unauthorized = |errcode, message| ApiError::new(StatusCode::UNAUTHORIZED, errcode, message);
    let value = context.request.headers().get(http::header::AUTHORIZATION);
    let value = value.and_then(|value| value.to_str().ok()).and_then(|text| text.split_once(' '));
    match value {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer") => context
            .context()
            .session(token)
            .ok_or_else(|| unauthorized("M_UNKNOWN_TOKEN", "unknown or expired token")),
        _ => Err(unauthorized("M_MISSING_TOKEN", "missing access token")),
    }
}

#[derive(JsonSchema, Serialize)]
struct Whoami {
    #[schemars(with = "String")]
    user_id: UserId,
    #[schemars(with = "String")]
    device_id: DeviceId,
    is_guest: bool,
}

#[endpoint { method = GET, path = "/_matrix/client/v3/account/whoami" }]
async fn whoami(context: Context) -> Reply<Whoami> {
    let session = caller(&context)?;
    let (user_id, device_id) = (session.user_id.clone(), session.device_id.clone());
    reply(Whoami { user_id, device_id, is_guest: false })
}

#[derive(Deserialize, JsonSchema)]
struct UserPath {
    #[schemars(with = "String")]
    user_id: UserId,
}

#[derive(Deserialize, JsonSchema)]
struct DisplayName {
    displayname: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct Empty {}

#[endpoint { method = PUT, path = "/_matrix/client/v3/profile/{user_id}/displayname" }]
async fn set_display_name(
    context: Context,
    path: Path<UserPath>,
    body: TypedBody<DisplayName>,
) -> Reply<Empty> {
    let session = caller(&context)?;
    if path.into_inner().user_id != session.user_id {
        let message = "this is another user's profile";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "M_FORBIDDEN", message));
    }
    session.set_display_name(body.into_inner().displayname);
    reply(Empty {})
}

#[derive(Deserialize, JsonSchema)]
struct AuthData {
    r#type: Option<String>,
    #[allow(dead_code)]
    session: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code)]
struct Register {
    auth: Option<AuthData>,
    username: Option<String>,
    password: Option<String>,
    #[schemars(with = "Option<String>")]
    device_id: Option<DeviceId>,
    initial_device_display_name: Option<String>,
    inhibit_login: Option<bool>,
    refresh_token: Option<bool>,
    r#type: Option<String>,
    guest_access_token: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct Registered {
    #[schemars(with = "String")]
    user_id: UserId,
    access_token: String,
    #[schemars(with = "String")]
    device_id: DeviceId,
}

/// The response that asks for authentication is left out.
#[endpoint { method = POST, path = "/_matrix/client/v3/register" }]
async fn register(context: Context, body: TypedBody<Register>) -> Reply<Registered> {
    let body = body.into_inner();
    if body.auth.and_then(|auth| auth.r#type).as_deref() != Some("m.login.dummy") {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "M_UNAUTHORIZED", "authenticate"));
    }
    let name = body.username.as_deref().unwrap_or("guest");
    let account = context.context().register(name, body.device_id).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "M_INVALID_USERNAME", &error.to_string())
    })?;
    let (user_id, access_token) = (account.user_id, account.access_token);
    reply(Registered { user_id, access_token, device_id: account.device_id })
}

#[derive(JsonSchema, Serialize)]
struct Uploaded {
    #[schemars(with = "String")]
    content_uri: MxcUri,
}

#[endpoint { method = POST, path = "/_matrix/media/v3/upload" }]
async fn upload(context: Context, body: UntypedBody) -> Reply<Uploaded> {
    caller(&context)?;
    match context.context().upload(body.as_bytes()) {
        Ok(content_uri) => reply(Uploaded { content_uri }),
        Err(_) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Err(ApiError::new(status, "M_UNKNOWN", "internal server error"))
        }
    }
}

#[endpoint { method = GET, path = "/_matrix/client/v3/wait" }]
async fn wait(context: Context) -> Reply<Empty> {
    caller(&context)?;
    std::future::pending().await
}

async fn other(_: Context) -> Reply<Empty> {
    Err(ApiError::new(StatusCode::NOT_FOUND, "M_UNRECOGNIZED", "unknown endpoint"))
}

/// Starts the server on a free port.
///
/// # Panics
///
/// If it cannot.
#[must_use]
pub fn start(app: Arc<App>) -> HttpServer<Arc<App>> {
    let mut api = ApiDescription::new();
    api.register(whoami).expect("an endpoint");
    api.register(set_display_name).expect("an endpoint");
    api.register(register).expect("an endpoint");
    api.register(upload).expect("an endpoint");
    api.register(wait).expect("an endpoint");
    for (number, (method, path)) in AccountGet::paths().chain(AccountPost::paths()).enumerate() {
        // A variable must be an argument of the handler.
        if !path.contains('{') {
            let (id, versions) = (format!("other_{number}"), ApiEndpointVersions::All);
            let endpoint = ApiEndpoint::new(id, other, method, "application/json", path, versions);
            api.register(endpoint).expect("an endpoint");
        }
    }
    let config = ConfigDropshot {
        bind_address: ([127, 0, 0, 1], 0).into(),
        default_request_body_max_bytes: 2 * 1024 * 1024,
        ..ConfigDropshot::default()
    };
    let log = slog::Logger::root(slog::Discard, slog::o!());
    ServerBuilder::new(api, app, log).config(config).start().expect("a server")
}
