//! Broken input of every kind: the macro never panics. It either expands, or reports errors inside of the
//! block, in source order, each once.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::Parser;

use super::{EXAMPLES, Reported, blocks, expand, reported};

use crate::runtime_path::RuntimePath;

/// One expansion out of so many is parsed, which takes longer than all else here. The blocks are many and
/// alike, and the fuzz target parses each expansion.
const STRIDE: usize = 7;

/// Changes the token at an index; `None` if there is nothing to change.
type Mutation = dyn Fn(&[TokenTree], usize) -> Option<Vec<TokenTree>>;

/// The streams that `mutate` makes of the tokens, one for each token at each depth.
fn mutations(tokens: &TokenStream, mutate: &Mutation) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut mutated = Vec::new();
    for index in 0..trees.len() {
        mutated.extend(mutate(&trees, index).map(TokenStream::from_iter));
        if let TokenTree::Group(group) = &trees[index] {
            for inner in mutations(&group.stream(), mutate) {
                let mut group = Group::new(group.delimiter(), inner);
                group.set_span(trees[index].span());
                let mut outer = trees.clone();
                outer[index] = TokenTree::Group(group);
                mutated.push(outer.into_iter().collect());
            }
        }
    }
    mutated
}

/// The tokens without `#[doc = ".."]`, which are a third of all tokens, and alike.
fn without_documentation(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(tree) = trees.next() {
        let is_documentation = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '#')
            && matches!(trees.peek(), Some(TokenTree::Group(group))
                if group.stream().to_string().starts_with("doc ="));
        match tree {
            _ if is_documentation => drop(trees.next()),
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), without_documentation(group.stream()));
                inner.set_span(group.span());
                kept.push(TokenTree::Group(inner));
            }
            tree => kept.push(tree),
        }
    }
    kept.into_iter().collect()
}

/// The sections without `example`. [`EXAMPLES`] has every form of them.
fn without_examples(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.into_iter();
    let mut kept = Vec::new();
    while let Some(tree) = trees.next() {
        if matches!(&tree, TokenTree::Ident(ident) if ident == "example") {
            let is_group = |tree: &TokenTree| matches!(tree, TokenTree::Group(_));
            trees.find(is_group).expect("an example has messages");
        } else {
            kept.push(tree);
        }
    }
    kept.into_iter().collect()
}

/// Expands every mutation of every block; returns the numbers of accepted and rejected ones.
fn survive(mutate: &Mutation) -> (usize, usize) {
    let (mut accepted, mut rejected) = (0, 0);
    // An empty first line, so that no token has the position of `call_site`.
    let parse = |text: &str| format!("\n{text}").parse().expect("a block is tokens");
    let blocks = blocks::of_the_repository();
    let blocks = blocks.iter().map(|block| without_examples(parse(&block.text)));
    for tokens in blocks.chain([parse(EXAMPLES)]) {
        let tokens = without_documentation(tokens);
        for mutation in mutations(&tokens, mutate) {
            let expansion = expand(mutation.clone());
            let errors = reported(&expansion);
            check(&errors, &mutation);
            if errors.is_empty() {
                accepted += 1;
            } else {
                rejected += 1;
            }
            if (accepted + rejected) % STRIDE == 0 {
                if let Err(error) = syn::parse2::<syn::File>(expansion) {
                    panic!("the expansion is not a list of items: {error}\n{mutation}");
                }
                let statements =
                    crate::expand_completions(&RuntimePath::by_name(), mutation.clone());
                if let Err(error) = syn::Block::parse_within.parse2(statements) {
                    panic!("the completions are not a list of statements: {error}\n{mutation}");
                }
            }
        }
    }
    (accepted, rejected)
}

/// Errors are inside of the block, in source order, and each is reported once.
fn check(errors: &[Reported], text: &TokenStream) {
    for error in errors {
        assert!(
            error.is_inside || text.is_empty(),
            "at the whole block: {}\n{text}",
            error.message
        );
    }
    for pair in errors.windows(2) {
        assert!(pair[0].start <= pair[1].start, "out of order: {}\n{text}", pair[1].message);
    }
    for (index, error) in errors.iter().enumerate() {
        assert!(!errors[..index].contains(error), "reported twice: {}\n{text}", error.message);
    }
}

#[test]
fn every_block_of_the_repository_expands() {
    for block in blocks::of_the_repository() {
        let errors = reported(&expand(block.text.parse().expect("a block is tokens")));
        assert_eq!(errors, [], "{}", block.file.display());
    }
}

#[test]
fn any_token_may_be_missing() {
    let (accepted, rejected) = survive(&|trees, index| {
        let mut trees = trees.to_vec();
        trees.remove(index);
        Some(trees)
    });
    assert!(rejected > accepted, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn any_token_may_be_repeated() {
    let (accepted, rejected) = survive(&|trees, index| {
        let mut trees = trees.to_vec();
        trees.insert(index, trees[index].clone());
        Some(trees)
    });
    assert!(rejected > accepted, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn neighbours_may_be_swapped() {
    survive(&|trees, index| {
        let mut trees = trees.to_vec();
        (index + 1 < trees.len()).then(|| {
            trees.swap(index, index + 1);
            trees
        })
    });
}

#[test]
fn a_definition_may_be_cut_off_anywhere() {
    let (accepted, rejected) = survive(&|trees, index| Some(trees[..index].to_vec()));
    assert!(rejected > accepted, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn groups_may_be_of_another_kind() {
    for delimiter in [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::None] {
        survive(&move |trees, index| {
            let TokenTree::Group(group) = &trees[index] else { return None };
            let mut changed = Group::new(delimiter, group.stream());
            changed.set_span(group.span());
            let mut trees = trees.to_vec();
            trees[index] = TokenTree::Group(changed);
            Some(trees)
        });
    }
}

#[test]
fn input_that_ends_within_a_group_is_reported_there() {
    for key in [
        "#[a]",
        "method",
        "method:",
        "authentication: a::",
        "history: { 1.1 => }",
        "\"r#method\": PUT",
        "name: a",
    ] {
        let definition = format!("\nmetadata {{ {key} }}");
        let errors = reported(&expand(definition.parse().expect("tokens")));
        check(&errors, &definition.parse().expect("tokens"));
        assert!(!errors.is_empty(), "{definition}");
    }
    for place in ["", "header", "header =", "header = A<", "header = a::", "path,,", "query ="] {
        let definition = format!("\nrequest {{ #[ruma_api({place})] pub tag: u8 }}");
        let errors = reported(&expand(definition.parse().expect("tokens")));
        check(&errors, &definition.parse().expect("tokens"));
        assert!(!errors.is_empty(), "{definition}");
    }
}

#[test]
fn an_empty_definition_lists_the_missing_sections() {
    let errors = reported(&expand(TokenStream::new()));
    assert_eq!(
        errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>(),
        ["the definition lacks `metadata`, `request` and `response`; add `metadata { .. }`, \
          `request { .. }` and `response { .. }`"]
    );
}
