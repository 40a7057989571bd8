//! Snapshots of expansions, pretty-printed; read them as often as the source.
//!
//! `UPDATE_EXPECT=1 cargo test -p matrix-api-macros` updates them.

use std::path::Path;

use expect_test::expect_file;
use proc_macro2::TokenStream;

use super::{DEFINITIONS, errors, expand};

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
fn same_tokens_give_the_same_output() {
    for (_, definition) in DEFINITIONS {
        let twice = [(); 2].map(|()| expand(definition.parse().expect("tokens")).to_string());
        assert_eq!(twice[0], twice[1]);
    }
}
