//! Only `#[cfg(..)]` can stand before a module of a list.

use matrix_client_account::whoami;

matrix_api::endpoints! {
    // wrong:
    pub const ENDPOINTS = [#[allow(unused)] whoami];
    // instead:
    // pub const ENDPOINTS = [#[cfg(not(test))] whoami];
}

fn main() {}
