//! A collection lists an endpoint once.

use matrix_client_account::{session, whoami};

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [
        session::login,
        whoami,
        session::login,
    ];
    // instead:
    // pub const ENDPOINTS = [session::login, whoami];
}

fn main() {}
