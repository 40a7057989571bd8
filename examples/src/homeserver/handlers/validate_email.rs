//! The page that an emailed link opens, and its button. These are endpoints of this server, not of the
//! Matrix specification, but are defined in the same way.
//!
//! Opening the link changes nothing, because mail scanners and browsers open links before people do, and
//! GET is a [safe method]. The button on the page sends a POST request, which validates the email address.
//!
//! [safe method]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1

use std::{sync::Arc, time::SystemTime};

use axum::extract::State;
use http::StatusCode;
use matrix_api::{ErrorCode, MatrixError, OutgoingRequest as _, SupportedVersions};

use super::validation_mail::action;
use crate::homeserver::{app::App, tokens::TokenHash};

/// The page that asks for a confirmation.
pub(super) mod page {
    use bytes::Bytes;

    matrix_api::ruma_api! {
        metadata {
            description: "Show what an emailed link confirms.",
            method: GET,
            name: "email_confirmation_page",
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
}

/// The confirmation itself.
pub(super) mod confirm {
    use bytes::Bytes;

    matrix_api::ruma_api! {
        metadata {
            description: "Validate an email address by the link that was sent to it.",
            method: POST,
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
}

const HTML: &str = "text/html; charset=utf-8";

/// The link with a secret.
pub(super) fn url(public_url: &str, secret: String) -> Result<String, MatrixError> {
    let request = page::Request::new(secret)
        .try_into_http_request(public_url, (), &SupportedVersions::unknown())
        .map_err(MatrixError::internal)?;
    Ok(request.uri().to_string())
}

/// Returns a page that says what the link confirms, with a button. Changes nothing.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    request: page::Request,
) -> Result<page::Response, MatrixError> {
    let link = TokenHash::of(&request.token);
    let found = app.store.validation_of_link(link, SystemTime::now()).await?;
    let (purpose, email) = found.ok_or_else(unknown_link)?;
    // A form without `action` is sent to the address of the page, with the secret.
    let content = format!(
        "<p>Someone wants to {} at {} with the email address <b>{}</b>.</p>\n\
         <p>Confirm only if it was you. Otherwise close this page.</p>\n\
         <form method=\"post\"><button>Confirm</button></form>",
        action(purpose),
        escape(app.server_name.as_str()),
        escape(&email),
    );
    Ok(page::Response::new(HTML.to_owned(), html(&content).into()))
}

/// Marks the email address as validated, and returns a page that says so.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    request: confirm::Request,
) -> Result<confirm::Response, MatrixError> {
    let link = TokenHash::of(&request.token);
    let email = app.store.validate_email(link, SystemTime::now()).await?;
    let email = escape(&email.ok_or_else(unknown_link)?);
    let content = format!("<p><b>{email}</b> is confirmed. You can close this page.</p>");
    Ok(confirm::Response::new(HTML.to_owned(), html(&content).into()))
}

fn unknown_link() -> MatrixError {
    let message = "this link is unknown, expired, or replaced by a newer one";
    MatrixError::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, message)
}

fn html(content: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Confirm your email address</title>\n{content}\n</html>\n"
    )
}

/// Escapes text for HTML: `a&b@example.org` is an email address.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_in_an_address_is_shown_as_text() {
        assert_eq!(escape("\"<b>&\"@a"), "&quot;&lt;b&gt;&amp;&quot;@a");
    }
}
