//! A collection is written without its type.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS: Endpoints = [whoami];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
