//! An endpoint that registers an account.

use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use crate::shared::{AuthenticationData, MatrixError, RegistrationKind, Server};

/// The body of a request.
#[derive(Object)]
#[oai(rename = "RequestNUMBER")]
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
#[derive(Object)]
#[oai(rename = "ResponseNUMBER")]
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

/// The endpoint.
pub struct Register;

#[OpenApi]
impl Register {
    /// Registers an account.
    #[oai(
        path = "/_matrix/client/v3/NUMBER/register",
        method = "post",
        operation_id = "register_NUMBER"
    )]
    async fn register(
        &self,
        server: Data<&Server>,
        /// The kind of account.
        #[allow(unused_variables)]
        kind: Query<Option<RegistrationKind>>,
        request: Json<Request>,
    ) -> Result<Json<Response>, MatrixError> {
        let request = request.0;
        let (user_id, access_token) = server.register(request.username)?;
        let device_id = request.device_id.unwrap_or_else(|| server.device_id());
        Ok(Json(Response { access_token, home_server: server.name(), user_id, device_id }))
    }
}
