//! Text messages that prove a phone number: this server sends none.

use std::sync::Arc;

use http::StatusCode;
use matrix_api::ErrorCode;
use matrix_client_account::{
    request_3pid_token_via_msisdn, request_password_change_token_via_msisdn,
    request_register_token_via_msisdn,
};

use crate::homeserver::{app::App, rejection::Rejection};

const MESSAGE: &str = "this server sends no text messages: use a mail address";

/// Phone numbers are not permitted for a registration.
pub(super) async fn for_registration(
    _: Arc<App>,
    _: request_register_token_via_msisdn::Request,
    (): (),
) -> Result<request_register_token_via_msisdn::Response, Rejection> {
    Err(Rejection::new(StatusCode::FORBIDDEN, ErrorCode::ThreepidDenied, MESSAGE))
}

/// No account has a phone number.
pub(super) async fn for_password_change(
    _: Arc<App>,
    _: request_password_change_token_via_msisdn::Request,
    (): (),
) -> Result<request_password_change_token_via_msisdn::Response, Rejection> {
    Err(Rejection::bad_request(ErrorCode::ThreepidNotFound, MESSAGE))
}

/// Accounts have no phone numbers.
pub(super) async fn for_account(
    _: Arc<App>,
    _: request_3pid_token_via_msisdn::Request,
    (): (),
) -> Result<request_3pid_token_via_msisdn::Response, Rejection> {
    Err(Rejection::bad_request(ErrorCode::ThreepidMediumNotSupported, MESSAGE))
}
