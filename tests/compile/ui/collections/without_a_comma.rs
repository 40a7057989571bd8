//! Commas separate the modules of a list.

use matrix_client_account::{session, whoami};

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [session::login whoami];
    // instead:
    // pub const ENDPOINTS = [session::login, whoami];
}

fn main() {}
