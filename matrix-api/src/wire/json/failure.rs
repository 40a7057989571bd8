//! Explains why a body could not be read. Runs after a failure only.

use std::{ops::Range, str::Utf8Error};

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::{
    UnreadMember, fields,
    location::{self, Last, Place, Step},
    problem,
};
use crate::{
    error::{DecodeError, DecodeProblem, Message, Part},
    metadata::{FieldPlace, Metadata},
    wire::{location_name::append_name, revealing},
};

/// Up to this size, in bytes, a refused value is compared with the type's reason; beyond it, the
/// reason is left out.
const COMPARED: usize = 64 * 1024;

/// Makes a [`DecodeError`] of an error of serde_json. `probe` decodes a body as the same type.
#[cold]
#[inline(never)]
pub(super) fn explain(
    metadata: &'static Metadata,
    message: Message,
    body: &str,
    error: &serde_json::Error,
    probe: fn(&str) -> Option<serde_json::Error>,
) -> DecodeError {
    let failure = Failure { metadata, message, body, member: &[] };
    match syntax_error(body) {
        Some(problem) => failure.at("", problem),
        None => failure.explain(error, probe),
    }
}

/// Makes a [`DecodeError`] of a body that is no text.
#[cold]
#[inline(never)]
pub(super) fn not_utf8(
    metadata: &'static Metadata,
    message: Message,
    body: &[u8],
    error: Utf8Error,
) -> DecodeError {
    let text = String::from_utf8_lossy(body);
    let offset = error.valid_up_to();
    // What makes it no JSON may be ahead of that, or the very same byte.
    let problem = match serde_json::from_str::<IgnoredAny>(&text) {
        Err(error) if offset_of(&text, &error) <= offset + 1 => syntax_problem(&text, &error),
        _ => {
            let before = text.as_bytes().get(..offset).unwrap_or_default();
            let (line, column) = before.iter().fold((1, 1), |(line, column), byte| match byte {
                b'\n' => (line + 1, 1),
                _ => (line, column + 1),
            });
            DecodeProblem::Syntax { reason: "not UTF-8".into(), line, column }
        }
    };
    Failure { metadata, message, body: "", member: &[] }.at("", problem)
}

/// Makes a [`DecodeError`] of a body that is no JSON object.
#[cold]
#[inline(never)]
pub(super) fn not_an_object(
    metadata: &'static Metadata,
    message: Message,
    body: &str,
) -> DecodeError {
    let found = kind_at(body.trim_ascii_start());
    let problem = syntax_error(body)
        .unwrap_or_else(|| DecodeProblem::WrongType { expected: "an object".into(), found });
    Failure { metadata, message, body, member: &[] }.at("", problem)
}

/// Makes a [`DecodeError`] of a member that could not be read. The first of `names` is the one that
/// it has, the others are those that it could have; its value begins `text`.
#[cold]
#[inline(never)]
pub(super) fn unread_member(
    metadata: &'static Metadata,
    message: Message,
    body: &str,
    names: &[String],
    text: &str,
    reason: UnreadMember,
) -> DecodeError {
    if let Some(problem) = syntax_error(body) {
        return Failure { metadata, message, body, member: &[] }.at("", problem);
    }
    let value = text.get(..value_length(text)).unwrap_or(text);
    let failure = Failure { metadata, message, body: value, member: names };
    match reason {
        UnreadMember::Repeated => failure.at(&failure.prefix(), DecodeProblem::Repeated),
        UnreadMember::Refused { error, probe } => {
            failure.explain(&probe(value).unwrap_or(error), probe)
        }
    }
}

/// The length of the value that a JSON text begins with.
fn value_length(text: &str) -> usize {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next();
    values.byte_offset()
}

/// What makes a body no JSON text. The first error of serde_json does not say it: a value of the
/// wrong kind may stand ahead of it.
#[cold]
pub(super) fn syntax_error(body: &str) -> Option<DecodeProblem> {
    let error = serde_json::from_str::<IgnoredAny>(body).err()?;
    Some(syntax_problem(body, &error))
}

