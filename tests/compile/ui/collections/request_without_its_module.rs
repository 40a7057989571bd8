//! A list has modules, and an imported `Request` has none.

use matrix_client_account::whoami::{self, Request};

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [Request];
    // instead:
    // pub const ENDPOINTS = [whoami];
}

fn main() {}
