//! An endpoint that registers an account.

use axum::{
    Json,
    extract::{Query, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::shared::{AuthenticationData, MatrixError, RegistrationKind, Server};

/// The query of a request.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Parameters {
    /// The kind of account.
    pub kind: Option<RegistrationKind>,
}

/// The body of a request.
#[derive(Deserialize, ToSchema)]
#[schema(as = RequestNUMBER)]
pub struct Request {
    /// The password of the account.
    pub password: Option<String>,

    /// The localpart of the new user ID.
    pub username: Option<String>,

    /// The ID of the client device.
    pub device_id: Option<String>,

    /// The display name of a new device.
    pub initial_device_display_name: Option<String>,

    /// The data for a stage of user-interactive authentication.
    pub auth: Option<AuthenticationData>,
}

/// The body of a response.
#[derive(Serialize, ToSchema)]
#[schema(as = ResponseNUMBER)]
pub struct Response {
    /// The access token for further requests.
    pub access_token: String,

    /// The name of the homeserver.
    pub home_server: String,

    /// The user ID of the account.
    pub user_id: String,

    /// The ID of the device.
    pub device_id: String,
}

/// Registers an account.
#[utoipa::path(
    post,
    path = "/_matrix/client/v3/NUMBER/register",
    operation_id = "register_NUMBER",
    params(Parameters),
    request_body = Request,
    responses(
        (status = OK, description = "The account", body = Response),
        (status = BAD_REQUEST, description = "An error", body = MatrixError),
    ),
)]
pub async fn register(
    State(server): State<Server>,
    Query(_parameters): Query<Parameters>,
    Json(request): Json<Request>,
) -> Result<Json<Response>, MatrixError> {
    let (user_id, access_token) = server.register(request.username)?;
    let device_id = request.device_id.unwrap_or_else(|| server.device_id());
    Ok(Json(Response { access_token, home_server: server.name(), user_id, device_id }))
}
