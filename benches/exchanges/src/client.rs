//! Calls of a client: by [`Client`](matrix_api::client::Client), and by hand on reqwest.

#[cfg(feature = "peers")]
pub mod by_hand;
pub mod calls;
pub mod set_display_name;
pub mod unsent;
