//! Reads the parts of a body.
//!
//! ```text
//! a preamble               read over
//! --boundary CRLF          the first delimiter
//! Content-Type: .. CRLF    the headers of a part
//! CRLF                     an empty line
//! content
//! CRLF --boundary CRLF     the next delimiter: its CRLF is not part of the content
//! CRLF                     an empty line: the part has no headers
//! content
//! CRLF --boundary--        the last delimiter
//! an epilogue              read over
//! ```

use std::ops::Range;

use bytes::Bytes;
use memchr::memmem::Finder;

use super::{headers, part::Part};

/// The largest number of parts.
pub(super) const MAX_PARTS: usize = 1024;

/// The longest header section of a part, in bytes.
pub(super) const MAX_HEAD: usize = 16 * 1024;

const CRLF: &[u8] = b"\r\n";

/// The body is malformed: in which part, if in one, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) part: Option<usize>,
    pub(super) reason: &'static str,
}

/// Whether a text can be a boundary: 1 to 70 characters of a set, and no space at the end.
pub(super) fn is_boundary(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    (1..=70).contains(&text.len()) && text.bytes().all(is_allowed) && !text.ends_with(' ')
}

/// Reads all parts. A part with a name and this disposition has no other.
pub(super) fn parse(
    body: &Bytes,
    boundary: &str,
    disposition: &str,
) -> Result<Vec<Part>, Malformed> {
    let malformed = |part, reason| Malformed { part, reason };
    let delimiters = Delimiters::new(body, boundary);
    let Some(mut delimiter) = delimiters.first() else {
        return Err(malformed(None, "expected a line of `--` and the boundary"));
    };
    let mut parts = Vec::new();
    while !delimiter.is_last {
        let index = parts.len();
        if index == MAX_PARTS {
            return Err(malformed(None, "too many parts"));
        }
        let start = delimiter.range.end;
        let Some(next) = delimiters.next(start) else {
            return Err(malformed(Some(index), "expected a delimiter after the part"));
        };
        // An empty part may share the line end of both delimiters.
        let section = start..next.range.start.max(start);
        let part = read_part(body, section, disposition);
        parts.push(part.map_err(|reason| malformed(Some(index), reason))?);
        delimiter = next;
    }
    Ok(parts)
}

fn read_part(body: &Bytes, section: Range<usize>, disposition: &str) -> Result<Part, &'static str> {
    let section = body.slice(section);
    if let Some(content) = section.strip_prefix(CRLF) {
        return Ok(Part::new(section.slice_ref(content)));
    }
    let (head, content) = match memchr::memmem::find(&section, b"\r\n\r\n") {
        Some(end) => (section.slice(..end + 2), section.slice(end + 4..)),
        // The empty line is that of the next delimiter.
        None if section.is_empty() || section.ends_with(CRLF) => (section, Bytes::new()),
        None => return Err("expected an empty line after the headers"),
    };
    if head.len() > MAX_HEAD {
        return Err("the headers are too long");
    }
    let mut part = headers::parse(&head)?;
    part.content = content;
    let has_name = part.name.is_some() || part.file_name.is_some();
    part.disposition = part.disposition.filter(|found| !(has_name && found == disposition));
    Ok(part)
}

/// Finds delimiters.
struct Delimiters<'a> {
    body: &'a [u8],
    /// `CRLF --boundary`.
    finder: Finder<'static>,
}

/// A delimiter: from its CRLF to the end of its line.
struct Delimiter {
    range: Range<usize>,
    is_last: bool,
}

impl<'a> Delimiters<'a> {
    fn new(body: &'a [u8], boundary: &str) -> Self {
        let finder = Finder::new(&format!("\r\n--{boundary}")).into_owned();
        Self { body, finder }
    }

    /// The first delimiter, which may be at the start of the body.
    fn first(&self) -> Option<Delimiter> {
        let dash_boundary = self.finder.needle().get(CRLF.len()..)?;
        if self.body.starts_with(dash_boundary)
            && let Some(found) = self.at(0, dash_boundary.len())
        {
            return Some(found);
        }
        self.find(0)
    }

    /// The delimiter after another, which ends at this position with a CRLF that both may share.
    fn next(&self, position: usize) -> Option<Delimiter> {
        self.find(position.checked_sub(CRLF.len())?)
    }

    fn find(&self, mut position: usize) -> Option<Delimiter> {
        loop {
            let start = position + self.finder.find(self.body.get(position..)?)?;
            let end = start + self.finder.needle().len();
            if let Some(found) = self.at(start, end) {
                return Some(found);
            }
            // A longer line is content.
            position = end;
        }
    }

    /// The delimiter whose boundary ends there, unless its line goes on with something else.
    fn at(&self, start: usize, end: usize) -> Option<Delimiter> {
        let rest = self.body.get(end..)?;
        if rest.starts_with(b"--") {
            return Some(Delimiter { range: start..end + 2, is_last: true });
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let line_end = rest.get(padding..)?.starts_with(CRLF);
        let range = start..end + padding + CRLF.len();
        line_end.then_some(Delimiter { range, is_last: false })
    }
}
