//! Runs a target of `matrix-api-fuzz` under libFuzzer. See `fuzz/README.md`.

pub use libfuzzer_sys;
pub use matrix_api_fuzz;

/// Defines the entry points of libFuzzer for the target with this name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        static TARGET: std::sync::LazyLock<&$crate::matrix_api_fuzz::Target> =
            std::sync::LazyLock::new(|| $crate::matrix_api_fuzz::target($name).expect("a target"));

        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| {
            (TARGET.run)(input);
        });
    };
}
