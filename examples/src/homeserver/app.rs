//! The application state and the router.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    Router,
    extract::{ConnectInfo, Extension, Request, State},
    middleware::{Next, from_fn_with_state, map_response},
    response::Response,
};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
};
use matrix_api::{
    MatrixError, Metadata,
    identifiers::{ServerName, UserId},
    openapi::OpenApi,
    server::{ApiError, RunningRequests},
};

use super::{
    abuse_limits::AbuseLimiter,
    config::Config,
    handlers,
    interactive_auth::AuthSessions,
    localpart::Localpart,
    mail::Mailer,
    passwords::Passwords,
    rate_limit::{RateLimiter, network},
    store::Store,
    temporary_folder::TemporaryFolder,
};

/// The application state that the handlers share.
pub(super) struct App {
    pub(super) config: Config,
    pub(super) server_name: ServerName,
    pub(super) public_url: String,
    pub(super) store: Store,
    pub(super) passwords: Passwords,
    pub(super) auth_sessions: AuthSessions,
    pub(super) mailer: Mailer,
    pub(super) rate_limiter: RateLimiter<IpAddr>,
    pub(super) abuse_limiter: AbuseLimiter,
    /// Declared after the store, so that the store closes its file before the folder is removed.
    pub(super) _temporary_folder: Option<TemporaryFolder>,
}

impl App {
    /// The user ID of an account.
    pub(super) fn user_id(&self, account: &Localpart) -> Result<UserId, MatrixError> {
        UserId::new(account.as_str(), &self.server_name).map_err(MatrixError::internal)
    }
}

/// The path of the page that documents the endpoints.
pub(super) const DOCUMENTATION: &str = "/docs";

/// Creates the router of all endpoints and their documentation, and a count of the requests that it handles.
pub(super) fn router(app: Arc<App>) -> Result<(Router, RunningRequests), ApiError> {
    let api = handlers::api()
        .body_limit(app.config.body_limit)
        .body_timeout(app.config.body_timeout)
        .layer(from_fn_with_state(Arc::clone(&app), limit_rate))
        .documentation(DOCUMENTATION, documentation());
    let running = api.running_requests();
    let router = api.into_router(app)?.layer(map_response(add_security_headers));
    Ok((router, running))
}

/// What the documentation says beside the endpoints.
fn documentation() -> OpenApi {
    OpenApi::new("Account homeserver")
        .api_version(env!("CARGO_PKG_VERSION"))
        .description(
            "Accounts of the Matrix Client-Server API on the example homeserver.\n\n\
             To try it, send the first example of `register` without `session`, and enter the \
             `access_token` of the response under *Authorize*.",
        )
        .main_tag("account", "Registration, passwords and addresses")
        .tag("session", "Logging in and out, and access tokens")
        .tag("discovery", "What a server is and supports")
        .tag("openid", "Who a token belongs to, for other services")
        .tag("validate_email", "The page that confirms an email address")
}

/// Adds headers that keep browsers and caches from leaking secrets.
///
/// Responses with tokens [must not be stored], and almost all responses are about one user. The address
/// of the confirmation page is a secret, which browsers must not send to other servers as a referrer. The
/// documentation has headers of its own.
///
/// [must not be stored]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
async fn add_security_headers(mut response: Response) -> Response {
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
    ] {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Limits the rate of requests from one IP address to rate-limited endpoints.
async fn limit_rate(
    State(app): State<Arc<App>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Extension(endpoint): Extension<&'static Metadata>,
    request: Request,
    next: Next,
) -> Result<Response, MatrixError> {
    if endpoint.rate_limited {
        app.rate_limiter
            .check(network(client.ip()), Instant::now())
            .map_err(MatrixError::limit_exceeded)?;
    }
    Ok(next.run(request).await)
}
