//! Segments of paths: percent-encoded, except for placeholders.

use super::placeholder::{Piece, pieces};
use crate::text::{
    buffer::TextBuffer, percent_decode::decode_segment, percent_encode::encode_segment,
};

/// Changes the decoded text of a segment. One that cannot be decoded stays as it is.
pub(super) fn map_segment(segment: &str, change: impl FnOnce(&mut String)) -> String {
    let Ok(before) = decode_segment(segment, &mut []).map(std::borrow::Cow::into_owned) else {
        return segment.to_owned();
    };
    let mut after = before.clone();
    change(&mut after);
    if after == before { segment.to_owned() } else { encode(&after) }
}

/// Encodes a text with placeholders.
fn encode(text: &str) -> String {
    let mut buffer = TextBuffer::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => encode_segment(&mut buffer, text),
            Piece::Placeholder(placeholder) => buffer.push(placeholder.to_string().as_bytes()),
        }
    }
    String::from_utf8_lossy(&buffer.take()).into_owned()
}

/// Changes the decoded text of each segment.
pub(super) fn map_segments(path: &str, mut change: impl FnMut(&mut String)) -> String {
    let segments = path.split('/').map(|segment| map_segment(segment, &mut change));
    segments.collect::<Vec<_>>().join("/")
}

/// The text of a path without percent-encoding. One that cannot be decoded stays as it is.
pub(super) fn decoded(path: &str) -> String {
    decode_segment(path, &mut []).map_or(path.to_owned(), Into::into)
}
