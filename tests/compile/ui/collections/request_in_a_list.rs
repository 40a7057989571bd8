//! A list has the modules of endpoints, not their types.

use matrix_client_account::{session, whoami};

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [session::login::Request, whoami::Request];
    // instead:
    // pub const ENDPOINTS = [session::login, whoami];
}

fn main() {}
