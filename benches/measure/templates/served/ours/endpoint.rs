
use axum::extract::State;
use matrix_api::MatrixError;

use crate::shared::Server;

/// Registers an account.
pub async fn register(
    State(server): State<Server>,
    request: Request,
) -> Result<Response, MatrixError> {
    let (user_id, access_token) = server.register(request.username)?;
    let device_id = request.device_id.unwrap_or_else(|| server.device_id());
    Ok(Response::new(access_token, server.name(), user_id, device_id))
}
