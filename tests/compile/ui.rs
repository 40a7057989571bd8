//! What the compiler tells the author of a wrong definition: `ui/` has one mistake a file, and the messages.
//!
//! The `.stderr` files are those of rustc 1.95: another compiler draws its frames and words its own
//! errors differently. `TRYBUILD=overwrite cargo test -p matrix-api-compile-tests --test ui` writes
//! them anew; read the difference as an author would.
//!
//! A case begins with its rule and shows, beside the mistake, what to write instead: the comment
//! after `// instead:` replaces the lines after `// wrong:`. All right versions compile, and the page
//! of mistakes in the documentation is written from the same files.

mod cases;
#[path = "ui/pass/mod.rs"]
mod pass;

use std::{fmt::Write, path::Path};

use expect_test::expect_file;

use cases::{CLASSES, cases, titled};

/// Cases with several mistakes, which have no one right version.
const SEVERAL: &str = "several_mistakes";

/// Handlers that `Api::endpoint` refuses, by the bounds of its arguments.
const HANDLERS: &str = "handlers";

/// The one definition that is wrong as a whole: there is nothing in it to point at.
const WRONG_AS_A_WHOLE: &str = "in_an_empty_block";

/// The right version of every case; it compiles.
#[allow(warnings, clippy::all, reason = "cases are short, and their items unused")]
mod right_versions {
    include!(concat!(env!("OUT_DIR"), "/right_versions.rs"));
}

#[test]
fn every_case_has_a_right_version() {
    for case in CLASSES.iter().flat_map(|class| cases(class)) {
        assert_ne!(case.right(), case.wrong(), "{}/{} has none", case.class, case.name);
    }
}

#[test]
fn every_mistake_is_reported_in_these_words() {
    let trybuild = trybuild::TestCases::new();
    for class in CLASSES.iter().chain(&[SEVERAL, HANDLERS]) {
        trybuild.compile_fail(format!("ui/{class}/*.rs"));
    }
}

/// Errors are at the token that is wrong, and show nothing of the insides of generated code.
#[test]
fn no_error_is_at_the_macro() {
    let mut read = 0;
    for case in CLASSES.iter().chain(&[SEVERAL]).flat_map(|class| cases(class)) {
        let messages = case.stderr();
        read += 1;
        assert!(messages.contains("error"), "{} reports nothing", case.name);
        if case.name == WRONG_AS_A_WHOLE {
            continue;
        }
        let excerpt = messages.lines().find(|line| line.contains("ruma_api! {"));
        assert_eq!(excerpt, None, "{}/{} is at the whole block", case.class, case.name);
        // rustc adds where an error comes from if the code at fault, here a cast, is generated.
        let shown = messages.lines().find(|line| {
            line.contains("__") && !line.trim_start().starts_with("= note: this error originates")
        });
        assert_eq!(shown, None, "{}/{} shows generated code", case.class, case.name);
    }
    assert!(read > 200, "{read} cases are too few");
}

/// `UPDATE_EXPECT=1 cargo test -p matrix-api-compile-tests --test ui` writes the page anew.
#[test]
fn the_page_of_mistakes_is_that_of_the_cases() {
    let mut page = String::from(
        "Every mistake in a `ruma_api!` block that is reported, with what to write instead.\n\n\
         All mistakes of a block are reported in one run of `cargo check`, each at the token that is \
         wrong. The types exist nevertheless, so that the code that uses them shows no errors of its \
         own.\n\nWhat a type means is known to the compiler alone, and to it only whether serde can \
         read and write the type. That a type in the path, the query or a header is a struct where \
         one value fits is an error at run time, which names the field.\n",
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
