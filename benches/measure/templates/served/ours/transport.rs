//! A transport that reaches no server.

use std::time::Duration;

use matrix_api::{
    bytes::Bytes,
    client::TransportError,
    http::{Request, Response},
};

/// Fails always.
pub struct Transport;

impl matrix_api::client::Transport for Transport {
    async fn send(&self, _: Request<Bytes>, _: usize) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::connect("there is no server"))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
