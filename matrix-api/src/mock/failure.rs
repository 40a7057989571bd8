//! Why a test fails, in words. They show no value of a request.

use std::{error::Error, fmt, panic::Location, sync::Arc};

use bytes::Bytes;
use http::Request;

use super::{
    known::{KnownEndpoint, known_endpoints},
    nearest::nearest,
    rule::Rule,
};
use crate::endpoints::Endpoints;

/// Requests that nobody expected, and expectations that were not met.
///
/// `Debug` shows the same text as `Display`, for `unwrap`.
#[derive(Clone)]
pub struct MockFailure {
    pub(super) failures: Vec<String>,
}

impl MockFailure {
    /// The failures, each with its text.
    #[must_use]
    pub fn failures(&self) -> &[String] {
        &self.failures
    }
}

impl fmt::Display for MockFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.failures.join("\n"))
    }
}

impl fmt::Debug for MockFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for MockFailure {}

/// Fails the test.
#[track_caller]
#[expect(clippy::panic, reason = "a mock fails its test")]
pub(super) fn fail(text: &str) -> ! {
    panic!("{text}")
}

/// A rule that had the endpoint of a request and did not answer it.
pub(super) enum Unanswered {
    Passed(&'static Location<'static>),
    UsedUp { rule: &'static Location<'static>, replies: usize },
}

/// What is known when a request arrives.
pub(super) struct Situation<'a> {
    pub(super) request: &'a Request<Bytes>,
    pub(super) rules: &'a [Arc<Rule>],
    pub(super) collections: &'a [Endpoints],
}

impl Situation<'_> {
    /// No rule answers the request.
    pub(super) fn unexpected(&self, unanswered: &[Unanswered]) -> String {
        let known = known_endpoints(self.rules, self.collections);
        let called = known.iter().find(|endpoint| endpoint.is_called_by(self.request));
        let Some(called) = called else { return self.unknown(&known) };
        let reason = match unanswered.first() {
            Some(Unanswered::UsedUp { rule, replies: 1 }) => format!(
                "the only reply of its sequence at {rule} was sent; add replies, or `.on(..)` before \
                 the sequence for further requests"
            ),
            Some(Unanswered::UsedUp { rule, replies }) => format!(
                "all {replies} replies of its sequence at {rule} were sent; add replies, or `.on(..)` \
                 before the sequence for further requests"
            ),
            Some(Unanswered::Passed(rule)) => format!(
                "its rule at {rule} returned `Reply::pass()`, and no older rule answers; add `.on(..)` \
                 before it"
            ),
            None => {
                let request_type = &called.request_type;
                format!("no rule answers it; add `.on(|request: {request_type}| ..)`")
            }
        };
        let mut text = format!("unexpected request: {called}\n  {reason}");
        if unanswered.is_empty() {
            text += &self.nearest_rule(&known);
        }
        text
    }

    /// No known endpoint has the method and the path of the request.
    fn unknown(&self, known: &[KnownEndpoint]) -> String {
        let (method, path) = (self.request.method(), self.request.uri().path());
        let mut text = format!("unexpected request: {method} {path}\n  ");
        if let Some(other) = known.iter().find(|endpoint| endpoint.has_path_of(self.request)) {
            let (name, expected) = (other.metadata.name, &other.metadata.method);
            text += &format!("the method of `{name}` is {expected}; send the request with it");
            return text + &self.nearest_rule(known);
        }
        let names: Vec<_> = self.collections.iter().map(|it| format!("`{}`", it.name())).collect();
        text += &match names.as_slice() {
            [] => {
                "no rule has this path; add a rule, or `.endpoints(..)` with the collection of its \
                   endpoint to see its name"
                    .to_owned()
            }
            names => format!(
                "no rule and no endpoint of {} has this path; check the path, or add `.on_http(..)`",
                names.join(", ")
            ),
        };
        if let Some(nearest) = nearest(self.request, known).filter(|it| it.rule.is_none()) {
            text += &format!("\n  nearest endpoint: {nearest}");
        }
        text + &self.nearest_rule(known)
    }

    fn nearest_rule(&self, known: &[KnownEndpoint]) -> String {
        let rules = known.iter().filter(|endpoint| endpoint.rule.is_some());
        let nearest = nearest(self.request, rules);
        match nearest.and_then(|endpoint| Some((endpoint, endpoint.rule?))) {
            Some((endpoint, location)) => format!("\n  nearest rule: {endpoint} at {location}"),
            None => "\n  the mock has no rule for an endpoint".to_owned(),
        }
    }

    /// The request of an endpoint is not what the endpoint defines.
    pub(super) fn undecodable(&self, rule: &Rule, error: &str) -> String {
        let (title, request_type) = self.describe(rule);
        format!(
            "invalid request: {title}\n  {error}\n  rule: {}; to answer requests of any content, add \
             `.raw::<{request_type}>(..)`",
            rule.location
        )
    }

    /// A reply cannot be sent.
    pub(super) fn invalid_reply(&self, rule: &Rule, reason: &str) -> String {
        let (title, _) = self.describe(rule);
        format!("invalid reply: {title}\n  {reason}\n  rule: {}", rule.location)
    }

    /// A handler panicked.
    pub(super) fn panicked(&self, rule: &Rule, message: &str) -> String {
        let (title, _) = self.describe(rule);
        format!("a handler panicked: {title}\n  {message}\n  rule: {}", rule.location)
    }

    /// The endpoint of a rule, and the type of its requests.
    fn describe(&self, rule: &Rule) -> (String, &'static str) {
        match rule.endpoint {
            Some(endpoint) => {
                let request_type = endpoint.request_type;
                let known = KnownEndpoint {
                    metadata: endpoint.metadata,
                    request_type: request_type.to_owned(),
                    rule: None,
                };
                (known.to_string(), request_type)
            }
            None => {
                let (method, path) = (self.request.method(), self.request.uri().path());
                (format!("{method} {path}"), "..")
            }
        }
    }
}
