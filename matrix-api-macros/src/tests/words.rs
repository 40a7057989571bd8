//! What an editor is told of the words of a definition.

use std::{collections::BTreeSet, fs, path::Path};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, UseTree};

use crate::{
    http_names::{HEADER_CONSTANTS, METHODS, RESERVED_HEADERS, STATUSES, header_of_constant},
    keyword::{
        AUTHENTICATION_SCHEMES, DEPRECATED, EXHAUSTIVE, FieldWord, MetadataKey, REMOVED, Section,
        UNSTABLE,
    },
};

fn words_of(definition: &str) -> String {
    let definition: TokenStream = definition.parse().expect("tokens");
    let words = crate::expand_words(&quote!(::matrix_api), definition).to_string();
    words.replace(' ', "").replace("::matrix_api::__private::words::", "")
}

#[test]
fn every_word_is_found_right_or_wrong() {
    let words = words_of(
        r#"metadata { method: PUTT, status: OK, histry, history: { unstable("a") => "/", 1.1 => dep },
                      authentication: Acc }
           #[ruma_api(exhaust)] request { #[ruma_api(pa, header = AC)] pub id: #[ruma_api(que)] }
           res"#,
    );
    for word in [
        "sections::metadata,sections::res,sections::metadata",
        "keys::method,keys::status,keys::histry,keys::history,keys::authentication,keys::method",
        "history::unstable,history::dep,",
        "fields::pa,fields::header,fields::que,",
        "messages::exhaust,",
        "schemes::Acc,",
        "methods::PUTT,",
        "(methods::PUTT,methods::GET,statuses::OK,headers::AC,headers::ETAG,)",
    ] {
        assert!(words.contains(word), "{word} is not in {words}");
    }
}

#[test]
fn what_the_definition_names_itself_is_left_out() {
    let words =
        words_of(r#"metadata { method: PUT, authentication: AccessToken } request {} response {}"#);
    for word in ["sections::request", "methods::PUT", "schemes::AccessToken,schemes"] {
        assert!(!words.contains(word), "{word} is in {words}");
    }
}

/// The items of each module of the runtime's words.
fn runtime_words() -> Vec<(String, BTreeSet<String>)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../matrix-api/src/__private/words.rs");
    let text = fs::read_to_string(file).expect("a source is text");
    let file: syn::File = syn::parse_str(&text).expect("a source is Rust");
    let module = |item: Item| match item {
        Item::Mod(module) => {
            let items = module.content.map(|(_, items)| items).unwrap_or_default();
            Some((module.ident.to_string(), items.iter().flat_map(names).collect()))
        }
        _ => None,
    };
    file.items.into_iter().filter_map(module).collect()
}

fn names(item: &Item) -> Vec<String> {
    match item {
        Item::Mod(module) => vec![module.ident.to_string()],
        Item::Use(import) => imported(&import.tree),
        // `constants!(Type: NAME NAME)`
        Item::Macro(constants) => {
            let tokens = constants.mac.tokens.to_string();
            let (_, names) = tokens.rsplit_once(':').expect("names stand after the type");
            names.split_whitespace().map(str::to_owned).collect()
        }
        _ => panic!("the words are modules, imports and constants"),
    }
}

fn imported(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => imported(&path.tree),
        UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
        UseTree::Name(name) => vec![name.ident.to_string()],
        _ => panic!("the words are imported by their names"),
    }
}

#[test]
fn the_runtime_lists_the_words_of_the_language() {
    let reserved = |constant: &&&str| {
        let name = header_of_constant(constant);
        !RESERVED_HEADERS.iter().any(|(reserved, _)| Some(*reserved) == name.as_deref())
    };
    let expected: Vec<(&str, Vec<&str>)> = vec![
        ("sections", Section::words().collect()),
        ("keys", MetadataKey::words().collect()),
        ("history", vec![UNSTABLE, DEPRECATED, REMOVED]),
        ("fields", FieldWord::words().collect()),
        ("messages", vec![EXHAUSTIVE]),
        ("schemes", AUTHENTICATION_SCHEMES.to_vec()),
        ("headers", HEADER_CONSTANTS.iter().filter(reserved).copied().collect()),
        ("methods", METHODS.to_vec()),
        ("statuses", STATUSES.iter().map(|(_, name)| *name).collect()),
    ];
    let expected: Vec<(String, BTreeSet<String>)> = expected
        .into_iter()
        .map(|(list, words)| (list.to_owned(), words.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(runtime_words(), expected);
}
