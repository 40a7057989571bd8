//! The lock of the account crate.

use matrix_api::lock::{Lock, compare};
use matrix_client_account::ENDPOINTS;

#[test]
fn the_wire_format_is_that_of_the_lock() {
    ENDPOINTS.check_wire_lock("../matrix-client-account/wire.lock");
}

#[test]
fn reading_what_was_written_gives_the_same() {
    let lock = Lock::of(&ENDPOINTS);
    let read: Lock = lock.to_string().parse().unwrap();
    assert_eq!(read, lock);
    assert_eq!(read.to_string(), lock.to_string());
    assert_eq!(compare(&lock, &read), []);
}
