//! Which requests a test expects.

use std::{
    fmt,
    ops::{Range, RangeFrom, RangeInclusive, RangeToInclusive},
    panic::Location,
};

use super::{calls::ReceivedRequest, rule::RuleEndpoint};
use crate::endpoint::IncomingRequest;

/// How many requests a test expects: a number or a range, such as `2`, `1..` or `..=3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    min: usize,
    max: Option<usize>,
}

impl From<usize> for Times {
    fn from(times: usize) -> Self {
        Self { min: times, max: Some(times) }
    }
}

impl From<Range<usize>> for Times {
    fn from(times: Range<usize>) -> Self {
        Self { min: times.start, max: Some(times.end.saturating_sub(1)) }
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(times: RangeInclusive<usize>) -> Self {
        Self { min: *times.start(), max: Some(*times.end()) }
    }
}

impl From<RangeFrom<usize>> for Times {
    fn from(times: RangeFrom<usize>) -> Self {
        Self { min: times.start, max: None }
    }
}

impl From<RangeToInclusive<usize>> for Times {
    fn from(times: RangeToInclusive<usize>) -> Self {
        Self { min: 0, max: Some(times.end) }
    }
}

impl Times {
    fn includes(self, count: usize) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

/// `2 requests`, `at least 1 request`, `1 to 3 requests`.
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = |count: usize| if count == 1 { "request" } else { "requests" };
        match (self.min, self.max) {
            (0, Some(0)) => f.write_str("no request"),
            (min, None) => write!(f, "at least {min} {}", noun(min)),
            (min, Some(max)) if min == max => write!(f, "{min} {}", noun(min)),
            (0, Some(max)) => write!(f, "at most {max} {}", noun(max)),
            (min, Some(max)) => write!(f, "{min} to {max} requests"),
        }
    }
}

/// The order in which a test expects requests.
///
/// Requests of other endpoints may come in between.
///
/// ```
/// # macro_rules! endpoint { ($name:ident, $path:literal) => { pub mod $name { matrix_api::ruma_api! {
/// #     metadata { description: "Do it.", method: POST, name: "name", path: $path, rate_limited: false, requires_authentication: false, }
/// #     request {} response {} } } } }
/// # endpoint!(log_in, "/login");
/// # endpoint!(log_out, "/logout");
/// use matrix_api::mock::{MockServer, Order};
///
/// let mock = MockServer::new()
///     .on(|_: log_in::Request| Ok(log_in::Response::new()))
///     .on(|_: log_out::Request| Ok(log_out::Response::new()))
///     .expect_order(Order::new().then::<log_in::Request>().then::<log_out::Request>());
/// # mock.check().unwrap_err();
/// ```
#[derive(Clone, Default)]
#[must_use = "an order does nothing unless a mock expects it"]
pub struct Order {
    endpoints: Vec<RuleEndpoint>,
}

impl Order {
    /// Expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a request of this endpoint next.
    pub fn then<R: IncomingRequest>(mut self) -> Self {
        self.endpoints.push(RuleEndpoint::of::<R>());
        self
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.endpoints.iter().map(|endpoint| endpoint.metadata.name)
    }

    /// The endpoint of a request, if the order has it.
    fn find(&self, request: &ReceivedRequest) -> Option<&'static str> {
        let endpoint = self.endpoints.iter().find(|it| it.is_called_by(&request.request))?;
        Some(endpoint.metadata.name)
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// An expectation, and where it is.
pub(super) struct Expectation {
    pub(super) location: &'static Location<'static>,
    pub(super) expected: Expected,
}

pub(super) enum Expected {
    Times(RuleEndpoint, Times),
    Order(Order),
}

impl Expectation {
    /// Why it is not met.
    pub(super) fn failure(&self, received: &[ReceivedRequest]) -> Option<String> {
        let location = self.location;
        match &self.expected {
            Expected::Times(endpoint, times) => {
                let calls = received.iter().filter(|it| endpoint.is_called_by(&it.request));
                let count = calls.count();
                if times.includes(count) {
                    return None;
                }
                let name = endpoint.metadata.name;
                Some(format!(
                    "expected {times} of `{name}`, received {count}: expectation at {location}\n  \
                     received: {}",
                    list(received.iter().filter(|it| !it.is_automatic).map(name_of))
                ))
            }
            Expected::Order(order) => {
                let found: Vec<_> = received.iter().filter_map(|it| order.find(it)).collect();
                if order.names().eq(found.iter().copied()) {
                    return None;
                }
                Some(format!(
                    "requests in another order: expectation at {location}\n  \
                     expected: {}\n  received: {}",
                    list(order.names()),
                    list(found.into_iter())
                ))
            }
        }
    }
}

fn name_of(request: &ReceivedRequest) -> &'static str {
    request.endpoint.unwrap_or("(unknown)")
}

fn list(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
