//! Servers of the same endpoints, and the requests that they get.
//!
//! All parties have the same state, the [application](app), and respond to each [case](cases) with the same status, headers
//! and body. All of them route the same paths: those of the 32 endpoints of `matrix-client-account`, and two more.

pub mod app;
pub mod by_hand;
pub mod cases;
mod frames;
pub mod ours;

/// The paths of the endpoints that no case requests. The handlers of all parties refuse these requests.
fn other_paths() -> impl Iterator<Item = (http::Method, &'static str)> {
    let others = matrix_client_account::ENDPOINTS.iter().map(|endpoint| endpoint.metadata());
    let others = others.filter(|metadata| !["whoami", "register"].contains(&metadata.name));
    others.flat_map(|metadata| {
        metadata.path.templates().map(|template| (metadata.method.clone(), template.as_str()))
    })
}
