//! A collection has a name.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const = [whoami];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
