//! Every message of the account crate through this project and the peer: what one encodes, the other decodes and
//! encodes again, in both directions.
//!
//! ```text
//! cd benches && cargo test --test against_the_peer -- --nocapture
//! ```
//!
//! A change is either known by name (`differences.rs`), or it fails.

mod comparison;
mod differences;
mod endpoints;
mod errors;

use std::{collections::BTreeMap, fmt::Write as _};

use bytes::Bytes;
use http::{Request, Response};
use matrix_api::endpoints::{DecodedResponse, EndpointEntry};
use matrix_api_tests::{
    account::module,
    messages::{Exchange, exchanges},
};
use ruma_common::api::MatrixVersion;
use serde_json::{Value, json};

use crate::{
    comparison::{Difference, Direction, Kind},
    differences::ACCEPTED,
    endpoints::{ENDPOINTS, PeerEndpoint, Recoded},
};

/// What was found.
#[derive(Default)]
struct Findings {
    /// How many messages of each kind were sent in each direction, and how many of them were left unchanged.
    counts: BTreeMap<&'static str, (u32, u32)>,
    /// How often each accepted difference occurred.
    accepted: BTreeMap<&'static str, u32>,
    unknown: Vec<Difference>,
}

/// A message, before and after.
struct Change<'a> {
    module: &'static str,
    kind: Kind,
    direction: Direction,
    before: &'a Value,
    after: Result<&'a Value, &'a str>,
}

impl Findings {
    fn compare(&mut self, change: &Change<'_>) {
        let mut found = Vec::new();
        let mut report = |at: &str, before: Option<&Value>, after: Option<&Value>| {
            found.push(Difference {
                module: change.module,
                kind: change.kind,
                direction: change.direction,
                at: at.to_owned(),
                before: before.cloned(),
                after: after.cloned(),
            });
        };
        match change.after {
            Ok(after) => comparison::compare("", Some(change.before), Some(after), &mut report),
            Err(reason) => report("", Some(change.before), Some(&json!(reason))),
        }
        let row = match (change.kind, change.direction) {
            (Kind::Request, Direction::OursToPeer) => "requests, ours to the peer",
            (Kind::Request, Direction::PeerToOurs) => "requests, the peer's to us",
            (Kind::Response, Direction::OursToPeer) => "responses, ours to the peer",
            (Kind::Response, Direction::PeerToOurs) => "responses, the peer's to us",
            (Kind::Error, Direction::OursToPeer) => "error responses, ours to the peer",
            (Kind::Error, Direction::PeerToOurs) => "error responses, the peer's to us",
        };
        let (messages, equal) = self.counts.entry(row).or_default();
        *messages += 1;
        *equal += u32::from(found.is_empty());
        for difference in found {
            match ACCEPTED.iter().find(|accepted| (accepted.is)(&difference)) {
                Some(accepted) => *self.accepted.entry(accepted.name).or_default() += 1,
                None => self.unknown.push(difference),
            }
        }
    }

