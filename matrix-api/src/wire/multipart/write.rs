//! Writes the parts of a body.

use std::{
    fmt::Write as _,
    hash::{BuildHasher as _, RandomState},
};

use bytes::Bytes;
use http::{
    HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use memchr::memmem;

use super::{
    headers::{self, MAX_HEADERS},
    parse::{MAX_HEAD, MAX_PARTS},
    part::Part,
};
use crate::wire::media_type;

/// A part cannot be written: its index, and the reason.
#[derive(Debug)]
pub(super) struct Unwritable {
    pub(super) part: usize,
    pub(super) reason: &'static str,
}

/// Writes all parts, with a given boundary or one that occurs nowhere. Returns the boundary and the body.
pub(super) fn write(
    parts: &[Part],
    disposition: &str,
    given: Option<&str>,
) -> Result<(String, Bytes), Unwritable> {
    if parts.len() > MAX_PARTS {
        return Err(Unwritable { part: MAX_PARTS, reason: "too many parts" });
    }
    let mut heads = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        heads.push(head(part, disposition).map_err(|reason| Unwritable { part: index, reason })?);
    }
    let occurs_in = |boundary: &str| {
        let delimiter = format!("--{boundary}");
        let finder = memmem::Finder::new(&delimiter);
        let is_in = |(head, part): (&Vec<u8>, &Part)| {
            finder.find(head).is_some() || finder.find(&part.content).is_some()
        };
        heads.iter().zip(parts).position(is_in)
    };
    let boundary = match given {
        Some(given) => match occurs_in(given) {
            Some(part) => {
                let reason = "the boundary of `content-type` occurs in it";
                return Err(Unwritable { part, reason });
            }
            None => given.to_owned(),
        },
        None => loop {
            let boundary = random_boundary();
            if occurs_in(&boundary).is_none() {
                break boundary;
            }
        },
    };
    Ok((boundary.clone(), join(&heads, parts, &boundary).into()))
}

/// A boundary of 128 random bits: std seeds its hashers with them.
fn random_boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("part-{:016x}{:016x}", random(), random())
}

fn join(heads: &[Vec<u8>], parts: &[Part], boundary: &str) -> Vec<u8> {
    // `CRLF --boundary CRLF` and the empty line for each part.
    let overhead = boundary.len() + 8;
    let sizes = heads.iter().zip(parts).map(|(head, part)| head.len() + part.content.len());
    let size = sizes.map(|size| size + overhead).sum::<usize>() + overhead;
    let mut body = Vec::with_capacity(size);
    for (head, part) in heads.iter().zip(parts) {
        push(&mut body, &[b"--", boundary.as_bytes(), b"\r\n", head, b"\r\n"]);
        push(&mut body, &[&part.content, b"\r\n"]);
    }
    push(&mut body, &[b"--", boundary.as_bytes(), b"--\r\n"]);
    body
}

fn push(body: &mut Vec<u8>, pieces: &[&[u8]]) {
    for piece in pieces {
        body.extend_from_slice(piece);
    }
}

/// The headers of a part, each with its CRLF.
fn head(part: &Part, disposition: &str) -> Result<Vec<u8>, &'static str> {
    let mut head = Vec::new();
    let mut add = |name: &str, value: &str| {
        push(&mut head, &[name.as_bytes(), b": ", value.as_bytes(), b"\r\n"]);
    };
    if part.name.is_some() || part.file_name.is_some() || part.disposition.is_some() {
        add(CONTENT_DISPOSITION.as_str(), &content_disposition(part, disposition)?);
    }
    if let Some(content_type) = &part.content_type {
        check_value(content_type)?;
        add(CONTENT_TYPE.as_str(), content_type);
    }
    for (name, value) in &part.headers {
        if name == CONTENT_DISPOSITION || name == CONTENT_TYPE {
            return Err("`content-disposition` and `content-type` have fields of their own");
        }
        let value = str::from_utf8(value.as_bytes()).map_err(|_| "a header is not UTF-8")?;
        check_value(value)?;
        headers::check_encoding(name, value)?;
        add(name.as_str(), value);
    }
    if part.headers.len() > MAX_HEADERS - 2 {
        return Err("too many headers");
    }
    if head.len() > MAX_HEAD {
        return Err("the headers are too long");
    }
    Ok(head)
}

fn check_value(text: &str) -> Result<(), &'static str> {
    match HeaderValue::from_str(text).is_ok() && text.trim_matches([' ', '\t']) == text {
        true => Ok(()),
        false => Err("a header value must not have control characters, or spaces at its ends"),
    }
}

fn content_disposition(part: &Part, default: &str) -> Result<String, &'static str> {
    let disposition = part.disposition.as_deref().unwrap_or(default);
    if !media_type::is_token(disposition) {
        return Err("the disposition is not a token");
    }
    let mut header = disposition.to_owned();
    for (parameter, text) in [("name", &part.name), ("filename", &part.file_name)] {
        let Some(text) = text else { continue };
        if HeaderValue::from_str(text).is_err() {
            return Err("a name must not have control characters");
        }
        header.push_str("; ");
        header.push_str(parameter);
        header.push_str("=\"");
        for character in text.chars() {
            match character {
                '"' | '\\' => _ = write!(header, "\\{character}"),
                _ => header.push(character),
            }
        }
        header.push('"');
    }
    Ok(header)
}
