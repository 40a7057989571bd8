//! The sources of text fields: the path, the query, and headers.

use std::{borrow::Cow, vec};

use http::{HeaderMap, HeaderValue, header::ValueIter};

use crate::{
    error::DecodeProblem,
    metadata::{Field, FieldPlace},
    text::percent_decode,
    wire::path_arguments::PathArguments,
};

type Text<'de> = Result<Cow<'de, str>, DecodeProblem>;

/// A name and a value.
pub(super) type Pair<'de> = (Cow<'de, str>, Cow<'de, str>);

/// The name of a field, and the problem with its value.
type BadField = (String, DecodeProblem);

/// A part of a message with text fields.
#[derive(Clone, Copy)]
pub(in crate::wire) enum Source<'de> {
    /// The placeholders of a path.
    Path(PathArguments<'de>),
    /// A query, without its `?`.
    Query(&'de str),
    /// The headers of a request.
    Headers(&'de HeaderMap),
    /// The headers of a response, and the fields of the endpoint.
    ResponseHeaders(&'de HeaderMap, &'static [Field]),
}

impl<'de> Source<'de> {
    /// The values of a field, in their order.
    pub(super) fn values(&self, name: &'static str) -> Values<'de> {
        match self {
            Self::Path(arguments) => Values::Segment(arguments.get(name)),
            Self::Query(query) => Values::Query { pairs: query, name },
            Self::Headers(headers) | Self::ResponseHeaders(headers, _) => {
                Values::Headers(headers.get_all(name).into_iter())
            }
        }
    }

    /// Whether a field with this problem is absent: an optional header of a response that is not UTF-8.
    ///
    /// HTTP allows other bytes, which a recipient should treat as opaque data
    /// ([RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)), and the rest of the
    /// response should not be lost for one that the client can do without.
    #[cold]
    pub(super) fn skips(&self, name: &str, problem: &DecodeProblem) -> bool {
        let is_field = |field: &Field| {
            field.place == FieldPlace::Header && field.name.eq_ignore_ascii_case(name)
        };
        match self {
            Self::ResponseHeaders(_, fields) if *problem == DecodeProblem::Encoding => {
                fields.iter().any(|field| field.optional && is_field(field))
            }
            _ => false,
        }
    }

    /// The first name in a query that is not one of these, unless it is malformed. Paths have no others, and
    /// unknown headers are not looked for.
    pub(super) fn unknown_name(self, names: &[&str]) -> Option<Cow<'de, str>> {
        match self {
            Self::Query(query) => query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .filter_map(|pair| percent_decode::decode_form(split_pair(pair).0).ok())
                .find(|name| !names.contains(&&**name)),
            _ => None,
        }
    }

    /// Every field, in its order.
    pub(super) fn pairs(self) -> Result<Vec<Pair<'de>>, BadField> {
        let with_name = |(name, value): (Cow<'de, str>, Text<'de>)| match value {
            Ok(value) => Ok((name, value)),
            Err(problem) => Err((name.into_owned(), problem)),
        };
        match self {
            Self::Path(arguments) => arguments
                .iter()
                .map(|(name, segment)| with_name((name.into(), segment_text(segment, &mut []))))
                .collect(),
            Self::Query(query) => query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let (name, value) = split_pair(pair);
                    let name = percent_decode::decode_form(name)
                        .map_err(|_| (String::new(), DecodeProblem::Encoding))?;
                    with_name((name, form_text(value)))
                })
                .collect(),
            Self::Headers(headers) | Self::ResponseHeaders(headers, _) => headers
                .iter()
                .map(|(name, value)| with_name((name.as_str().into(), header_text(value))))
                .collect(),
        }
    }
}

/// The values of one field.
pub(super) enum Values<'de> {
    /// A segment of a path.
    Segment(Option<&'de str>),
    /// The pairs of a query with the name.
    Query { pairs: &'de str, name: &'static str },
    /// The headers of a name.
    Headers(ValueIter<'de, HeaderValue>),
    /// Values that are already decoded.
    List(vec::IntoIter<Cow<'de, str>>),
}

impl Values<'_> {
    /// Whether it is known that no value is left: a placeholder has one.
    #[inline]
    pub(super) const fn is_over(&self) -> bool {
        match self {
            Self::Segment(segment) => segment.is_none(),
            _ => false,
        }
    }
}

impl<'de> Iterator for Values<'de> {
    type Item = Text<'de>;

    fn next(&mut self) -> Option<Text<'de>> {
        match self {
            Self::Segment(segment) => segment.take().map(|segment| segment_text(segment, &mut [])),
            Self::Query { pairs, name } => next_in_query(pairs, name),
            Self::Headers(values) => values.next().map(header_text),
            Self::List(values) => values.next().map(Ok),
        }
    }
}

/// The next value with the name; sets `pairs` to the text after it.
fn next_in_query<'de>(pairs: &mut &'de str, name: &str) -> Option<Text<'de>> {
    while !pairs.is_empty() {
        // Usually the key has no escapes, and fields are declared in its order.
        if let Some(value) = pairs.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
            let (value, rest) = split_at(value, b'&');
            *pairs = rest;
            return Some(form_text(value));
        }
        let (pair, rest) = split_at(pairs, b'&');
        *pairs = rest;
        let (key, value) = split_pair(pair);
        // A malformed key is not the name of a field.
        if key == name || percent_decode::decode_form(key).is_ok_and(|key| key == name) {
            return Some(form_text(value));
        }
    }
    None
}

fn split_pair(pair: &str) -> (&str, &str) {
    split_at(pair, b'=')
}

/// The text before and after the first of these ASCII bytes.
fn split_at(text: &str, separator: u8) -> (&str, &str) {
    let position = text.bytes().position(|byte| byte == separator);
    let position = position.unwrap_or(text.len());
    let behind = text.get(position + 1..).unwrap_or_default();
    (text.get(..position).unwrap_or(text), behind)
}

/// Decodes an argument, and refuses one that a client would not have sent.
pub(super) fn segment_text<'a>(segment: &'a str, buffer: &'a mut [u8]) -> Text<'a> {
    match percent_decode::decode_segment(segment, buffer) {
        Err(percent_decode::Malformed) => Err(DecodeProblem::Encoding),
        Ok(argument) if matches!(&*argument, "" | "." | "..") => {
            Err(DecodeProblem::rejected("a path argument must not be empty, `.` or `..`"))
        }
        Ok(argument) => Ok(argument),
    }
}

fn form_text(text: &str) -> Text<'_> {
    percent_decode::decode_form(text).map_err(|_| DecodeProblem::Encoding)
}

fn header_text(value: &HeaderValue) -> Text<'_> {
    str::from_utf8(value.as_bytes()).map(Cow::Borrowed).map_err(|_| DecodeProblem::Encoding)
}
