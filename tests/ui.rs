//! What an author reads who errs: one mistake a file under `ui/`, and what the compiler says of it.
//!
//! The `.stderr` files are those of rustc 1.95: another compiler draws its frames and words its own
//! errors differently. `TRYBUILD=overwrite cargo test -p matrix-api-tests --test ui` writes them
//! anew; read what changed as a person would.

#[test]
fn every_mistake_is_reported_in_these_words() {
    let cases = trybuild::TestCases::new();
    for class in [
        "sections",
        "keys",
        "paths",
        "history",
        "places",
        "methods",
        "names",
        "fields",
        "serde",
        "types",
        "several_mistakes",
    ] {
        cases.compile_fail(format!("ui/{class}/*.rs"));
    }
}

#[test]
fn what_is_right_compiles() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}
