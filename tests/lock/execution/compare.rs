//! Compares what a message meant to its writer with what its reader understood.

use matrix_api::{
    bytes::Bytes,
    http::{Request, Response},
};
use serde_json::{Value, json};

use super::{
    Outcome,
    corpus::{Corpus, Knowledge},
    credentials::Identity,
    side::Side,
    tree::{self, Place},
};

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Request,
    Answer,
}

/// Messages of a writer on their way to a reader.
pub struct Reading<'a> {
    kind: Kind,
    pub written: &'a Corpus<'a>,
    pub reader: &'a Side,
    /// What the reader itself writes in this direction.
    known: &'a Corpus<'a>,
}

/// An outcome, and why.
type Judged = (Outcome, String);

const WORKS: Judged = (Outcome::Works, String::new());

impl<'a> Reading<'a> {
    pub const fn new(
        kind: Kind,
        written: &'a Corpus<'a>,
        reader: &'a Side,
        known: &'a Corpus<'a>,
    ) -> Self {
        Self { kind, written, reader, known }
    }

    pub const fn writer(&self) -> &'a Side {
        self.written.side
    }

    pub fn compare_requests(&self, meant: &Request<Bytes>, read: &Request<Bytes>) -> Judged {
        let written = self.written.side.path_arguments(meant.uri().path());
        let found = self.reader.path_arguments(read.uri().path());
        let meant = tree::of_request(self.written.side, meant);
        let mut read = tree::of_request(self.reader, read);
        let has_name = |name| written.iter().any(|(written, _)| *written == name);
        // If placeholders have other names, their positions count.
        if !found.iter().all(|(name, _)| has_name(*name)) {
            let names = written.iter().map(|(name, _)| (*name).to_owned());
            let values = found.into_iter().map(|(_, value)| json!(value));
            read["path"] = names.zip(values).collect();
        }
        self.compare((0, meant), (0, read))
    }

    /// Compares successes, of which the sections are given, too.
    pub fn compare_answers(
        &self,
        (section, meant): (usize, &Response<Bytes>),
        (read_as, read): (usize, &Response<Bytes>),
    ) -> Judged {
        self.compare((section, tree::of_answer(meant)), (read_as, tree::of_answer(read)))
    }

    /// Compares error responses, of which nothing may be lost.
    pub fn compare_errors(&self, meant: &Response<Bytes>, read: &Response<Bytes>) -> Judged {
        let body = |response| tree::of_answer(response).get("body").cloned();
        if meant.status() == read.status() && body(meant) == body(read) {
            WORKS
        } else {
            (Outcome::OtherMeaning, "the error is another one".to_owned())
        }
    }

    /// Lets the reader find out whom requests come from: the same one, with each of the writer's credentials.
    pub fn compare_credentials(&self, requests: &[Request<Bytes>]) -> Judged {
        let mut identities = Vec::new();
        for request in requests {
            let meant = self.written.side.identify(request);
            let read = self.reader.identify(request);
            match (meant, read) {
                (Ok(meant), Ok(read)) => identities.push((meant, read)),
                (Err(error), _) | (_, Err(error)) => return (Outcome::Breaks, error),
            }
            // The credentials must not be in the way of the fields.
            if let Err(error) = self.reader.recode_request(request) {
                return (Outcome::Breaks, error);
            }
        }
        let is_other = |(meant, read): &(Identity, Identity)| !read.is_empty() && meant != read;
        if identities.iter().any(is_other) {
            return (Outcome::OtherMeaning, "another identity".to_owned());
        }
        // Who serves everybody need not ask. Who serves some differently has to.
        let is_anonymous = |(meant, _): &(Identity, Identity)| meant.is_empty();
        let is_optional =
            identities.iter().any(is_anonymous) && !identities.iter().all(is_anonymous);
        if is_optional && identities.iter().all(|(_, read)| read.is_empty()) {
            return (Outcome::OtherMeaning, "the credentials are ignored".to_owned());
        }
        WORKS
    }

    fn compare(
        &self,
        (section, mut meant): (usize, Value),
        (read_as, mut read): (usize, Value),
    ) -> Judged {
        tree::rename(&mut meant, &self.known.aliases);
        tree::rename(&mut read, &self.written.aliases);
        let comparison = Comparison {
            kind: self.kind,
            aliases: [&self.written.aliases, &self.known.aliases],
            writer: self.written.knowledge(section),
            reader: self.known.knowledge(read_as),
        };
        match comparison.difference(&meant, &read, &mut Vec::new()) {
            Some(difference) => (Outcome::OtherMeaning, difference),
            None => WORKS,
        }
    }
}

