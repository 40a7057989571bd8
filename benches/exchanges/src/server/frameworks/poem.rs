//! The server of poem-openapi.
//!
//! It does less than the others: there is no limit on bodies, because poem's requires a `Content-Length` of all requests, and there
//! are no preflight responses. It knows one error code for bodies that are not JSON and those of another shape. The members of
//! its JSON objects are in the order of the alphabet, and its `Content-Type` has a charset.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use http::{Method, StatusCode, header};
use matrix_api::identifiers::{DeviceId, UserId};
use poem::{
    Endpoint, EndpointExt as _, Request, Response,
    endpoint::{BoxEndpoint, make},
    middleware::SetHeader,
    web::Data,
};
use poem_openapi::{
    ApiResponse, Object, OpenApi, OpenApiService, SecurityScheme,
    auth::Bearer,
    param::Path,
    payload::{Binary, Json},
    registry::{MetaApi, Registry},
};

use crate::server::{
    app::{App, Session},
    routes::{AccountGet, AccountPost, Table as _},
};

#[derive(Object)]
struct ErrorBody {
    errcode: String,
    error: String,
}

/// The error responses of Matrix.
#[derive(ApiResponse)]
enum Failure {
    #[oai(status = 400)]
    BadRequest(Json<ErrorBody>),
    #[oai(status = 401)]
    Unauthorized(Json<ErrorBody>),
    #[oai(status = 403)]
    Forbidden(Json<ErrorBody>),
    #[oai(status = 404)]
    NotFound(Json<ErrorBody>),
    #[oai(status = 500)]
    Internal(Json<ErrorBody>),
}

fn error_body(errcode: &str, error: &str) -> Json<ErrorBody> {
    Json(ErrorBody { errcode: errcode.to_owned(), error: error.to_owned() })
}

fn unrecognized() -> Failure {
    Failure::NotFound(error_body("M_UNRECOGNIZED", "unknown endpoint"))
}

/// The errors of the framework as those of Matrix.
async fn convert_error(error: poem::Error) -> Response {
    if error.is_from_response() {
        return error.into_response();
    }
    let failure = match error.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => unrecognized(),
        StatusCode::UNAUTHORIZED => {
            Failure::Unauthorized(error_body("M_MISSING_TOKEN", "missing access token"))
        }
        StatusCode::BAD_REQUEST => {
            Failure::BadRequest(error_body("M_BAD_JSON", "the request is invalid"))
        }
        _ => Failure::Internal(error_body("M_UNKNOWN", "internal server error")),
    };
    poem::Error::from(failure).into_response()
}

#[derive(SecurityScheme)]
#[oai(ty = "bearer", checker = "session_of")]
struct Caller(Arc<Session>);

async fn session_of(request: &Request, bearer: Bearer) -> poem::Result<Arc<Session>> {
    let app = request.data::<Arc<App>>().expect("the router has the application");
    app.session(&bearer.token).ok_or_else(|| {
        let body = error_body("M_UNKNOWN_TOKEN", "unknown or expired token");
        Failure::Unauthorized(body).into()
    })
}

#[derive(Object)]
struct Whoami {
    user_id: String,
    device_id: String,
    is_guest: bool,
}

#[derive(Object)]
struct DisplayName {
    displayname: Option<String>,
}

#[derive(Object)]
struct Empty {}

#[derive(Object)]
struct AuthData {
    #[oai(rename = "type")]
    stage: Option<String>,
    session: Option<String>,
}

#[derive(Object)]
struct Register {
    auth: Option<AuthData>,
    username: Option<String>,
    password: Option<String>,
    device_id: Option<String>,
    initial_device_display_name: Option<String>,
    inhibit_login: Option<bool>,
    refresh_token: Option<bool>,
    #[oai(rename = "type")]
    login_type: Option<String>,
    guest_access_token: Option<String>,
}

#[derive(Object)]
struct Registered {
    user_id: String,
    access_token: String,
    device_id: String,
}

#[derive(Object)]
struct Uploaded {
    content_uri: String,
}