fn syntax_problem(body: &str, error: &serde_json::Error) -> DecodeProblem {
    // Mostly not of the peer, but of a proxy or the portal of a network in between.
    let is_page = body.trim_ascii_start().starts_with('<');
    let reason = if is_page { "HTML or XML begins".into() } else { message_of(error).into() };
    DecodeProblem::Syntax { reason, line: error.line(), column: error.column() }
}

/// The message without the position that stands at its end.
fn message_of(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&position) {
        message.truncate(message.len() - position.len());
    }
    message
}

/// The offset of the byte that the error was found at.
fn offset_of(body: &str, error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let line: usize = body.split_inclusive('\n').take(lines_before).map(str::len).sum();
    line.saturating_add(error.column()).min(body.len())
}

/// A body, or a member of one, that could not be read.
#[derive(Clone, Copy)]
struct Failure<'a> {
    metadata: &'static Metadata,
    message: Message,
    body: &'a str,
    /// The names of the member that `body` is the value of, its own first; none for a whole body.
    member: &'a [String],
}

impl Failure<'_> {
    fn at(self, location: &str, problem: DecodeProblem) -> DecodeError {
        let Self { metadata, message, .. } = self;
        DecodeError::new(metadata.name, message, Part::Body, location.to_owned(), problem)
    }

    /// The location of the member.
    fn prefix(self) -> String {
        let mut prefix = String::new();
        if let Some(name) = self.member.first() {
            append_name(&mut prefix, name);
        }
        prefix
    }

    /// The type refused what it was given, or serde_json called that an error of syntax.
    fn explain(
        self,
        error: &serde_json::Error,
        probe: fn(&str) -> Option<serde_json::Error>,
    ) -> DecodeError {
        if error.classify() == Category::Data {
            self.explain_data(error, probe)
        } else {
            self.explain_refused_syntax(error)
        }
    }

    /// The type refused what it was given.
    fn explain_data(
        self,
        error: &serde_json::Error,
        probe: fn(&str) -> Option<serde_json::Error>,
    ) -> DecodeError {
        let message = message_of(error);
        let explanation = problem::explain(&message);
        let of_container = matches!(
            explanation.problem,
            DecodeProblem::WrongType { found: "a list" | "an object", .. }
        );
        let mut place =
            location::find(self.body.as_bytes(), offset_of(self.body, error), of_container);
        if let Some(last) = place.last.take()
            && self.is_of_last(&last, probe)
        {
            place.steps.push(last.step);
            place.range = last.start..last.closing;
        }
        self.report(&place, explanation)
    }

    /// Whether the error is of the container's last value. If it is, the reader stops at the comma
    /// that is put behind that value, instead of at the container's end.
    fn is_of_last(self, last: &Last, probe: fn(&str) -> Option<serde_json::Error>) -> bool {
        let Some((before, after)) = self.body.split_at_checked(last.closing) else { return false };
        let (another, stop) = match last.step {
            Step::Member(_) => (r#","org.matrix.api.probe":null"#, 0),
            Step::Element(_) => (",null", 1),
        };
        let longer = format!("{before}{another}{after}");
        probe(&longer).is_some_and(|error| offset_of(&longer, &error) == last.closing + stop)
    }

    /// serde_json calls it an error of syntax, but the text is JSON.
    fn explain_refused_syntax(self, error: &serde_json::Error) -> DecodeError {
        let message = message_of(error);
        if message.contains("hex escape") || message.contains("unicode") {
            let (line, column) = (error.line(), error.column());
            return self.at("", DecodeProblem::Syntax { reason: message.into(), line, column });
        }
        // The byte at fault has been looked at, but not read, and counts all the same.
        let offset = offset_of(self.body, error).saturating_sub(1);
        let place = location::find(self.body.as_bytes(), offset, true);
        let found = kind_at(self.text(&place.range));
        let problem = problem::explain_refused_syntax(&message, found);
        self.report(&place, problem::Explanation { problem, within: "", field: None })
    }

    /// Says where it is and what is wrong, and nothing of the value.
    fn report(self, place: &Place, explanation: problem::Explanation<'_>) -> DecodeError {
        let secret = self.is_secret(place, &explanation);
        // What lies within a secret is one, too.
        let secret_steps = usize::from(self.member.is_empty());
        let shown = place.steps.iter().take(if secret { secret_steps } else { usize::MAX });
        let mut location = self.prefix();
        for step in shown {
            self.append(&mut location, step);
        }
        if !secret || location.is_empty() {
            let names = explanation.within.split('.').filter(|name| !name.is_empty());
            names.for_each(|name| append_name(&mut location, name));
        }
        let last = place.steps.last().map(|step| self.name(step)).unwrap_or_default();
        let problem = match explanation.problem {
            DecodeProblem::Rejected { reason: Some(reason) }
                if secret || self.shows(&reason, &place.range) =>
            {
                DecodeProblem::Rejected { reason: None }
            }
            problem => problem,
        };
        let field = explanation.field.filter(|_| !secret || location.is_empty());
        // A repeated member is where the place is, unless its container was read ahead.
        if let Some(field) =
            field.filter(|field| problem == DecodeProblem::Missing || *field != last)
        {
            append_name(&mut location, field);
        }
        self.at(&location, problem)
    }

    /// Whether the place is a secret, or within one.
    fn is_secret(self, place: &Place, explanation: &problem::Explanation<'_>) -> bool {
        let first = match place.steps.first() {
            Some(step) => Some(self.name(step)),
            None => {
                let outermost = explanation.within.split('.').find(|name| !name.is_empty());
                outermost.or(explanation.field).map(str::to_owned)
            }
        };
        let is_first = |name: &str| match self.member {
            [] => first.as_deref() == Some(name),
            names => names.iter().any(|other| other == name),
        };
        fields(self.metadata, self.message).iter().any(|field| {
            field.secret
                && match field.place {
                    FieldPlace::WholeBody => true,
                    FieldPlace::Body => is_first(field.name),
                    _ => false,
                }
        })
    }

    /// Whether a type's reason shows a string or a number of the place. The location shows names.
    fn shows(self, reason: &str, range: &Range<usize>) -> bool {
        let text = self.text(range);
        text.len() > COMPARED || scalars(text).any(|scalar| revealing::reveals(reason, &scalar))
    }

    /// The piece of the body; never less, since what it holds must not be shown.
    fn text(&self, range: &Range<usize>) -> &str {
        self.body.get(range.clone()).unwrap_or(self.body)
    }

    /// The name of a member, without escapes; nothing for an element.
    fn name(self, step: &Step) -> String {
        let Step::Member(range) = step else { return String::new() };
        let quoted = range.start.saturating_sub(1)..range.end.saturating_add(1);
        serde_json::from_str(self.text(&quoted)).unwrap_or_default()
    }

    fn append(self, location: &mut String, step: &Step) {
        match step {
            Step::Element(index) => location.push_str(&format!("[{index}]")),
            Step::Member(_) => append_name(location, &self.name(step)),
        }
    }
}

/// The kind of the value that a piece of JSON begins with.
fn kind_at(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => match text.bytes().find(|byte| !matches!(byte, b'-' | b'0'..=b'9')) {
            Some(b'.' | b'e' | b'E') => "a number",
            _ => "an integer",
        },
    }
}

/// The strings, without escapes, and numbers of a piece of JSON.
fn scalars(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if first == '"' {
                let mut strings = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let string = strings.next().and_then(Result::ok);
                let end = strings.byte_offset().max(1);
                rest = rest.get(end..).unwrap_or_default();
                if string.is_some() {
                    return string;
                }
            } else {
                let is_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
                let length = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
                let (number, tail) = rest.split_at_checked(length.max(first.len_utf8()))?;
                rest = tail;
                if first.is_ascii_digit() || first == '-' {
                    return Some(number.to_owned());
                }
            }
        }
    })
}
