//! A server with fixed responses to the calls of clients. Prints its address, and runs until it is killed.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Response, header::AUTHORIZATION},
    routing::{get, post, put},
};
use matrix_api_exchanges::client::calls::{Call, REFUSED_TOKEN};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let router = Router::new()
        .route("/_matrix/client/v3/account/whoami", get(whoami))
        .route(
            "/_matrix/client/v3/profile/{user}/displayname",
            put(|_: axum::body::Bytes| answer(Call::SetDisplayName)),
        )
        .route("/_matrix/client/v3/register", post(|_: axum::body::Bytes| answer(Call::Register)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let listener = axum::serve::ListenerExt::tap_io(listener, |connection| {
        connection.set_nodelay(true).expect("a connection");
    });
    axum::serve(listener, router).await
}

async fn whoami(headers: HeaderMap) -> Response<Body> {
    let is_refused = headers[AUTHORIZATION].as_bytes().ends_with(REFUSED_TOKEN.as_bytes());
    answer(if is_refused { Call::Refused } else { Call::Whoami }).await
}

async fn answer(call: Call) -> Response<Body> {
    call.response().map(Body::from)
}
