//! Broken input of every kind: the macro never panics, and always says what is wrong.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{DEFINITIONS, errors, expand};

/// Every stream that `mutate` makes of the tokens at one place, at every depth.
fn mutations(
    tokens: &TokenStream,
    mutate: &dyn Fn(&[TokenTree], usize) -> Vec<TokenTree>,
) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut mutated = Vec::new();
    for index in 0..trees.len() {
        mutated.push(mutate(&trees, index).into_iter().collect());
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

/// Expands every mutation of every definition; what comes out is Rust, with or without errors.
fn survive(mutate: &dyn Fn(&[TokenTree], usize) -> Vec<TokenTree>) -> (usize, usize) {
    let (mut accepted, mut refused) = (0, 0);
    for (_, definition) in DEFINITIONS {
        for mutation in mutations(&definition.parse().expect("tokens"), mutate) {
            let expansion = expand(mutation);
            if errors(&expansion).is_empty() { accepted += 1 } else { refused += 1 }
        }
    }
    (accepted, refused)
}

#[test]
fn any_token_may_be_missing() {
    let (accepted, refused) = survive(&|trees, index| {
        let mut trees = trees.to_vec();
        trees.remove(index);
        trees
    });
    assert!(refused > accepted, "{accepted} accepted, {refused} refused");
}

#[test]
fn any_token_may_be_repeated() {
    let (accepted, refused) = survive(&|trees, index| {
        let mut trees = trees.to_vec();
        trees.insert(index, trees[index].clone());
        trees
    });
    assert!(refused > accepted, "{accepted} accepted, {refused} refused");
}

#[test]
fn neighbours_may_be_swapped() {
    survive(&|trees, index| {
        let mut trees = trees.to_vec();
        if index + 1 < trees.len() {
            trees.swap(index, index + 1);
        }
        trees
    });
}

#[test]
fn a_definition_may_be_cut_off_anywhere() {
    let (accepted, refused) = survive(&|trees, index| trees[..index].to_vec());
    assert!(refused > accepted, "{accepted} accepted, {refused} refused");
}

#[test]
fn groups_may_be_of_another_kind() {
    for delimiter in [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::None] {
        survive(&|trees, index| {
            let mut trees = trees.to_vec();
            if let TokenTree::Group(group) = &trees[index] {
                trees[index] = TokenTree::Group(Group::new(delimiter, group.stream()));
            }
            trees
        });
    }
}

#[test]
fn an_empty_definition_says_what_it_lacks() {
    let expansion = expand(TokenStream::new());
    assert_eq!(
        errors(&expansion),
        ["this definition lacks `metadata`, `request` and `response`; write `metadata { .. }`, \
          `request { .. }` and `response { .. }`"]
    );
}
