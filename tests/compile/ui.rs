//! What the compiler says about a wrong block or handler: one mistake a file in `ui/`, beside the messages.
//!
//! The `.stderr` files are those of rustc 1.95; other versions draw and word errors differently.
//! `TRYBUILD=overwrite cargo test -p matrix-api-compile-tests --test ui` rewrites them; read the
//! difference as an author would.
//!
//! A case begins with its rule. The comment after `// instead:` replaces the lines after `// wrong:`.
//! build.rs collects these right versions, which compile here, and the documentation's page of mistakes
//! is written from the same files.

mod cases;
#[path = "ui/pass/mod.rs"]
mod pass;

use std::{collections::BTreeSet, fmt::Write, path::Path};

use expect_test::expect_file;

use cases::{CLASSES, Case, cases, titled};

/// Cases with several mistakes and without a right version.
const SEVERAL: &str = "several_mistakes";

/// Handlers that `Api::endpoint` does not accept.
const HANDLERS: &str = "handlers";

/// This case has no token to point at.
const EMPTY_BLOCK: &str = "in_an_empty_block";

#[allow(warnings, clippy::all, reason = "the items of the cases are unused")]
mod right_versions {
    include!(concat!(env!("OUT_DIR"), "/right_versions.rs"));
}

fn single_mistakes() -> impl Iterator<Item = Case> {
    CLASSES.iter().flat_map(|class| cases(class))
}

#[test]
fn every_case_has_a_rule_and_a_right_version_of_its_own() {
    let mut rules = BTreeSet::new();
    for case in single_mistakes() {
        assert_ne!(case.right(), case.wrong(), "{}/{}", case.class, case.name);
        assert!(rules.insert(case.rule().to_owned()), "{}/{}", case.class, case.name);
    }
}

#[test]
fn mistakes_are_reported_in_these_words() {
    let trybuild = trybuild::TestCases::new();
    for class in CLASSES.iter().chain(&[SEVERAL, HANDLERS]) {
        trybuild.compile_fail(format!("ui/{class}/*.rs"));
    }
}

/// Errors are at the wrong token and show no generated code.
#[test]
fn no_error_is_at_the_whole_block() {
    let mut count = 0;
    for case in single_mistakes().chain(cases(SEVERAL)) {
        let messages = case.stderr();
        count += 1;
        assert!(messages.contains("error"), "{} reports nothing", case.name);
        if case.name == EMPTY_BLOCK {
            continue;
        }
        let excerpt = messages.lines().find(|line| line.contains("ruma_api! {"));
        assert_eq!(excerpt, None, "{}/{}", case.class, case.name);
        // rustc names the macro where the code at fault, such as a cast, is generated.
        let shown = messages.lines().find(|line| {
            line.contains("__") && !line.trim_start().starts_with("= note: this error originates")
        });
        assert_eq!(shown, None, "{}/{}", case.class, case.name);
    }
    assert!(count > 200, "only {count} cases");
}

/// `UPDATE_EXPECT=1 cargo test -p matrix-api-compile-tests --test ui` rewrites the page.
#[test]
fn the_page_of_mistakes_shows_the_cases() {
    let mut page = String::from(
        "Every mistake that `ruma_api!` and `endpoints!` report, with the correct version.\n\n\
         `cargo check` reports all mistakes of a block in one run, each at the token that is wrong. \
         The types are generated nevertheless, so code that uses them shows no further errors.\n\n\
         The macro sees tokens, not types: only the compiler knows whether serde can handle a type. \
         A struct in the path, in the query or in a header is therefore an error at run time, which \
         names the field.\n",
    );
    for class in CLASSES {
        write!(page, "\n# {}\n", titled(class)).expect("a string grows");
        for case in cases(class) {
            page.push_str(&case.entry());
        }
    }
    expect_file![
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../matrix-api/src/definition/mistakes.md")
    ]
    .assert_eq(&page);
}
