//! Media types, the values of `Content-Type`.

use std::borrow::Cow;

use http::HeaderValue;

/// A media type with its parameters, such as `text/html; charset=utf-8`.
///
/// See [RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1).
///
/// ```
/// use matrix_api::wire::MediaType;
///
/// let media_type = MediaType::parse("multipart/form-data; boundary=\"a b\"").unwrap();
/// assert_eq!(media_type.essence(), "multipart/form-data");
/// assert!(media_type.is("Multipart/Form-Data"));
/// assert_eq!(media_type.parameter("boundary").as_deref(), Some("a b"));
/// assert!(MediaType::parse("text").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType<'a> {
    essence: &'a str,
    /// The text after the essence: empty, or from a `;`.
    parameters: &'a str,
}

impl<'a> MediaType<'a> {
    /// Parses a media type. `None` if it is malformed.
    #[must_use]
    #[inline]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (essence, parameters) = text.split_at(text.find(';').unwrap_or(text.len()));
        let essence = trim(essence);
        let (kind, subtype) = essence.split_once('/')?;
        if !is_token(kind) || !is_token(subtype) {
            return None;
        }
        let media_type = Self { essence, parameters };
        media_type.parameters().all(|parameter| parameter.is_some()).then_some(media_type)
    }

    /// The media type in a header. `None` if it is malformed.
    #[must_use]
    #[inline]
    pub fn of_header(value: &'a HeaderValue) -> Option<Self> {
        Self::parse(str::from_utf8(value.as_bytes()).ok()?)
    }

    /// Type and subtype without parameters: `text/html`.
    #[must_use]
    #[inline]
    pub fn essence(&self) -> &'a str {
        self.essence
    }

    /// Whether type and subtype are these, in upper or lower case.
    #[must_use]
    #[inline]
    pub fn is(&self, essence: &str) -> bool {
        self.essence.eq_ignore_ascii_case(essence)
    }

    /// The value of a parameter, the first one with this name in upper or lower case.
    #[must_use]
    #[inline]
    pub fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut parameters = self.parameters().flatten();
        parameters.find(|parameter| parameter.0.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    #[inline]
    fn parameters(&self) -> Parameters<'a> {
        Parameters { rest: self.parameters }
    }
}

/// The parameters of a header value, from the `;` before the first: `; name=value; name="value"`.
///
/// `None` is a malformed one, and the last.
pub(super) struct Parameters<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Option<(&'a str, Cow<'a, str>)>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        // An empty parameter is allowed: `text/html;`.
        let text = self.rest.trim_start_matches([' ', '\t', ';']);
        if text.is_empty() {
            return None;
        }
        self.rest = "";
        let starts_with_separator = |text: &str| text.is_empty() || text.starts_with(';');
        let read = || {
            let (name, value) = text.split_once('=')?;
            let (value, rest) = match value.strip_prefix('"') {
                Some(quoted) => unquote(quoted)?,
                None => {
                    let end = value.find([' ', '\t', ';']).unwrap_or(value.len());
                    let (value, rest) = value.split_at(end);
                    (is_token(value).then_some(Cow::Borrowed(value))?, rest)
                }
            };
            let rest = rest.trim_start_matches([' ', '\t']);
            (is_token(name) && starts_with_separator(rest)).then_some((name, value, rest))
        };
        match read() {
            Some((name, value, rest)) => {
                self.rest = rest;
                Some(Some((name, value)))
            }
            None => Some(None),
        }
    }
}

/// The content of a quoted string, and the text after it. `text` begins after the first quote.
#[inline]
fn unquote(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = text.find(['"', '\\'])?;
    let (content, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix('"') {
        return Some((Cow::Borrowed(content), rest));
    }
    let mut unquoted = content.to_owned();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return Some((Cow::Owned(unquoted), characters.as_str())),
            '\\' => unquoted.push(characters.next()?),
            character => unquoted.push(character),
        }
    }
}

#[inline]
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Whether a text is a token of
/// [RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2).
#[inline]
pub(super) fn is_token(text: &str) -> bool {
    let is_token_byte =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token_byte)
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    fn parameter(text: &str, name: &str) -> Option<String> {
        MediaType::parse(text)?.parameter(name).map(Into::into)
    }

    #[test]
    fn media_types_are_parsed_as_in_rfc_9110() {
        for (text, essence) in [
            ("text/html", "text/html"),
            (" text/html ;charset=utf-8", "text/html"),
            ("application/problem+json", "application/problem+json"),
            ("text/html;", "text/html"),
            ("text/html; ; charset=\"utf-8\" ;", "text/html"),
        ] {
            assert_eq!(MediaType::parse(text).map(|it| it.essence()), Some(essence), "{text}");
        }
        for malformed in [
            "",
            ";",
            "text",
            "text/",
            "/html",
            "text/html/x",
            "te xt/html",
            "text/html; charset",
            "text/html; =utf-8",
            "text/html; a=\"b",
            "text/html; a=\"b\"c",
            "text/html; a=b c",
            "text/html; a=\"b\\",
            "text/html; é=b",
            "text/html, text/plain",
        ] {
            assert_eq!(MediaType::parse(malformed), None, "{malformed}");
        }
    }

    #[test]
    fn parameters_are_tokens_or_quoted() {
        for (text, value) in [
            ("a/b; x=1; boundary=abc", Some("abc")),
            ("a/b;BOUNDARY=abc;x=2", Some("abc")),
            ("a/b; boundary=\"a;b c\"; x=1", Some("a;b c")),
            (r#"a/b; boundary="a\"b\\c""#, Some(r#"a"b\c"#)),
            ("a/b; boundary=\"\"", Some("")),
            ("a/b; boundary=one; boundary=two", Some("one")),
            ("a/b; x=\"boundary=abc\"", None),
            ("a/b", None),
        ] {
            assert_eq!(parameter(text, "boundary").as_deref(), value, "{text}");
        }
    }
}
