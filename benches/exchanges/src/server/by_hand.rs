//! The server written by hand on axum, as a careful engineer writes one for Matrix without a framework.
//!
//! It does what a client can see of a server by this project: the error codes of Matrix, identifiers that are valid, a limit on
//! bodies, CORS headers on all responses, a response to preflight requests.
//!
//! It does less than a server by this project. A request that its client abandons is dropped in the middle. A panic closes the
//! connection. A body may arrive as slowly as it likes, and the rest of an unread one is not drained. Nothing is traced, and
//! nobody can wait for the running requests. Tokens in the query are ignored. Error messages do not say which field is wrong.

mod error;
mod extract;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{MethodFilter, get, on, post, put},
};
use bytes::Bytes;
use http::{Method, StatusCode};
use matrix_api::identifiers::{DeviceId, MxcUri, UserId};
use serde::{Deserialize, Serialize};
use tower::util::MapResponseLayer;

use self::{
    error::ApiError,
    extract::{Caller, Content, JsonBody, UserPath},
};
use super::{
    add_cors_headers,
    app::App,
    cases::WAIT,
    routes::{AccountGet, AccountPost, Table},
};

#[derive(Serialize)]
struct Whoami {
    user_id: UserId,
    device_id: DeviceId,
    is_guest: bool,
}

async fn whoami(Caller(session): Caller) -> Json<Whoami> {
    let (user_id, device_id) = (session.user_id.clone(), session.device_id.clone());
    Json(Whoami { user_id, device_id, is_guest: false })
}

#[derive(Deserialize)]
struct DisplayName {
    displayname: Option<String>,
}

#[derive(Serialize)]
struct Empty {}

async fn set_display_name(
    Caller(session): Caller,
    UserPath(user_id): UserPath,
    JsonBody(body): JsonBody<DisplayName>,
) -> Result<Json<Empty>, ApiError> {
    if user_id != session.user_id {
        let message = "this is another user's profile";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "M_FORBIDDEN", message));
    }
    session.set_display_name(body.displayname);
    Ok(Json(Empty {}))
}

/// The server supports one stage of authentication, so it reads no members of the others.
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
struct Flow {
    stages: [&'static str; 1],
}

#[derive(Serialize)]
struct AuthenticationRequired {
    flows: [Flow; 1],
    session: &'static str,
}

async fn register(
    State(app): State<Arc<App>>,
    JsonBody(body): JsonBody<Register>,
) -> Result<Response, ApiError> {
    let stage = body.auth.as_ref().and_then(|auth| auth.r#type.as_deref());
    if stage != Some("m.login.dummy") {
        let flows = [Flow { stages: ["m.login.dummy"] }];
        let required = AuthenticationRequired { flows, session: "xxxxxxyzdkr9ZKL" };
        return Ok((StatusCode::UNAUTHORIZED, Json(required)).into_response());
    }
    let name = body.username.as_deref().unwrap_or("guest");
    let account = app.register(name, body.device_id).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "M_INVALID_USERNAME", error.to_string())
    })?;
    let (user_id, access_token) = (account.user_id, account.access_token);
    Ok(Json(Registered { user_id, access_token, device_id: account.device_id }).into_response())
}

#[derive(Serialize)]
struct Uploaded {
    content_uri: MxcUri,
}

async fn upload(
    State(app): State<Arc<App>>,
    _: Caller,
    Content(content): Content,
) -> Result<Json<Uploaded>, ApiError> {
    match app.upload(&content) {
        Ok(content_uri) => Ok(Json(Uploaded { content_uri })),
        Err(_) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Err(ApiError::new(status, "M_UNKNOWN", "internal server error"))
        }
    }
}

/// Never responds: for measuring the memory of requests under way.
async fn wait(_: Caller) -> Json<Empty> {
    std::future::pending().await
}

/// The handler of the endpoints that no case requests.
async fn other(_: Bytes) -> ApiError {
    ApiError::unrecognized()
}

async fn unknown_path(method: Method) -> Response {
    match method {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => ApiError::unrecognized().into_response(),
    }
}

async fn wrong_method(method: Method) -> Response {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    match method {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => ApiError::new(status, "M_UNRECOGNIZED", "method not allowed").into_response(),
    }
}

/// The server, as a router.
///
/// `MapResponseLayer` of tower takes a plain function. With `map_response` of axum, a request takes 1,000 instructions more.
#[must_use]
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new().route(WAIT, get(wait));
    for version in ["r0", "v3"] {
        let client = format!("/_matrix/client/{version}");
        router = router
            .route(&format!("{client}/account/whoami"), get(whoami))
            .route(&format!("{client}/profile/{{user_id}}/displayname"), put(set_display_name))
            .route(&format!("{client}/register"), post(register))
            .route(&format!("/_matrix/media/{version}/upload"), post(upload));
    }
    finish(router, AccountGet::paths().chain(AccountPost::paths()), app)
}

/// A server with two endpoints of cases, and other paths.
#[must_use]
pub fn router_among<T: Table>(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for version in ["r0", "v3"] {
        let client = format!("/_matrix/client/{version}");
        router = router
            .route(&format!("{client}/account/whoami"), get(whoami))
            .route(&format!("{client}/profile/{{user_id}}/displayname"), put(set_display_name));
    }
    finish(router, T::paths(), app)
}

fn finish(
    mut router: Router<Arc<App>>,
    other_paths: impl Iterator<Item = (Method, &'static str)>,
    app: Arc<App>,
) -> Router {
    for (method, path) in other_paths {
        let method = MethodFilter::try_from(method).expect("a method of HTTP");
        router = router.route(path, on(method, other));
    }
    router.fallback(unknown_path).method_not_allowed_fallback(wrong_method).with_state(app).layer(
        MapResponseLayer::new(|mut response: Response| {
            add_cors_headers(response.headers_mut());
            response
        }),
    )
}
