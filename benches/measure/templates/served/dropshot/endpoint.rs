//! An endpoint that registers an account.

use dropshot::{HttpError, HttpResponseOk, Query, RequestContext, TypedBody, endpoint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::shared::{AuthenticationData, RegistrationKind, Server};

/// The query of a request.
#[derive(Deserialize, JsonSchema)]
pub struct Parameters {
    /// The kind of account.
    pub kind: Option<RegistrationKind>,
}

/// The body of a request.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RequestNUMBER")]
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResponseNUMBER")]
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
#[endpoint {
    method = POST,
    path = "/_matrix/client/v3/NUMBER/register",
    operation_id = "register_NUMBER",
}]
pub async fn register(
    context: RequestContext<Server>,
    _: Query<Parameters>,
    request: TypedBody<Request>,
) -> Result<HttpResponseOk<Response>, HttpError> {
    let (server, request) = (context.context(), request.into_inner());
    let (user_id, access_token) = server.register(request.username)?;
    let device_id = request.device_id.unwrap_or_else(|| server.device_id());
    Ok(HttpResponseOk(Response { access_token, home_server: server.name(), user_id, device_id }))
}
