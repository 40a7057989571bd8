//! A collection is a constant, not a `static`.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub static ENDPOINTS = [whoami];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
