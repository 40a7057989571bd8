//! Macros that keep or drop the code of one side, by the features of this crate: an endpoint crate
//! needs no features of its own.

/// Expands to its input: the feature `client` is on.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_client {
    ($($code:tt)*) => { $($code)* };
}

/// Expands to nothing: the feature `client` is off.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_client {
    ($($code:tt)*) => {};
}

/// Expands to its input: the feature `server` is on.
#[cfg(feature = "server")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_server {
    ($($code:tt)*) => { $($code)* };
}

/// Expands to nothing: the feature `server` is off.
#[cfg(not(feature = "server"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_server {
    ($($code:tt)*) => {};
}
