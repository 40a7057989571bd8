//! The sources of text fields: the path, the query, and headers.

use std::{borrow::Cow, vec};

use http::{HeaderMap, HeaderValue, header::ValueIter};

use super::header_list;
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
            Self::Path(arguments) => match arguments.get(name) {
                None => Values::Rest(rest_of(*arguments, name)),
                segment => Values::Segment(segment),
            },
            Self::Query(query) => Values::Query { pairs: query, name },
            Self::Headers(headers) | Self::ResponseHeaders(headers, _) => {
                Values::Headers(headers.get_all(name).into_iter(), name)
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
            Self::ResponseHeaders(_, fields) if matches!(problem, DecodeProblem::Encoding) => {
                fields.iter().any(|field| field.optional && is_field(field))
            }
            _ => false,
        }
    }

    /// The first name in a query that is not one of these, unless it is malformed. Paths have no others, and
    /// unknown headers are not looked for.
    pub(super) fn unknown_name(self, names: &[&str]) -> Option<Cow<'de, str>> {
        match self {
            Self::Query(mut query) => {
                while let Some((name, _)) = next_pair(&mut query) {
                    if let Ok(name) = percent_decode::decode_form(name)
                        && !names.iter().any(|known| **known == name)
                    {
                        return Some(name);
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// Every field, in its order.
    pub(super) fn pairs(self) -> Result<Vec<Pair<'de>>, BadField> {
        let mut pairs = Vec::new();
        match self {
            Self::Path(arguments) => {
                for (name, segment) in arguments.iter().take(arguments.number_of_segments()) {
                    push_pair(&mut pairs, name.into(), segment_text(segment, &mut []))?;
                }
                if let Some((name, rest)) = arguments.rest() {
                    push_pair(&mut pairs, name.into(), rest_text(rest))?;
                }
            }
            Self::Query(mut query) => {
                while let Some((name, value)) = next_pair(&mut query) {
                    let name = percent_decode::decode_form(name)
                        .map_err(|_| (String::new(), DecodeProblem::Encoding))?;
                    push_pair(&mut pairs, name, form_text(value))?;
                }
            }
            Self::Headers(headers) | Self::ResponseHeaders(headers, _) => {
                for (name, value) in headers {
                    push_pair(&mut pairs, name.as_str().into(), header_text(value))?;
                }
            }
        }
        Ok(pairs)
    }
}

fn push_pair<'de>(
    pairs: &mut Vec<Pair<'de>>,
    name: Cow<'de, str>,
    value: Text<'de>,
) -> Result<(), BadField> {
    match value {
        Ok(value) => {
            pairs.push((name, value));
            Ok(())
        }
        Err(problem) => Err((name.into_owned(), problem)),
    }
}

/// The values of one field.
pub(super) enum Values<'de> {
    /// A segment of a path.
    Segment(Option<&'de str>),
    /// The segments of the rest of a path.
    Rest(Option<&'de str>),
    /// The pairs of a query with the name.
    Query { pairs: &'de str, name: &'static str },
    /// The headers of a name.
    Headers(ValueIter<'de, HeaderValue>, &'static str),
    /// Values that are already decoded.
    List(vec::IntoIter<Cow<'de, str>>),
}

impl<'de> Values<'de> {
    /// Whether it is known that no value is left: a placeholder has one.
    #[inline]
    pub(super) const fn is_over(&self) -> bool {
        match self {
            Self::Segment(segment) => segment.is_none(),
            _ => false,
        }
    }

    /// The text of all values: of the first one, and of those that are left. Only lines of a header and the
    /// segments of a path can be several.
    pub(super) fn join(&mut self, first: Cow<'de, str>) -> Text<'de> {
        match self {
            Self::Rest(_) => self.join_segments(first),
            Self::Headers(..) => self.join_lines(first),
            _ => match self.next() {
                None => Ok(first),
                Some(_) => Err(DecodeProblem::Repeated),
            },
        }
    }

    #[cold]
    fn join_segments(&mut self, first: Cow<'de, str>) -> Text<'de> {
        let mut text = first.into_owned();
        for segment in self.by_ref() {
            text.push('/');
            text.push_str(&segment?);
        }
        // A segment may have an encoded slash.
        let mut rest = Some(text.as_str());
        while let Some(segment) = next_segment(&mut rest) {
            check_rest_segment(segment)?;
        }
        Ok(text.into())
    }

    fn join_lines(&mut self, first: Cow<'de, str>) -> Text<'de> {
        match self.next() {
            None => Ok(first),
            Some(second) => self.join_several_lines(first, second?),
        }
    }

    #[cold]
    fn join_several_lines(&mut self, first: Cow<'de, str>, second: Cow<'de, str>) -> Text<'de> {
        let Self::Headers(_, name) = self else { return Err(DecodeProblem::Repeated) };
        let separator = header_list::separator(name).ok_or(DecodeProblem::Repeated)?;
        let mut text = first.into_owned();
        let mut next = Some(Ok(second));
        while let Some(line) = next {
            text.push_str(separator);
            text.push_str(&line?);
            next = self.next();
        }
        Ok(text.into())
    }
}

/// The rest of a path, if the placeholder for it has this name.
#[cold]
fn rest_of<'de>(arguments: PathArguments<'de>, name: &str) -> Option<&'de str> {
    arguments.rest().filter(|(other, _)| *other == name).map(|(_, rest)| rest)
}

/// Takes the first segment off the rest of a path.
fn next_segment<'a>(rest: &mut Option<&'a str>) -> Option<&'a str> {
    let all = rest.take()?;
    let segment = split_at(all, b'/').0;
    *rest = all.get(segment.len() + 1..);
    Some(segment)
}

/// The reason for which a segment of the rest of a path is refused. It shows no value.
pub(super) const BAD_SEGMENT: &str = "a segment of a path argument must not be empty, `.` or `..`";

fn check_rest_segment(segment: &str) -> Result<(), DecodeProblem> {
    match segment {
        "" | "." | ".." => Err(DecodeProblem::rejected(BAD_SEGMENT)),
        _ => Ok(()),
    }
}

/// Decodes a segment of the rest of a path.
fn rest_segment_text(segment: &str) -> Text<'_> {
    let text = percent_decode::decode_segment(segment, &mut []);
    let text = text.map_err(|percent_decode::Malformed| DecodeProblem::Encoding)?;
    check_rest_segment(&text)?;
    Ok(text)
}