/// A message that was meant as one thing, and read as another.
struct Comparison<'a> {
    kind: Kind,
    /// The other names of fields, to the writer and to the reader.
    aliases: [&'a [(Place, String)]; 2],
    writer: &'a Knowledge,
    reader: &'a Knowledge,
}

impl Comparison<'_> {
    /// The first difference that matters.
    fn difference(&self, meant: &Value, read: &Value, place: &mut Place) -> Option<String> {
        match (meant, read) {
            (Value::Object(meant), Value::Object(read)) => {
                let mut names: Vec<_> = meant.keys().chain(read.keys()).collect();
                names.sort();
                names.dedup();
                names.into_iter().find_map(|name| {
                    place.push(name.clone());
                    let difference = match (meant.get(name), read.get(name)) {
                        (Some(meant), Some(read)) => self.difference(meant, read, place),
                        (Some(meant), None) if is_body(meant, place) => {
                            self.difference(meant, &json!({}), place)
                        }
                        (None, Some(read)) if is_body(read, place) => {
                            self.difference(&json!({}), read, place)
                        }
                        (Some(meant), None) => self.lost(meant, place),
                        (None, Some(read)) => self.added(read, place),
                        (None, None) => None,
                    };
                    place.pop();
                    difference
                })
            }
            (Value::Array(meant), Value::Array(read)) if meant.len() == read.len() => {
                place.push("*".to_owned());
                let mut items = meant.iter().zip(read);
                let difference =
                    items.find_map(|(meant, read)| self.difference(meant, read, place));
                place.pop();
                difference
            }
            (meant, read) if is_same_scalar(meant, read) => None,
            _ => Some(format!("{}: {meant} is read as {read}", place.join("."))),
        }
    }

    /// Whether one side knows a place, or has it under another name.
    fn is_known(&self, knowledge: &Knowledge, place: &Place) -> bool {
        let [part, name, rest @ ..] = &**place else { return knowledge.places.contains(place) };
        let is_alias = |(alias, of): &(Place, String)| {
            let other_name = || [alias, rest].concat();
            alias.first() == Some(part) && of == name && knowledge.places.contains(&other_name())
        };
        knowledge.places.contains(place) || self.aliases.iter().copied().flatten().any(is_alias)
    }

    /// Something that the reader does not write again.
    fn lost(&self, meant: &Value, place: &Place) -> Option<String> {
        let is_nothing = meant.is_null() && !self.writer.meaningful_nulls.contains(place);
        let is_unknown = !self.is_known(self.reader, place);
        // A client may ignore what it does not know; a server then does not do what it was asked for.
        if is_nothing || (is_unknown && self.kind == Kind::Answer) {
            return None;
        }
        let how = if is_unknown { "ignored" } else { "lost" };
        Some(format!("{}: {how}", place.join(".")))
    }

    /// Something that the reader writes, and the writer did not.
    fn added(&self, read: &Value, place: &Place) -> Option<String> {
        let is_nothing = read.is_null() && !self.writer.meaningful_nulls.contains(place);
        if is_nothing || !self.is_known(self.writer, place) {
            return None;
        }
        Some(format!("{}: nothing is read as {read}", place.join(".")))
    }
}

/// Whether it is an object as a whole body. A message without a body has no members, and so has one with `{}`.
fn is_body(value: &Value, place: &Place) -> bool {
    place.len() == 1 && value.is_object()
}

/// Compares numbers by their values.
fn is_same_scalar(one: &Value, other: &Value) -> bool {
    if one == other {
        return true;
    }
    let (Value::Number(one), Value::Number(other)) = (one, other) else { return false };
    let integer = |number: &serde_json::Number| number.as_i128();
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one == other,
        (Some(integer), None) => other.as_f64().is_some_and(|it| is_integer(it, integer)),
        (None, Some(integer)) => one.as_f64().is_some_and(|it| is_integer(it, integer)),
        (None, None) => one.as_f64() == other.as_f64(),
    }
}

/// Whether a number is exactly this integer.
fn is_integer(number: f64, integer: i128) -> bool {
    number.fract() == 0.0 && number.abs() < 1e30 && number as i128 == integer
}
