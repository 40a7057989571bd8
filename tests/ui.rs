//! What an author reads who errs: one mistake a file under `ui/`, and what the compiler says of it.
//!
//! The `.stderr` files are those of rustc 1.95: another compiler draws its frames and words its own
//! errors differently. `TRYBUILD=overwrite cargo test -p matrix-api-tests --test ui` writes them
//! anew; read what changed as a person would.
//!
//! Each case begins with its rule, and shows beside what is wrong what to write instead: the comment
//! after `// instead:` takes the place of the lines after `// wrong:`. All right versions compile, and
//! the page of mistakes in the documentation is made of the same files.

mod ui_cases;

use std::{fmt::Write, fs, path::Path};

use expect_test::expect_file;

use ui_cases::{CLASSES, cases, titled};

/// Cases with several mistakes, which have no one right version.
const SEVERAL: &str = "several_mistakes";

/// The one definition that is wrong as a whole: there is nothing in it to point at.
const WRONG_AS_A_WHOLE: &str = "in_an_empty_block";

#[test]
fn every_mistake_is_reported_in_these_words() {
    let trybuild = trybuild::TestCases::new();
    for class in CLASSES.iter().chain(&[SEVERAL]) {
        trybuild.compile_fail(format!("ui/{class}/*.rs"));
    }
}

#[test]
fn what_is_right_compiles() {
    let mut modules = String::new();
    for case in CLASSES.iter().flat_map(|class| cases(class)) {
        let right = case.right();
        assert_ne!(right, case.wrong(), "{} shows nothing to write instead", case.name);
        writeln!(modules, "pub mod {}_{} {{\n{right}\n}}\n", case.class, case.name)
            .expect("a string grows");
    }
    modules.push_str("fn main() {}\n");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("instead.rs");
    fs::write(&file, modules).expect("a test may write to its folder");
    let trybuild = trybuild::TestCases::new();
    trybuild.pass("ui/pass/*.rs");
    trybuild.pass(file);
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

/// `UPDATE_EXPECT=1 cargo test -p matrix-api-tests --test ui` writes the page anew.
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
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../matrix-api/src/definition/mistakes.md")
    ]
    .assert_eq(&page);
}
