//! A collection is declared with `const`.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub ENDPOINTS = [whoami];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
