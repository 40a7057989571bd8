//! Snapshots of expansions, pretty-printed; read them as often as the source.
//!
//! `UPDATE_EXPECT=1 cargo test -p matrix-api-macros` updates them.

use std::path::Path;

use expect_test::expect_file;
use proc_macro2::TokenStream;

use super::{DEFINITIONS, EXAMPLES, errors, expand, expand_with};
use crate::expand::Features;

fn pretty(expansion: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(expansion).expect("an expansion is a list of items"))
}

#[test]
fn valid_definitions_expand_to_their_snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/expansions");
    for (name, definition) in DEFINITIONS {
        let expansion = expand(definition.parse().expect("a definition is tokens"));
        assert_eq!(errors(&expansion), Vec::<String>::new(), "{name}");
        expect_file![folder.join(format!("{name}.rs.txt"))].assert_eq(&pretty(expansion));
    }
}

#[test]
fn described_fields_are_a_constant_if_the_feature_is_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/expansions");
    let described = ["every_place", "options", "with_functions", "raw_body"];
    for (name, definition) in DEFINITIONS.iter().filter(|(name, _)| described.contains(name)) {
        let expansion = |describe| {
            let features = Features { describe, examples: false };
            pretty(expand_with(features, definition.parse().expect("a definition is tokens")))
        };
        let (without, with) = (expansion(false), expansion(true));
        let added = added_lines(&without, &with);
        expect_file![folder.join(format!("{name}.described.rs.txt"))].assert_eq(&added.join("\n"));
    }
}

#[test]
fn examples_are_a_constant_if_the_feature_is_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/expansions");
    let expansion = |examples| {
        let features = Features { describe: false, examples };
        pretty(expand_with(features, EXAMPLES.parse().expect("a definition is tokens")))
    };
    let (without, with) = (expansion(false), expansion(true));
    let added: Vec<&str> = added_lines(&without, &with);
    expect_file![folder.join("examples_as_data.rs.txt")].assert_eq(&added.join("\n"));
}

/// The lines of one block that `longer` has and `shorter` has not.
fn added_lines<'a>(shorter: &str, longer: &'a str) -> Vec<&'a str> {
    let (short, long): (Vec<&str>, Vec<&'a str>) =
        (shorter.lines().collect(), longer.lines().collect());
    let start = short.iter().zip(&long).take_while(|(short, long)| short == long).count();
    let end = long.len() - (short.len() - start);
    assert_eq!(short[start..], long[end..], "not one block of lines was added");
    long[start..end].to_vec()
}

#[test]
fn same_tokens_give_the_same_output() {
    for (_, definition) in DEFINITIONS {
        let twice = [(); 2].map(|()| expand(definition.parse().expect("tokens")).to_string());
        assert_eq!(twice[0], twice[1]);
    }
}
