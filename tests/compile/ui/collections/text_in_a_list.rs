//! The modules of a list are paths, not texts.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = ["session::login", whoami];
    // instead:
    // pub const ENDPOINTS = [matrix_client_account::session::login, whoami];
}

fn main() {}