struct Accounts;

#[OpenApi]
impl Accounts {
    #[oai(path = "/_matrix/client/v3/account/whoami", method = "get")]
    async fn whoami(&self, caller: Caller) -> Json<Whoami> {
        let Caller(session) = caller;
        let (user_id, device_id) = (session.user_id.to_string(), session.device_id.to_string());
        Json(Whoami { user_id, device_id, is_guest: false })
    }

    #[oai(path = "/_matrix/client/v3/profile/:user_id/displayname", method = "put")]
    async fn set_display_name(
        &self,
        caller: Caller,
        user_id: Path<String>,
        body: Json<DisplayName>,
    ) -> Result<Json<Empty>, Failure> {
        let user_id = UserId::try_from(user_id.0)
            .map_err(|_| Failure::BadRequest(error_body("M_INVALID_PARAM", "invalid user ID")))?;
        let Caller(session) = caller;
        if user_id != session.user_id {
            let message = "this is another user's profile";
            return Err(Failure::Forbidden(error_body("M_FORBIDDEN", message)));
        }
        session.set_display_name(body.0.displayname);
        Ok(Json(Empty {}))
    }

    /// The response that asks for authentication is left out.
    #[oai(path = "/_matrix/client/v3/register", method = "post")]
    async fn register(
        &self,
        app: Data<&Arc<App>>,
        body: Json<Register>,
    ) -> Result<Json<Registered>, Failure> {
        let Json(body) = body;
        if body.auth.and_then(|auth| auth.stage).as_deref() != Some("m.login.dummy") {
            return Err(Failure::Unauthorized(error_body("M_UNAUTHORIZED", "authenticate")));
        }
        let invalid = |_| Failure::BadRequest(error_body("M_INVALID_USERNAME", "invalid name"));
        let device_id = body.device_id.map(DeviceId::try_from).transpose().map_err(invalid)?;
        let name = body.username.as_deref().unwrap_or("guest");
        let account = app.register(name, device_id).map_err(invalid)?;
        Ok(Json(Registered {
            user_id: account.user_id.to_string(),
            access_token: account.access_token,
            device_id: account.device_id.to_string(),
        }))
    }

    #[oai(path = "/_matrix/media/v3/upload", method = "post")]
    async fn upload(
        &self,
        _caller: Caller,
        app: Data<&Arc<App>>,
        body: Binary<Bytes>,
    ) -> Result<Json<Uploaded>, Failure> {
        let uri = app.upload(&body.0);
        let uri =
            uri.map_err(|_| Failure::Internal(error_body("M_UNKNOWN", "internal server error")))?;
        Ok(Json(Uploaded { content_uri: uri.to_string() }))
    }

    #[oai(path = "/_matrix/client/v3/wait", method = "get")]
    async fn wait(&self, _caller: Caller) -> Json<Empty> {
        std::future::pending().await
    }
}

/// The endpoints that no case requests, as routes of the same table.
struct Others;

impl OpenApi for Others {
    fn meta() -> Vec<MetaApi> {
        Vec::new()
    }

    fn register(_: &mut Registry) {}

    fn add_routes(self, routes: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        for (method, path) in AccountGet::paths().chain(AccountPost::paths()) {
            let endpoint = make(async |_| poem::Error::from(unrecognized()).into_response());
            routes.entry(path.to_owned()).or_default().insert(method, endpoint.boxed());
        }
    }
}

/// The server, as an endpoint. Its document is served nowhere.
pub fn endpoint(app: Arc<App>) -> impl Endpoint<Output = Response> + 'static {
    OpenApiService::new((Accounts, Others), "Accounts", "1.0")
        .data(app)
        .catch_all_error(convert_error)
        .with(cors_headers())
}

/// `Cors` of poem adds headers to preflight responses and to requests with `Origin` only.
fn cors_headers() -> SetHeader {
    SetHeader::new()
        .overriding(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .overriding(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS")
        .overriding(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "X-Requested-With, Content-Type, Authorization",
        )
        .overriding(header::ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After")
}
