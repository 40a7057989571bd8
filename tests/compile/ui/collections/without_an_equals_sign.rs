//! An equals sign stands before the list.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS [whoami];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
