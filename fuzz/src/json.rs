//! JSON bodies: read and written as by serde's derives and serde_json, and errors of syntax at the same place.
//!
//! The first byte of an input chooses the block; the rest is the body.

use matrix_api::{
    FromHttpRequestError, IncomingRequest,
    bytes::Bytes,
    error::DecodeProblem,
    http::{Method, Request, Uri},
};
use matrix_api_tests::{
    compared::json::{Compared, blocks, compare},
    with_json_blocks,
};
use serde::de::IgnoredAny;

use crate::{choose, seed};

struct Block {
    names: &'static [(&'static str, &'static str)],
    compare: fn(&[u8]) -> Result<(), String>,
    is_decoded: fn(&[u8]) -> bool,
}

macro_rules! list {
    ($($block:ident,)*) => {
        const BLOCKS: &[Block] = &[$(Block {
            names: <blocks::$block::Block as Compared>::NAMES,
            compare: compare::<blocks::$block::Block>,
            is_decoded: |body| <blocks::$block::Block as Compared>::request(body).is_ok(),
        },)*];
    };
}

with_json_blocks!(list);

pub(crate) fn run(input: &[u8]) -> bool {
    let Some((index, body)) = choose(input, BLOCKS.len()) else { return false };
    let block = &BLOCKS[index];
    (block.compare)(body).unwrap_or_else(|difference| panic!("{difference}"));
    check_syntax_error(body);
    (block.is_decoded)(body)
}

/// A text that is not JSON is refused with the position that serde_json reports.
fn check_syntax_error(body: &[u8]) {
    let Ok(text) = str::from_utf8(body) else { return };
    // Both are differences on purpose.
    if text.starts_with('\u{feff}') || text.trim_matches([' ', '\n', '\r', '\t']).is_empty() {
        return;
    }
    let mut request = Request::new(Bytes::copy_from_slice(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/compared");
    let found = match blocks::kinds::Request::try_from_http_request(&request) {
        Err(FromHttpRequestError::Decode(error)) => match *error.problem() {
            DecodeProblem::Syntax { line, column, .. } => Some((line, column)),
            _ => None,
        },
        _ => None,
    };
    let position = |error: serde_json::Error| (error.line(), error.column());
    // The check does not read escapes, and they are wrong only where they are read.
    let expected = match serde_json::from_str::<IgnoredAny>(text) {
        Err(error) => Some(position(error)),
        Ok(_) if found.is_some() => {
            serde_json::from_str::<blocks::kinds::Plain>(text).err().map(position)
        }
        Ok(_) => None,
    };
    assert_eq!(found, expected, "line and column of the error of syntax");
}

/// For each block an object with its names, without one if two are names of the same field, and an empty one.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (index, block) in BLOCKS.iter().enumerate() {
        let without = |left_out| text(block.names.iter().filter(|(name, _)| *name != left_out));
        let names = block.names.iter().map(|(name, _)| *name);
        let objects = [text(block.names)].into_iter().chain(names.map(without));
        let is_decoded = |body: &String| (block.is_decoded)(body.as_bytes());
        let whole = objects.into_iter().find(is_decoded);
        // With a byte order mark.
        let empty = Some("\u{feff}{}".to_owned()).filter(is_decoded);
        seeds.extend(whole.into_iter().chain(empty).map(|body| seed(index, body)));
    }
    seeds
}

fn text<'a>(members: impl IntoIterator<Item = &'a (&'static str, &'static str)>) -> String {
    let members = members.into_iter().map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
