//! What each endpoint does.

mod change_password;
mod deactivate;
mod discovery;
mod interactive;
mod known_user;
mod login;
mod openid;
mod register;
mod session;
mod single_sign_on;
mod third_party_ids;
mod validate_email;
mod validation_mail;
mod validation_message;

use matrix_client_account as api;
use matrix_client_account::{discovery as discovery_api, session as session_api};

use super::routes::{Route, Routes};

/// Every endpoint of the server, with its handler.
pub(super) fn routes() -> Routes {
    let mut routes = Vec::new();
    routes.extend(accounts());
    routes.extend(addresses());
    routes.extend(sessions());
    routes.extend(discovery());
    Routes::new(routes)
}

fn accounts() -> [Route; 7] {
    [
        Route::new::<api::register::Request, _>(register::register),
        Route::new::<api::get_username_availability::Request, _>(register::availability),
        Route::new::<api::check_registration_token_validity::Request, _>(register::token_validity),
        Route::new::<api::change_password::Request, _>(change_password::change_password),
        Route::new::<api::deactivate::Request, _>(deactivate::deactivate),
        Route::new::<api::request_openid_token::Request, _>(openid::request_token),
        Route::new::<openid::userinfo::Request, _>(openid::userinfo),
    ]
}

fn addresses() -> [Route; 13] {
    [
        Route::new::<api::get_3pids::Request, _>(third_party_ids::list),
        Route::new::<api::post_3pid::Request, _>(third_party_ids::post),
        Route::new::<api::add_3pid::Request, _>(third_party_ids::add),
        Route::new::<api::bind_3pid::Request, _>(third_party_ids::bind),
        Route::new::<api::unbind_3pid::Request, _>(third_party_ids::unbind),
        Route::new::<api::delete_3pid::Request, _>(third_party_ids::delete),
        Route::new::<api::request_register_token::Request, _>(validation_mail::for_registration),
        Route::new::<api::request_password_change_token::Request, _>(
            validation_mail::for_password_change,
        ),
        Route::new::<api::request_3pid_token::Request, _>(validation_mail::for_account),
        Route::new::<api::request_register_token_via_msisdn::Request, _>(
            validation_message::for_registration,
        ),
        Route::new::<api::request_password_change_token_via_msisdn::Request, _>(
            validation_message::for_password_change,
        ),
        Route::new::<api::request_3pid_token_via_msisdn::Request, _>(
            validation_message::for_account,
        ),
        Route::new::<validate_email::Request, _>(validate_email::validate_email),
    ]
}

fn sessions() -> [Route; 10] {
    [
        Route::new::<session_api::get_login_flows::Request, _>(login::flows),
        Route::new::<session_api::login::Request, _>(login::login),
        Route::new::<session_api::get_login_token::Request, _>(login::get_token),
        Route::new::<session_api::sso_redirect::Request, _>(single_sign_on::redirect),
        Route::new::<session_api::sso_redirect_to_idp::Request, _>(single_sign_on::redirect_to_idp),
        Route::new::<session_api::refresh_token::Request, _>(session::refresh),
        Route::new::<session_api::token_refresh::Request, _>(session::token_refresh),
        Route::new::<session_api::logout::Request, _>(session::logout),
        Route::new::<session_api::logout_all::Request, _>(session::logout_all),
        Route::new::<api::whoami::Request, _>(session::whoami),
    ]
}

fn discovery() -> [Route; 4] {
    [
        Route::new::<discovery_api::versions::Request, _>(discovery::versions),
        Route::new::<discovery_api::well_known_client::Request, _>(discovery::well_known),
        Route::new::<discovery_api::auth_metadata::Request, _>(discovery::auth_metadata),
        Route::new::<api::get_capabilities::Request, _>(discovery::capabilities),
    ]
}
