//! The server by this project: `Api`, as its documentation shows.
//!
//! What it does and the others do not: a request completes if its client disconnects, a panic becomes a response, a body
//! must arrive in time, an unread body is drained, requests are traced and counted.

use std::sync::Arc;

use axum::{Router, extract::State};
use bytes::Bytes;
use http::{Request, StatusCode};
use matrix_api::{
    Endpoint, ErrorCode, MatrixError,
    authentication::{AccessToken, AppserviceIdentity, AppserviceTokenOptional, BearerToken},
    server::{Api, Authenticate, Caller},
};
use matrix_client_account::{
    register,
    uiaa::{AuthData, AuthFlow, AuthStage, UiaaInfo, UiaaResponse},
    whoami,
};

use super::{
    app::{App, Session},
    routes::{AccountGet, AccountPost, Table, Unrequested},
};

pub mod set_display_name {
    matrix_api::ruma_api! {
        metadata {
            description: "Set the display name of a user.",
            method: PUT,
            name: "set_display_name",
            history: {
                1.0 => "/_matrix/client/r0/profile/{user_id}/displayname",
                1.1 => "/_matrix/client/v3/profile/{user_id}/displayname",
            },
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub user_id: matrix_api::identifiers::UserId,
            pub displayname: Option<String>,
        }
        response {}
    }
}

pub mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Upload content.",
            method: POST,
            name: "upload",
            history: {
                1.0 => "/_matrix/media/r0/upload",
                1.1 => "/_matrix/media/v3/upload",
            },
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            #[ruma_api(raw_body)]
            pub content: bytes::Bytes,
        }
        response {
            pub content_uri: matrix_api::identifiers::MxcUri,
        }
    }
}

/// Its handler never responds: for measuring the memory of requests under way.
pub mod wait {
    matrix_api::ruma_api! {
        metadata {
            description: "Wait for ever.",
            method: GET,
            name: "wait",
            path: "/_matrix/client/v3/wait",
            rate_limited: true,
            requires_authentication: true,
        }
        request {}
        response {}
    }
}

impl Authenticate<AccessToken> for App {
    type Identity = Arc<Session>;

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<Arc<Session>, MatrixError> {
        self.session(token.as_str()).ok_or_else(MatrixError::unknown_token)
    }
}

/// There are no application services.
impl Authenticate<AppserviceTokenOptional> for App {
    type Identity = ();

    async fn authenticate(
        &self,
        _: Option<AppserviceIdentity>,
        _: &Request<Bytes>,
    ) -> Result<(), MatrixError> {
        Ok(())
    }
}

async fn whoami(
    Caller(session): Caller<Arc<Session>>,
    _: whoami::Request,
) -> Result<whoami::Response, MatrixError> {
    Ok(whoami::Response::new(session.user_id.clone())
        .device_id(session.device_id.clone())
        .is_guest(false))
}

async fn set_display_name(
    Caller(session): Caller<Arc<Session>>,
    request: set_display_name::Request,
) -> Result<set_display_name::Response, MatrixError> {
    if request.user_id != session.user_id {
        let message = "this is another user's profile";
        return Err(MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message));
    }
    session.set_display_name(request.displayname);
    Ok(set_display_name::Response::new())
}

async fn register(
    State(app): State<Arc<App>>,
    request: register::Request,
) -> Result<register::Response, UiaaResponse> {
    let Some(AuthData::Dummy(_)) = request.auth else {
        let flows = vec![AuthFlow::new(vec![AuthStage::Dummy])];
        return Err(UiaaInfo::new(flows).with_session("xxxxxxyzdkr9ZKL").into());
    };
    let name = request.username.as_deref().unwrap_or("guest");
    let account = app.register(name, request.device_id).map_err(|error| {
        let message = error.to_string();
        MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::InvalidUsername, message)
    })?;
    Ok(register::Response::new(account.user_id)
        .access_token(account.access_token)
        .device_id(account.device_id))
}

async fn upload(
    State(app): State<Arc<App>>,
    request: upload::Request,
) -> Result<upload::Response, MatrixError> {
    let uri = app.upload(&request.content).map_err(MatrixError::internal)?;
    Ok(upload::Response::new(uri))
}

async fn wait(_: Caller<Arc<Session>>, _: wait::Request) -> Result<wait::Response, MatrixError> {
    std::future::pending().await
}

/// The handler of the endpoints that no case requests.
async fn other<R: Endpoint>(_: R) -> Result<R::Response, MatrixError> {
    Err(MatrixError::unrecognized())
}

/// The server, as a router.
#[must_use]
pub fn router(app: Arc<App>) -> Router {
    let api = Api::new()
        .endpoint(whoami)
        .endpoint(set_display_name)
        .endpoint(register)
        .endpoint(upload)
        .endpoint(wait)
        .endpoint(other::<Unrequested<AccountGet>>)
        .endpoint(other::<Unrequested<AccountPost>>);
    api.into_router(app).expect("no two endpoints have the same path")
}

/// A server with two endpoints of cases, and other paths.
#[must_use]
pub fn router_among<T: Table>(app: Arc<App>) -> Router {
    let api =
        Api::new().endpoint(whoami).endpoint(set_display_name).endpoint(other::<Unrequested<T>>);
    api.into_router(app).expect("no two endpoints have the same path")
}
