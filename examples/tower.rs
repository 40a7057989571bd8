//! A client with layers of `tower`, and no network: it calls the router of a server in the same process.
//!
//! ```text
//! cargo run --example tower
//! ```

use std::{
    collections::HashSet,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::extract::State;
use matrix_api::{
    ErrorCode, MatrixError,
    client::{ClientBuilder, RequestBody, TowerTransport},
    http::{self, HeaderValue, StatusCode},
    server::Api,
};
use matrix_client_account::get_username_availability::{Request, Response};
use tower::ServiceBuilder;

const PROXY_TOKEN: HeaderValue = HeaderValue::from_static("proxy-token");

/// What the server knows.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
    /// Running requests, and the most at the same time.
    running: AtomicUsize,
    most: AtomicUsize,
}

async fn availability(
    State(names): State<Arc<Names>>,
    request: Request,
) -> Result<Response, MatrixError> {
    let running = names.running.fetch_add(1, Ordering::SeqCst) + 1;
    names.most.fetch_max(running, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(10)).await;
    names.running.fetch_sub(1, Ordering::SeqCst);
    if names.taken.contains(&request.username) {
        let message = "this username is taken";
        return Err(MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::UserInUse, message));
    }
    Ok(Response::new().available(true))
}

/// Stands in for a proxy: only requests with its token reach the server.
async fn proxy(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    if request.headers().get("x-proxy-token") == Some(&PROXY_TOKEN) {
        return next.run(request).await;
    }
    let mut refused = axum::response::Response::default();
    *refused.status_mut() = StatusCode::PROXY_AUTHENTICATION_REQUIRED;
    refused
}

/// Asks for eight names at once, and returns a line for each with the most requests that ran at the same time.
pub async fn ask_for_names() -> Result<(Vec<String>, usize), Box<dyn Error>> {
    let names = Arc::new(Names { taken: HashSet::from(["name_3".to_owned()]), ..Names::default() });
    let router = Api::new().endpoint(availability).into_router(Arc::clone(&names))?;
    let router = router.layer(axum::middleware::from_fn(proxy));

    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .map_request(|mut request: http::Request<RequestBody>| {
            request.headers_mut().insert("x-proxy-token", PROXY_TOKEN);
            request
        })
        .service(router);
    let client = ClientBuilder::new(TowerTransport::new(service))
        .supported_versions(matrix_api::SupportedVersions::from([matrix_api::MatrixVersion::V1_1]))
        .build("http://in-process")?;

    let calls = (0..8).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            let name = format!("name_{number}");
            match client.send(&Request::new(name.clone())).await {
                Ok(_) => format!("{name} is available"),
                Err(error) => format!("{name}: {error}"),
            }
        })
    });
    let mut lines = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        lines.push(call.await?);
    }
    Ok((lines, names.most.load(Ordering::SeqCst)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (lines, most) = ask_for_names().await?;
    println!("{}\nat most {most} requests ran at the same time", lines.join("\n"));
    Ok(())
}
