//! What the compiler says of handlers that are none.

/// The words are those of rustc 1.95, as in `tests/ui.rs`.
#[test]
fn the_compiler_says_what_is_wrong_with_a_handler() {
    let trybuild = trybuild::TestCases::new();
    trybuild.compile_fail("server/mistakes/*.rs");
}
