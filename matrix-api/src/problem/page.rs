//! The text of an unexpected body, which is usually the page of a proxy.

use std::fmt;

use crate::matrix_error::Shown;

/// How much of a body is searched, in bytes.
const MAX_SEARCHED: usize = 8 * 1024;

/// A summary of a body for an error message.
pub(super) enum Page {
    /// HTML, with its title if it has one.
    Html(Option<String>),
    /// The first line of a text.
    Text(String),
    /// Anything else, with its size in bytes.
    Bytes(usize),
}

impl Page {
    #[inline]
    pub(super) fn of(body: &[u8]) -> Self {
        let start = body.get(..MAX_SEARCHED).unwrap_or(body);
        let text = String::from_utf8_lossy(start);
        if is_html(&text) {
            return Self::Html(title(&text));
        }
        if str::from_utf8(body).is_err() {
            return Self::Bytes(body.len());
        }
        match text.lines().map(str::trim).find(|line| !line.is_empty()) {
            Some(line) => Self::Text(line.to_owned()),
            None => Self::Bytes(body.len()),
        }
    }
}

#[inline]
fn is_html(text: &str) -> bool {
    let beginning = text.trim_start_matches(|character: char| {
        matches!(character, '\u{feff}' | ' ' | '\t' | '\r' | '\n')
    });
    ["<!doctype html", "<html", "<head", "<body", "<title", "<h1"]
        .iter()
        .any(|tag| starts_with(beginning, tag))
}

/// Whether a text starts with another, in upper or lower case.
#[inline]
fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// The content of the first element `title`, with single spaces.
#[inline]
fn title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let mut title = String::new();
    for word in html.get(start..end)?.split_whitespace() {
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    (!title.is_empty()).then_some(title)
}

impl fmt::Display for Page {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html(Some(title)) => write!(f, "a page with the title \"{}\"", Shown(title)),
            Self::Html(None) => f.write_str("a page of HTML"),
            Self::Text(line) => Shown(line).fmt(f),
            Self::Bytes(count) => write!(f, "{count} bytes that are not a problem"),
        }
    }
}
