//! Single sign-on: none. No identity provider stands behind this server, and none is advertised
//! among the ways to log in.

use std::sync::Arc;

use matrix_client_account::session::{sso_redirect, sso_redirect_to_idp};

use crate::homeserver::{app::App, rejection::Rejection};

const MESSAGE: &str = "this server has no single sign-on";

/// Refuses to send a browser anywhere.
pub(super) async fn redirect(
    _: Arc<App>,
    _: sso_redirect::Request,
    (): (),
) -> Result<sso_redirect::Response, Rejection> {
    Err(Rejection::unsupported(MESSAGE))
}

/// The same, for a provider that the client names.
pub(super) async fn redirect_to_idp(
    _: Arc<App>,
    _: sso_redirect_to_idp::Request,
    (): (),
) -> Result<sso_redirect_to_idp::Response, Rejection> {
    Err(Rejection::unsupported(MESSAGE))
}
