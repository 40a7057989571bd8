//! The handlers of the endpoints.

mod change_password;
mod deactivate;
mod discovery;
mod interactive;
mod known_user;
mod login;
mod new_device;
mod openid;
mod register;
mod session;
mod single_sign_on;
mod third_party_ids;
mod validate_email;
mod validation_mail;
mod validation_message;

use std::sync::Arc;

use matrix_api::server::Api;
use matrix_client_account::session::{sso_redirect, sso_redirect_to_idp};

use super::app::App;

/// All endpoints of the server with their handlers.
pub(super) fn api() -> Api<Arc<App>> {
    Api::new()
        .endpoint(register::register)
        .endpoint(register::availability)
        .endpoint(register::token_validity)
        .endpoint(change_password::change_password)
        .endpoint(deactivate::deactivate)
        .endpoint(openid::request_token)
        .endpoint(openid::userinfo)
        .endpoint(third_party_ids::list)
        .endpoint(third_party_ids::post)
        .endpoint(third_party_ids::add)
        .endpoint(third_party_ids::bind)
        .endpoint(third_party_ids::unbind)
        .endpoint(third_party_ids::delete)
        .endpoint(validation_mail::for_registration)
        .endpoint(validation_mail::for_password_change)
        .endpoint(validation_mail::for_account)
        .endpoint(validation_message::for_registration)
        .endpoint(validation_message::for_password_change)
        .endpoint(validation_message::for_account)
        .endpoint(validate_email::page)
        .endpoint(validate_email::confirm)
        .endpoint(login::flows)
        .endpoint(login::login)
        .endpoint(login::get_token)
        .endpoint(single_sign_on::redirect)
        .endpoint(single_sign_on::redirect_to_idp)
        // Each redirect creates a login token, so that HEAD would have an effect.
        .without_head_of::<sso_redirect::Request>()
        .without_head_of::<sso_redirect_to_idp::Request>()
        .endpoint(session::refresh)
        .endpoint(session::token_refresh)
        .endpoint(session::logout)
        .endpoint(session::logout_all)
        .endpoint(session::whoami)
        .endpoint(discovery::versions)
        .endpoint(discovery::well_known)
        .endpoint(discovery::auth_metadata)
        .endpoint(discovery::capabilities)
}
