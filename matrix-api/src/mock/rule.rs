//! Rules: which requests they answer, and how.

use std::{
    any::type_name,
    collections::VecDeque,
    panic::Location,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http::{Method, Request};

use super::{
    reply::{IntoReply, Outcome, Reply},
    tokens::Tokens,
};
use crate::{
    body::Body,
    endpoint::{IncomingRequest, decode_request},
    error::FromHttpRequestError,
    metadata::Metadata,
    wire::path_arguments::PathArguments,
};

/// A rule without its types.
pub(super) struct Rule {
    /// The endpoint, unless the rule is for any request.
    pub(super) endpoint: Option<RuleEndpoint>,
    pub(super) location: &'static Location<'static>,
    answer: Box<AnswerFn>,
}

type AnswerFn = dyn Fn(&Request<Bytes>, &Tokens) -> Verdict + Send + Sync;

/// The endpoint of a rule.
#[derive(Clone, Copy)]
pub(super) struct RuleEndpoint {
    pub(super) metadata: &'static Metadata,
    pub(super) request_type: &'static str,
}

/// What a rule says about a request.
pub(super) enum Verdict {
    /// The request is for another endpoint.
    NotMine,
    /// The reply, and when it is sent.
    Reply(Reply<()>),
    /// The request is the endpoint's, but another rule answers it.
    Passed,
    /// A sequence has no answer left.
    UsedUp { replies: usize },
    /// The request is not what the endpoint defines.
    Undecodable(String),
}

impl RuleEndpoint {
    pub(super) fn of<R: IncomingRequest>() -> Self {
        Self { metadata: R::METADATA, request_type: type_name::<R>() }
    }

    /// Whether a request has the method and a path of the endpoint.
    pub(super) fn is_called_by(&self, request: &Request<Bytes>) -> bool {
        has_method(self.metadata, request.method()) && has_path(self.metadata, request.uri().path())
    }
}

/// HEAD counts as GET.
pub(super) fn has_method(metadata: &Metadata, method: &Method) -> bool {
    metadata.method == *method || *method == Method::HEAD && metadata.method == Method::GET
}

pub(super) fn has_path(metadata: &'static Metadata, path: &str) -> bool {
    PathArguments::find(&metadata.path, path).is_some()
}

impl Rule {
    /// Answers the requests of an endpoint that have valid credentials.
    pub(super) fn typed<R, A>(
        location: &'static Location<'static>,
        handler: impl Fn(R) -> A + Send + Sync + 'static,
    ) -> Self
    where
        R: IncomingRequest + 'static,
        A: IntoReply<R>,
    {
        let answer = move |request: &Request<Bytes>, tokens: &Tokens| {
            if let Some(refusal) = tokens.refuse::<R>(request) {
                return Verdict::of(refusal);
            }
            match decode::<R>(request) {
                Ok(decoded) => Verdict::of(handler(decoded).into_reply()),
                Err(error) => Verdict::Undecodable(error.to_string()),
            }
        };
        Self::of_endpoint::<R>(location, answer)
    }

    /// Answers each request with the next reply.
    pub(super) fn sequence<R: IncomingRequest + 'static>(
        location: &'static Location<'static>,
        replies: VecDeque<Reply<R>>,
    ) -> Self {
        let (count, replies) = (replies.len(), Mutex::new(replies));
        let answer = move |request: &Request<Bytes>, tokens: &Tokens| {
            if let Some(refusal) = tokens.refuse::<R>(request) {
                return Verdict::of(refusal);
            }
            if let Err(error) = decode::<R>(request) {
                return Verdict::Undecodable(error.to_string());
            }
            let reply = replies.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            reply.map_or(Verdict::UsedUp { replies: count }, Verdict::of)
        };
        Self::of_endpoint::<R>(location, answer)
    }

    /// Answers the requests of an endpoint whatever their credentials and fields are.
    pub(super) fn raw<R: IncomingRequest + 'static>(
        location: &'static Location<'static>,
        status: u16,
        body: Body,
    ) -> Self {
        let answer = move |_: &Request<Bytes>, _: &Tokens| {
            Verdict::of(Reply::<R>::raw(status, body.clone()))
        };
        Self::of_endpoint::<R>(location, answer)
    }

    /// Answers any request.
    pub(super) fn http(
        location: &'static Location<'static>,
        handler: impl Fn(&Request<Bytes>) -> Reply<()> + Send + Sync + 'static,
    ) -> Self {
        let answer = move |request: &Request<Bytes>, _: &Tokens| match handler(request) {
            Reply { outcome: Outcome::Pass, .. } => Verdict::NotMine,
            reply => Verdict::Reply(reply),
        };
        Self { endpoint: None, location, answer: Box::new(answer) }
    }

    fn of_endpoint<R: IncomingRequest>(
        location: &'static Location<'static>,
        answer: impl Fn(&Request<Bytes>, &Tokens) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self { endpoint: Some(RuleEndpoint::of::<R>()), location, answer: Box::new(answer) }
    }

    pub(super) fn answer(&self, request: &Request<Bytes>, tokens: &Tokens) -> Verdict {
        match &self.endpoint {
            Some(endpoint) if !endpoint.is_called_by(request) => Verdict::NotMine,
            _ => (self.answer)(request, tokens),
        }
    }
}

impl Verdict {
    fn of<R>(reply: Reply<R>) -> Self {
        match reply.without_type() {
            Reply { outcome: Outcome::Pass, .. } => Self::Passed,
            reply => Self::Reply(reply),
        }
    }
}

/// Decodes a request whose body was read.
pub(super) fn decode<R: IncomingRequest>(
    request: &Request<Bytes>,
) -> Result<R, FromHttpRequestError> {
    let stream = R::METADATA.streams_request().then(|| Body::from(request.body().clone()));
    decode_request(request, stream.as_ref())
}
