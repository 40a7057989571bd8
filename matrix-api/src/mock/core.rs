//! From a request to its answer.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response};

use super::{
    calls::ReceivedRequest,
    clock::Clock,
    expectation::Expectation,
    failure::{MockFailure, Situation, Unanswered},
    known::known_endpoints,
    reply::{Outcome, Reply},
    rule::{Rule, Verdict},
    tokens::Tokens,
    versions,
};
use crate::{
    body::Body, client::TransportError, endpoints::Endpoints, versions::SupportedVersions,
};

/// What a mock, its transports and its servers share.
pub(super) struct Core {
    pub(super) clock: Clock,
    state: Mutex<State>,
}

/// The lock is never held while a handler runs.
pub(super) struct State {
    pub(super) rules: Vec<Arc<Rule>>,
    pub(super) collections: Vec<Endpoints>,
    pub(super) tokens: Tokens,
    pub(super) supported: SupportedVersions,
    pub(super) received: Vec<ReceivedRequest>,
    pub(super) expectations: Vec<Expectation>,
    failures: Vec<String>,
}

/// The answer to a request.
pub(super) enum Answer {
    Reply {
        delay: Duration,
        result: Result<Response<Body>, TransportError>,
    },
    /// The request fails the test, for this reason.
    Failure(String),
    /// The handler panicked.
    Panic(Box<dyn Any + Send>),
}

/// The state of a mock at the time of a request.
struct Snapshot {
    rules: Vec<Arc<Rule>>,
    collections: Vec<Endpoints>,
    tokens: Tokens,
    supported: SupportedVersions,
    /// The place of the request among those received.
    index: usize,
}

impl Core {
    pub(super) fn new(clock: Clock) -> Self {
        let state = Mutex::new(State {
            rules: Vec::new(),
            collections: Vec::new(),
            tokens: Tokens::default(),
            supported: versions::all(),
            received: Vec::new(),
            expectations: Vec::new(),
            failures: Vec::new(),
        });
        Self { clock, state }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What failed since the last call. Expectations that are met stay.
    pub(super) fn check(&self) -> Result<(), MockFailure> {
        let mut guard = self.state();
        let State { failures, expectations, received, .. } = &mut *guard;
        let mut failures = std::mem::take(failures);
        expectations.retain(|expectation| match expectation.failure(received) {
            None => true,
            Some(failure) => {
                failures.push(failure);
                false
            }
        });
        if failures.is_empty() { Ok(()) } else { Err(MockFailure { failures }) }
    }

    /// Answers a request whose body was read.
    pub(super) fn answer(&self, request: &Request<Bytes>) -> Answer {
        let snapshot = self.record(request);
        let Snapshot { rules, collections, tokens, supported, index } = &snapshot;
        let situation = Situation { request, rules, collections };
        let mut unanswered = Vec::new();
        for rule in rules.iter().rev() {
            let verdict = catch_unwind(AssertUnwindSafe(|| rule.answer(request, tokens)));
            if !matches!(verdict, Ok(Verdict::NotMine)) {
                // A rule for any request leaves the name that a collection has for it.
                let name = rule.endpoint.map(|it| it.metadata.name);
                self.note(*index, |it| it.endpoint = name.or(it.endpoint));
            }
            let rule_location = rule.location;
            return match verdict {
                Ok(Verdict::NotMine) => continue,
                Ok(Verdict::Passed) => {
                    unanswered.push(Unanswered::Passed(rule_location));
                    continue;
                }
                Ok(Verdict::UsedUp { replies }) => {
                    unanswered.push(Unanswered::UsedUp { rule: rule_location, replies });
                    continue;
                }
                Ok(Verdict::Undecodable(error)) => self.fail(situation.undecodable(rule, &error)),
                Ok(Verdict::Reply(reply)) => {
                    self.send(reply, |reason| situation.invalid_reply(rule, reason))
                }
                Err(panic) => {
                    let _ = self.fail(situation.panicked(rule, message(&*panic)));
                    Answer::Panic(panic)
                }
            };
        }
        if *request.method() == Method::GET && request.uri().path() == versions::PATH {
            self.note(*index, |it| {
                (it.endpoint, it.is_automatic) = (Some("versions"), unanswered.is_empty());
            });
            return self.send(versions::reply(supported), str::to_owned);
        }
        self.fail(situation.unexpected(&unanswered))
    }

    fn record(&self, request: &Request<Bytes>) -> Snapshot {
        let at = self.clock.elapsed();
        let mut state = self.state();
        let index = state.received.len();
        let known = known_endpoints(&[], &state.collections);
        let endpoint = known.iter().find(|it| it.is_called_by(request)).map(|it| it.metadata.name);
        let request = request.clone();
        state.received.push(ReceivedRequest { request, at, endpoint, is_automatic: false });
        Snapshot {
            rules: state.rules.clone(),
            collections: state.collections.clone(),
            tokens: state.tokens.clone(),
            supported: state.supported.clone(),
            index,
        }
    }

    fn note(&self, index: usize, change: impl FnOnce(&mut ReceivedRequest)) {
        if let Some(received) = self.state().received.get_mut(index) {
            change(received);
        }
    }

    fn send(&self, reply: Reply<()>, failure: impl FnOnce(&str) -> String) -> Answer {
        let Reply { delay, outcome, .. } = reply;
        match outcome {
            Outcome::Response(response) => Answer::Reply { delay, result: Ok(response) },
            Outcome::Failure(error) => Answer::Reply { delay, result: Err(error) },
            Outcome::Invalid(reason) => self.fail(failure(&reason)),
            #[cfg(feature = "record")]
            Outcome::Unexpected(failure) => self.fail(failure),
            Outcome::Pass => self.fail(failure("the reply is `Reply::pass()`")),
        }
    }

    /// Notes a failure. A request that is sent again and again fails once.
    fn fail(&self, failure: String) -> Answer {
        let mut state = self.state();
        if !state.failures.contains(&failure) {
            state.failures.push(failure.clone());
        }
        Answer::Failure(failure)
    }
}

/// The message of a panic.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
