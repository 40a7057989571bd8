//! A module of a list is in scope.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [login, whoami];
    // instead:
    // pub const ENDPOINTS = [matrix_client_account::session::login, whoami];
}

fn main() {}
