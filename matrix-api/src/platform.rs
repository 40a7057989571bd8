//! What differs between targets: threads, clocks and randomness.
//!
//! In a browser (`wasm32-unknown-unknown`), a program has one thread, and the objects of JavaScript cannot be sent to
//! another one. [`MaybeSend`] and [`MaybeSync`] are `Send` and `Sync` on every other target. The clocks of the standard
//! library panic there, so [`Instant`] is another type.

// `--cfg matrix_api_single_threaded` turns the bounds off on any target, to check that nothing else demands them.

#[cfg(any(matrix_api_single_threaded, all(target_arch = "wasm32", target_os = "unknown")))]
#[macro_use]
mod threads {
    /// [`Send`], except in browsers.
    pub trait MaybeSend {}
    impl<T: ?Sized> MaybeSend for T {}

    /// [`Sync`], except in browsers.
    pub trait MaybeSync {}
    impl<T: ?Sized> MaybeSync for T {}

    /// A trait object that is `Send`, except in browsers.
    macro_rules! dyn_maybe_send {
        ($($bounds:tt)+) => { dyn $($bounds)+ };
    }

    /// A trait object that is `Send` and `Sync`, except in browsers.
    macro_rules! dyn_maybe_send_sync {
        ($($bounds:tt)+) => { dyn $($bounds)+ };
    }

    /// A trait object that is `Sync`, except in browsers.
    #[cfg(feature = "http-client")]
    macro_rules! dyn_maybe_sync {
        ($($bounds:tt)+) => { dyn $($bounds)+ };
    }
}

#[cfg(not(any(matrix_api_single_threaded, all(target_arch = "wasm32", target_os = "unknown"))))]
#[macro_use]
mod threads {
    /// [`Send`], except in browsers.
    pub trait MaybeSend: Send {}
    impl<T: Send + ?Sized> MaybeSend for T {}

    /// [`Sync`], except in browsers.
    pub trait MaybeSync: Sync {}
    impl<T: Sync + ?Sized> MaybeSync for T {}

    /// A trait object that is `Send`, except in browsers.
    macro_rules! dyn_maybe_send {
        ($($bounds:tt)+) => { dyn $($bounds)+ + Send };
    }

    /// A trait object that is `Send` and `Sync`, except in browsers.
    macro_rules! dyn_maybe_send_sync {
        ($($bounds:tt)+) => { dyn $($bounds)+ + Send + Sync };
    }

    /// A trait object that is `Sync`, except in browsers.
    #[cfg(feature = "http-client")]
    macro_rules! dyn_maybe_sync {
        ($($bounds:tt)+) => { dyn $($bounds)+ + Sync };
    }
}

pub use self::threads::{MaybeSend, MaybeSync};

/// A time of the monotonic clock: that of the standard library, or of the crate `web-time` in browsers.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown", feature = "http-client")))]
pub use std::time::Instant;

#[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "http-client"))]
pub use web_time::Instant;

/// The current time of the system's clock.
pub(crate) fn system_time() -> std::time::SystemTime {
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown", feature = "http-client")))]
    return std::time::SystemTime::now();
    #[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "http-client"))]
    return web_time::web::SystemTimeExt::to_std(web_time::SystemTime::now());
}

/// A random number from 0 to 1.
#[cfg(feature = "http-client")]
pub(crate) fn random_fraction() -> f64 {
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    return fastrand::f64();
    // Without a source of randomness, fastrand begins with the same seed in every browser.
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    return js_sys::Math::random();
}
