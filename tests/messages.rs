//! Literal messages of every endpoint of the account crate: one with all fields, one with the required fields
//! only.
//!
//! `tests/wire_messages` checks that each is decoded and encoded again without a change. Fuzzing starts from
//! them.

mod account;
mod addresses;
mod discovery;
mod exchange;
mod session;
mod validation;

pub use self::exchange::Exchange;

/// All messages.
#[must_use]
pub fn exchanges() -> Vec<Exchange> {
    [
        account::exchanges(),
        addresses::exchanges(),
        discovery::exchanges(),
        session::exchanges(),
        validation::exchanges(),
    ]
    .concat()
}
