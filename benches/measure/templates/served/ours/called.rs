
/// Calls the endpoint.
pub async fn call(
    client: &matrix_api::client::Client<crate::transport::Transport>,
    username: String,
) -> Option<Response> {
    client.send(&Request::new().username(username)).await.ok()
}
