//! Runs the codecs of two definitions of an endpoint on messages, and compares what they read.
//!
//! It knows nothing about the rules of `matrix_api::lock`. It makes messages that the writer's definition allows,
//! lets the reader's codec read them and write them again, and compares.

mod compare;
mod corpus;
mod credentials;
mod http_form;
mod message;
mod side;
mod tree;
mod values;

use std::fmt;

use self::{
    compare::{Kind, Reading},
    corpus::Corpus,
};
pub use self::{
    credentials::{Credentials, Identity},
    side::Side,
};

/// The outcome of messages between two definitions, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Everything is read as it was meant.
    Works,
    /// Everything is read, but something is lost or means something else.
    OtherMeaning,
    /// Something is refused.
    Breaks,
}

/// An outcome, and a message that has it.
#[derive(Clone, Debug)]
pub struct Finding {
    pub outcome: Outcome,
    pub example: String,
}

/// What was executed between an old and a new definition.
#[derive(Clone, Debug)]
pub struct Executed {
    /// Clients of the old definition meet a server of the new one.
    pub clients: Finding,
    /// A client of the new definition meets servers of the old one.
    pub servers: Finding,
    /// How many messages were read.
    pub messages: usize,
    /// Messages that could not be made.
    pub gaps: Vec<String>,
}

impl Finding {
    const WORKS: Self = Self { outcome: Outcome::Works, example: String::new() };

    /// Keeps the worse outcome.
    fn add(&mut self, outcome: Outcome, example: impl FnOnce() -> String) {
        if outcome > self.outcome {
            *self = Self { outcome, example: example() };
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.outcome)?;
        if !self.example.is_empty() {
            write!(f, ": {}", self.example)?;
        }
        Ok(())
    }
}

/// Runs the codecs of an old and a new definition. `None` is an endpoint that does not exist.
pub fn execute(old: Option<&Side>, new: Option<&Side>) -> Executed {
    let mut executed = Executed {
        clients: Finding::WORKS,
        servers: Finding::WORKS,
        messages: 0,
        gaps: Vec::new(),
    };
    match (old, new) {
        (Some(old), Some(new)) => {
            let old_requests = Corpus::requests(old, &old.all_templates(), true);
            let new_requests = Corpus::requests(new, &new.all_templates(), false);
            let old_answers = Corpus::answers(old, true);
            let new_answers = Corpus::answers(new, false);

            let to_new = Reading::new(Kind::Request, &old_requests, new, &new_requests);
            read_requests(&to_new, &mut executed.clients);
            let to_old = Reading::new(Kind::Answer, &new_answers, old, &old_answers);
            read_answers(&to_old, &mut executed.clients);

            match new.templates_for(old) {
                Ok(templates) => {
                    let sent = Corpus::requests(new, &templates, false);
                    let to_old = Reading::new(Kind::Request, &sent, old, &old_requests);
                    read_requests(&to_old, &mut executed.servers);
                }
                Err(error) => executed.servers.add(Outcome::Breaks, || error),
            }
            let to_new = Reading::new(Kind::Answer, &old_answers, new, &new_answers);
            read_answers(&to_new, &mut executed.servers);

            let corpora = [&old_requests, &new_requests, &old_answers, &new_answers];
            executed.messages = corpora.iter().map(|corpus| corpus.count()).sum();
            executed.gaps = corpora.iter().flat_map(|corpus| corpus.gaps.clone()).collect();
        }
        (Some(_), None) => executed.clients.add(Outcome::Breaks, not_served),
        (None, Some(_)) => executed.servers.add(Outcome::Breaks, not_served),
        (None, None) => {}
    }
    executed
}

fn not_served() -> String {
    "no endpoint for the request".to_owned()
}

/// Lets a server read requests, with their credentials.
fn read_requests(reading: &Reading<'_>, finding: &mut Finding) {
    for said in &reading.written.requests {
        let (outcome, example) = match reading.reader.recode_request(&said.sent) {
            Ok(read) => reading.compare_requests(&said.meant, &read),
            Err(error) => (Outcome::Breaks, error),
        };
        finding.add(outcome, || format!("request with {}: {example}", said.label));
    }
    let writer = reading.writer();
    let first = reading.written.requests.first();
    let requests = first.map(|first| writer.with_credentials(&first.sent)).unwrap_or_default();
    let (outcome, example) = reading.compare_credentials(&requests);
    finding.add(outcome, || format!("credentials of {}: {example}", writer.scheme()));
    for said in &reading.written.strangers {
        if let Err(error) = reading.reader.recode_request(said) {
            finding.add(Outcome::OtherMeaning, || format!("request with more: {error}"));
        }
    }
}

/// Lets a client read successes and error responses.
fn read_answers(reading: &Reading<'_>, finding: &mut Finding) {
    let mut sections = Vec::new();
    for (section, said) in &reading.written.successes {
        let (outcome, example) = match reading.reader.recode_answer(&said.sent) {
            Ok((true, read)) => {
                let read_as = reading.reader.section_of(read.status());
                sections.push((*section, read_as));
                reading.compare_answers((*section, &said.meant), (read_as, &read))
            }
            Ok((false, _)) => (Outcome::Breaks, "a success is read as an error".to_owned()),
            Err(error) => (Outcome::Breaks, error),
        };
        finding.add(outcome, || format!("answer with {}: {example}", said.label));
    }
    let is_mixed = |(section, read_as): &(usize, usize)| {
        sections.iter().any(|(other, as_other)| other != section && as_other == read_as)
    };
    if sections.iter().any(is_mixed) {
        let example = || "two successes are read as the same one".to_owned();
        finding.add(Outcome::OtherMeaning, example);
    }
    for said in &reading.written.strange_answers {
        if let Err(error) = reading.reader.recode_answer(said) {
            finding.add(Outcome::OtherMeaning, || format!("answer with more: {error}"));
        }
    }
    for said in &reading.written.errors {
        let (outcome, example) = match reading.reader.recode_answer(&said.sent) {
            Ok((false, read)) => reading.compare_errors(&said.meant, &read),
            Ok((true, _)) => (Outcome::Breaks, "an error is read as a success".to_owned()),
            Err(error) => (Outcome::Breaks, error),
        };
        finding.add(outcome, || format!("{}: {example}", said.label));
    }
}
