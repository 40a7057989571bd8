//! Headers with several values: lines of one name, and lists with commas between the elements.
//!
//! A recipient takes several lines of one name for one line with commas between them, and the other way round
//! ([RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)). Some headers are exceptions.

/// Headers of which each line is one element: their values have commas of their own
/// ([RFC 9110, sections 5.3, 5.6.7 and 11.6.1](https://www.rfc-editor.org/rfc/rfc9110)).
const TAKEN_BY_LINES: &[&str] = &[
    "date",
    "expires",
    "if-modified-since",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "proxy-authenticate",
    "retry-after",
    "set-cookie",
    "sunset",
    "www-authenticate",
];

/// Headers that have one value, so that a second line is an error and not a continuation.
const SINGLE: &[&str] = &[
    "access-control-allow-origin",
    "access-control-max-age",
    "age",
    "authorization",
    "content-disposition",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expires",
    "from",
    "host",
    "if-modified-since",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "referer",
    "retry-after",
    "server",
    "set-cookie",
    "strict-transport-security",
    "sunset",
    "user-agent",
];

/// The text between two lines of a header that are read as one. `None` if they are not.
pub(super) fn separator(name: &str) -> Option<&'static str> {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    if is("cookie") {
        // RFC 9113, section 8.2.3.
        Some("; ")
    } else if SINGLE.iter().any(|single| is(single)) {
        None
    } else {
        Some(", ")
    }
}

/// Whether a line of the header can have several elements.
pub(super) fn has_elements(name: &str) -> bool {
    !TAKEN_BY_LINES.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// Whether a recipient takes the text for one element of a list in this header.
pub(super) fn is_element(name: &str, text: &str) -> bool {
    !has_elements(name) || (!text.is_empty() && Elements::new(text).length() == text.len())
}

/// The elements of a line, without spaces around them. Empty ones are skipped
/// ([RFC 9110, section 5.6.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2)).
///
/// A comma within `".."` or `<..>` does not end an element. A quote or a bracket that is not closed is an
/// ordinary character.
pub(super) struct Elements<'a> {
    rest: &'a str,
    /// Whether quotes are closed, as far as is known. Each search to the end of the line happens once.
    quotes_close: bool,
    brackets_close: bool,
}

impl<'a> Elements<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line, quotes_close: true, brackets_close: true }
    }

    /// The length of the first element, up to its comma.
    fn length(&mut self) -> usize {
        let mut rest = self.rest;
        let is_special = |byte: u8| matches!(byte, b',' | b'"' | b'<');
        while let Some(position) = rest.bytes().position(is_special) {
            let from = rest.get(position..).unwrap_or_default();
            if from.starts_with(',') {
                return self.rest.len() - from.len();
            }
            rest = from.get(self.skipped(from)..).unwrap_or_default();
        }
        self.rest.len()
    }

    /// The length of the quoted or bracketed text that begins here; that of the sign alone if it is not closed.
    fn skipped(&mut self, text: &str) -> usize {
        let (close, end): (_, fn(&str) -> Option<usize>) = match text.starts_with('<') {
            true => (&mut self.brackets_close, |text| text.bytes().position(|byte| byte == b'>')),
            false => (&mut self.quotes_close, end_of_quoted),
        };
        let end = if *close { end(text) } else { None };
        *close = end.is_some();
        end.unwrap_or(0) + 1
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.rest.is_empty() {
            let (element, rest) = self.rest.split_at(self.length());
            self.rest = rest.strip_prefix(',').unwrap_or_default();
            let element = trim(element);
            if !element.is_empty() {
                return Some(element);
            }
        }
        None
    }
}

/// The text without spaces and tabs around it.
fn trim(mut text: &str) -> &str {
    while let [b' ' | b'\t', ..] = text.as_bytes() {
        text = text.get(1..).unwrap_or_default();
    }
    while let [.., b' ' | b'\t'] = text.as_bytes() {
        text = text.get(..text.len() - 1).unwrap_or_default();
    }
    text
}

/// The position of the quote that closes a quoted text, where `\` escapes the next character.
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().enumerate().skip(1).find_map(|(position, byte)| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends.then_some(position)
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Elements, has_elements, is_element, separator};

    #[test]
    fn commas_separate_elements_outside_of_quotes_and_brackets() {
        for (line, expected) in [
            ("", &[][..]),
            ("a", &["a"]),
            ("a,b", &["a", "b"]),
            (" a ,\tb\t", &["a", "b"]),
            // The examples of RFC 9110, section 5.6.1.2.
            ("foo,bar", &["foo", "bar"]),
            ("foo ,bar,", &["foo", "bar"]),
            ("foo , ,bar,charlie", &["foo", "bar", "charlie"]),
            (",", &[]),
            (",   ,", &[]),
            // RFC 9110, section 5.5, and RFC 8288, section 3.5.
            (
                "\"http://example.com/a.html,foo\", \"http://without-a-comma.example.com/\"",
                &["\"http://example.com/a.html,foo\"", "\"http://without-a-comma.example.com/\""],
            ),
            (
                "</a,b>; rel=\"next, last\"; title=\"a \\\", b\", </c>; rel=prev",
                &["</a,b>; rel=\"next, last\"; title=\"a \\\", b\"", "</c>; rel=prev"],
            ),
            ("W/\"a,b\", \"c\"", &["W/\"a,b\"", "\"c\""]),
            ("\"<\", b", &["\"<\"", "b"]),
            ("<\">, b", &["<\">", "b"]),
            // Not closed.
            ("\"a, b", &["\"a", "b"]),
            ("a<b, c", &["a<b", "c"]),
            ("a\\, \"b\\\", c", &["a\\", "\"b\\\"", "c"]),
            ("<, \"é, ü\", <", &["<", "\"é, ü\"", "<"]),
        ] {
            assert_eq!(Elements::new(line).collect::<Vec<_>>(), expected, "{line}");
        }
    }

    #[test]
    fn an_element_is_read_as_it_was_written() {
        for (element, expected) in [
            ("a", true),
            ("a b", true),
            ("\"a, b\"", true),
            ("<a,b>", true),
            ("\"", true),
            ("", false),
            ("a,", false),
            ("a, b", false),
            ("\"a, b", false),
            ("<a, b", false),
        ] {
            assert_eq!(is_element("x-tag", element), expected, "{element}");
            let read = Elements::new(element).collect::<Vec<_>>();
            assert_eq!(read == [element], expected, "{element}");
            assert!(is_element("Set-Cookie", element), "{element}");
        }
    }

    #[test]
    fn headers_with_one_value_are_neither_split_nor_joined() {
        for (name, split, joined) in [
            ("x-tag", true, Some(", ")),
            ("Link", true, Some(", ")),
            ("cookie", true, Some("; ")),
            ("Set-Cookie", false, None),
            ("WWW-Authenticate", false, Some(", ")),
            ("last-modified", false, None),
            ("content-type", true, None),
        ] {
            assert_eq!((has_elements(name), separator(name)), (split, joined), "{name}");
        }
    }

    #[test]
    fn a_line_is_read_in_linear_time() {
        let started = Instant::now();
        for sign in ["<", "\"", "<,", "\\\",", "\"\\", "\",\"", ","] {
            let line = sign.repeat(500_000);
            assert!(Elements::new(&line).map(str::len).sum::<usize>() <= line.len());
        }
        // Quadratic time is more than a minute on an idle machine, linear time two seconds.
        assert!(started.elapsed() < Duration::from_secs(40), "{:?}", started.elapsed());
    }
}