/// Decodes the rest of a path as one text.
fn rest_text(rest: &str) -> Text<'_> {
    let mut segments = Values::Rest(Some(rest));
    let first = segments.next().unwrap_or(Ok(Cow::Borrowed("")))?;
    segments.join(first)
}

impl<'de> Iterator for Values<'de> {
    type Item = Text<'de>;

    fn next(&mut self) -> Option<Text<'de>> {
        match self {
            Self::Segment(segment) => segment.take().map(|segment| segment_text(segment, &mut [])),
            Self::Query { pairs, name } => next_in_query(pairs, name),
            Self::Rest(rest) => next_segment(rest).map(rest_segment_text),
            Self::Headers(values, _) => values.next().map(header_text),
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
        let (key, value) = next_pair(pairs)?;
        // A malformed key is not the name of a field.
        if key == name || percent_decode::decode_form(key).is_ok_and(|key| key == name) {
            return Some(form_text(value));
        }
    }
    None
}

/// Takes the next name and value off a query, without decoding them. Empty pairs are skipped.
fn next_pair<'de>(query: &mut &'de str) -> Option<(&'de str, &'de str)> {
    while !query.is_empty() {
        let (pair, rest) = split_at(query, b'&');
        *query = rest;
        if !pair.is_empty() {
            return Some(split_at(pair, b'='));
        }
    }
    None
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
