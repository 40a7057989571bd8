//! What blocks expand to, pretty-printed: read the snapshots as often as the source.
//!
//! `UPDATE_EXPECT=1 cargo test -p matrix-api-macros` writes them anew.

use std::path::Path;

use expect_test::expect_file;
use proc_macro2::TokenStream;
use quote::quote;

use super::{DEFINITIONS, errors, expand};

/// Formats an expansion; the runtime's conditional macros show as modules, to be readable.
fn pretty(expansion: TokenStream) -> String {
    let mut file: syn::File = syn::parse2(expansion).expect("an expansion is a list of items");
    for item in &mut file.items {
        let syn::Item::Const(syn::ItemConst { expr, .. }) = item else { continue };
        let syn::Expr::Block(syn::ExprBlock { block, .. }) = &mut **expr else { continue };
        for statement in &mut block.stmts {
            let Some((path, tokens)) = conditional(statement) else { continue };
            let name = &path.segments.last().expect("a macro has a name").ident;
            *statement = syn::parse2(quote!(mod #name { #tokens })).expect("items");
        }
    }
    prettyplease::unparse(&file)
}

fn conditional(statement: &syn::Stmt) -> Option<(&syn::Path, &TokenStream)> {
    match statement {
        syn::Stmt::Macro(statement) => Some((&statement.mac.path, &statement.mac.tokens)),
        syn::Stmt::Item(syn::Item::Macro(item)) => Some((&item.mac.path, &item.mac.tokens)),
        _ => None,
    }
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
