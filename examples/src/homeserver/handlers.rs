//! What each endpoint does.

mod change_password;
mod deactivate;
mod interactive;
mod register;
mod validate_email;
mod validation_mail;

use matrix_client_account::{
    change_password as change_password_api, deactivate as deactivate_api, register as register_api,
    request_password_change_token, request_register_token,
};

use super::routes::{Route, Routes};

/// Every endpoint of the server, with its handler.
pub(super) fn routes() -> Routes {
    Routes::new(vec![
        Route::new::<register_api::Request, _>(register::register),
        Route::new::<change_password_api::Request, _>(change_password::change_password),
        Route::new::<deactivate_api::Request, _>(deactivate::deactivate),
        Route::new::<request_register_token::Request, _>(validation_mail::for_registration),
        Route::new::<request_password_change_token::Request, _>(
            validation_mail::for_password_change,
        ),
        Route::new::<validate_email::Request, _>(validate_email::validate_email),
    ])
}
