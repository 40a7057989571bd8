//! The page that an emailed link opens. It is an endpoint of this server, not of the Matrix
//! specification, but is defined in the same way.

use std::{sync::Arc, time::SystemTime};

use axum::extract::State;
use bytes::Bytes;
use http::StatusCode;
use matrix_api::{ErrorCode, MatrixError, OutgoingRequest as _, SupportedVersions};

use crate::homeserver::{app::App, tokens::TokenHash};

matrix_api::ruma_api! {
    metadata {
        description: "Validate an email address by the link that was sent to it.",
        method: GET,
        name: "validate_email",
        path: "/_account_server/validate_email",
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The secret in the link.
        #[ruma_api(query, secret)]
        pub token: String,
    }

    response {
        /// The content type of the page.
        #[ruma_api(header = CONTENT_TYPE)]
        pub content_type: String,

        /// The page.
        #[ruma_api(raw_body)]
        pub page: Bytes,
    }
}

/// The link with a secret.
pub(super) fn url(public_url: &str, secret: String) -> Result<String, MatrixError> {
    let request = Request::new(secret)
        .try_into_http_request(public_url, (), &SupportedVersions::unknown())
        .map_err(MatrixError::internal)?;
    Ok(request.uri().to_string())
}

/// Marks the email address as validated, and returns a page that says so.
pub(super) async fn validate_email(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, MatrixError> {
    let link = TokenHash::of(&request.token);
    match app.store.validate_email(link, SystemTime::now()).await? {
        Some(email) => {
            let page = format!("{email} is confirmed. You can close this page.\n");
            Ok(Response::new("text/plain; charset=utf-8".to_owned(), page.into()))
        }
        None => Err(MatrixError::new(
            StatusCode::NOT_FOUND,
            ErrorCode::NotFound,
            "this link is unknown, expired, or replaced by a newer one",
        )),
    }
}
