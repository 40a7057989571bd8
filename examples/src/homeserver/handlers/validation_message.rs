//! Text messages that validate a phone number. This server does not send them.

use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::{
    request_3pid_token_via_msisdn, request_password_change_token_via_msisdn,
    request_register_token_via_msisdn,
};

use crate::homeserver::errors::{bad_request, forbidden};

const MESSAGE: &str = "this server does not send text messages; use an email address";

/// Fails: a registration cannot use a phone number.
pub(super) async fn for_registration(
    _: request_register_token_via_msisdn::Request,
) -> Result<request_register_token_via_msisdn::Response, MatrixError> {
    Err(forbidden(ErrorCode::ThreepidDenied, MESSAGE))
}

/// Fails: no account has a phone number.
pub(super) async fn for_password_change(
    _: request_password_change_token_via_msisdn::Request,
) -> Result<request_password_change_token_via_msisdn::Response, MatrixError> {
    Err(bad_request(ErrorCode::ThreepidNotFound, MESSAGE))
}

/// Fails: accounts cannot have phone numbers.
pub(super) async fn for_account(
    _: request_3pid_token_via_msisdn::Request,
) -> Result<request_3pid_token_via_msisdn::Response, MatrixError> {
    Err(bad_request(ErrorCode::ThreepidMediumNotSupported, MESSAGE))
}
