//! Queries: read and written as by serde's derives and `serde_html_form`.
//!
//! The first byte of an input chooses the block; the rest is the query.

use matrix_api::http::Uri;
use matrix_api_tests::{
    compared::query::{Compared, blocks, compare, differs},
    with_query_blocks,
};

use crate::{choose, seed};

struct Block {
    names: &'static [(&'static str, &'static str)],
    compare: fn(&str) -> Result<(), String>,
    request: fn(&str) -> Result<(String, String), String>,
}

macro_rules! list {
    ($($block:ident,)*) => {
        const BLOCKS: &[Block] = &[$(Block {
            names: <blocks::$block::Block as Compared>::NAMES,
            compare: compare::<blocks::$block::Block>,
            request: <blocks::$block::Block as Compared>::request,
        },)*];
    };
}

with_query_blocks!(list);

pub(crate) fn run(input: &[u8]) -> bool {
    let Some((index, query)) = choose(input, BLOCKS.len()) else { return false };
    let block = &BLOCKS[index];
    let Ok(query) = str::from_utf8(query) else { return false };
    let uri = format!("/compared?{query}");
    // What a URI ends with, or cannot have, is not part of a query.
    if uri.parse::<Uri>().map_or(true, |uri| uri.query() != Some(query)) {
        return false;
    }
    let decoded = (block.request)(query);
    match pairs(query) {
        Some(pairs) if pairs.iter().any(|(name, value)| is_intended(name, value)) => {}
        Some(_) => (block.compare)(query).unwrap_or_else(|difference| panic!("{difference}")),
        // Malformed text is refused where it is read, and the form replaces it.
        None => {}
    }
    decoded.is_ok()
}

/// Whether a pair is among the intended differences.
fn is_intended(name: &str, value: &str) -> bool {
    let has_exponent = |number: f64| number != 0.0 && !(1e-5..1e16).contains(&number.abs());
    // In one block the name is a number.
    name.starts_with('+')
        || differs(value)
        || name == "float" && value.parse().is_ok_and(has_exponent)
}

/// The names and values, or `None` if one of them is not UTF-8, or has a `%` without two hexadecimal digits.
fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name)?, decode(value)?))
    });
    pairs.collect()
}

fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

/// For each block a query with its names, escaped, and without one if two are names of the same field.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (index, block) in BLOCKS.iter().enumerate() {
        let without = |left_out| text(block.names.iter().filter(|(name, _)| *name != left_out));
        let names = block.names.iter().map(|(name, _)| *name);
        let queries = [text(block.names)].into_iter().chain(names.map(without));
        let whole = queries.into_iter().find(|query| (block.request)(query).is_ok());
        seeds.extend(whole.map(|query| seed(index, query)));
    }
    seeds
}

fn text<'a>(pairs: impl IntoIterator<Item = &'a (&'static str, &'static str)>) -> String {
    let pairs =
        pairs.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