    /// Sends a message through the peer, and what the peer makes of it through us.
    fn exchange<M>(
        &mut self,
        (module, kind): (&'static str, Kind),
        message: &M,
        value: fn(&M) -> Value,
        peer: impl Fn(&M) -> Recoded<M>,
        ours: impl Fn(&M) -> Recoded<M>,
    ) {
        let sent = value(message);
        let by_peer = peer(message);
        let after = by_peer.as_ref().map(value);
        let (before, direction) = (&sent, Direction::OursToPeer);
        let after = after.as_ref().map_err(|reason| reason.as_str());
        self.compare(&Change { module, kind, direction, before, after });
        let Ok(message) = &by_peer else { return };
        let sent = value(message);
        let by_us = ours(message);
        let after = by_us.as_ref().map(value);
        let (before, direction) = (&sent, Direction::PeerToOurs);
        let after = after.as_ref().map_err(|reason| reason.as_str());
        self.compare(&Change { module, kind, direction, before, after });
    }

    fn table(&self) -> String {
        let mut table = String::from("| messages | sent | unchanged |\n|---|---|---|\n");
        for (row, (messages, equal)) in &self.counts {
            _ = writeln!(table, "| {row} | {messages} | {equal} |");
        }
        table.push_str("\n| accepted difference | times | reason |\n|---|---|---|\n");
        for accepted in ACCEPTED {
            let times = self.accepted.get(accepted.name).copied().unwrap_or_default();
            _ = writeln!(table, "| {} | {times} | {} |", accepted.name, accepted.reason);
        }
        table
    }
}

fn ours_request(endpoint: &EndpointEntry, request: &Request<Bytes>) -> Recoded<Request<Bytes>> {
    endpoint.recode_request(request).map_err(|failure| format!("{failure:?}"))
}

fn ours_response(endpoint: &EndpointEntry, response: &Response<Bytes>) -> Recoded<Response<Bytes>> {
    match endpoint.recode_response(response) {
        Ok(DecodedResponse::Success(response)) => Ok(response),
        other => Err(format!("{other:?}")),
    }
}

/// The arguments in the path of a request, as a router passes them to the peer, and the version of its path.
fn route(endpoint: &EndpointEntry, exchange: &Exchange) -> (Vec<String>, MatrixVersion) {
    let path = exchange.target.split('?').next().unwrap_or_default();
    let mut templates = endpoint.metadata().path.templates().map(|template| template.as_str());
    let segments = |template: &'static str| template.split('/').zip(path.split('/'));
    let fits = |template: &&'static str| {
        template.split('/').count() == path.split('/').count()
            && segments(template).all(|(one, other)| one == other || one.starts_with('{'))
    };
    let template = templates.find(fits).expect("the path of an endpoint");
    let arguments = segments(template).filter(|(name, _)| name.starts_with('{'));
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
    };
    let stable =
        endpoint.metadata().path.stable().iter().find(|(_, path)| path.as_str() == template);
    // The peer knows 1.0 by the names of its last releases only.
    let version = stable.map_or("v1.19".to_owned(), |(version, _)| match version.to_string() {
        version if version == "v1.0" => "r0.6.1".to_owned(),
        version => version,
    });
    (
        arguments.map(|(_, value)| decode(value)).collect(),
        version.as_str().try_into().expect("a version that the peer knows"),
    )
}

fn exchange(
    findings: &mut Findings,
    peer: &PeerEndpoint,
    ours: &EndpointEntry,
    exchange: &Exchange,
) {
    let module = exchange.module;
    let request = ours_request(ours, &exchange.http_request()).expect("a request");
    let (arguments, version) = route(ours, exchange);
    findings.exchange(
        (module, Kind::Request),
        &request,
        comparison::request,
        |request| (peer.request)(request, &arguments, version),
        |request| ours_request(ours, request),
    );
    let response = ours_response(ours, &exchange.http_response()).expect("a response");
    findings.exchange(
        (module, Kind::Response),
        &response,
        comparison::response,
        peer.response,
        |response| ours_response(ours, response),
    );
}

#[test]
fn every_difference_from_the_peer_has_a_name() {
    let mut findings = Findings::default();
    let mut without_peer = Vec::new();
    for message in exchanges() {
        let Some(peer) = ENDPOINTS.iter().find(|peer| peer.module == message.module) else {
            without_peer.push(message.module);
            continue;
        };
        let mut ours = matrix_client_account::ENDPOINTS.iter();
        let ours = ours.find(|ours| module(ours) == peer.module).expect("an endpoint");
        exchange(&mut findings, peer, ours, &message);
    }
    errors::exchange_all(&mut findings);
    without_peer.dedup();
    println!("{}", findings.table());
    println!("The peer does not have: {}", without_peer.join(", "));
    let unknown: Vec<_> = findings.unknown.iter().map(ToString::to_string).collect();
    assert!(unknown.is_empty(), "{} unknown differences:\n{}", unknown.len(), unknown.join("\n"));
    let unused = ACCEPTED.iter().find(|accepted| !findings.accepted.contains_key(accepted.name));
    assert!(
        unused.is_none(),
        "this difference does not occur: {}",
        unused.map_or("", |it| it.name)
    );
}
