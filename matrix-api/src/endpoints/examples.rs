//! Examples as tests of the codec.

mod fields;
mod json;
mod mutation;
mod round_trip;

use std::fmt;

use http::header::CONTENT_TYPE;

use self::fields::Fields;
use super::{
    collection::Endpoints,
    description::EndpointDescription,
    entry::EndpointEntry,
    recode::{DecodedResponse, RecodeError},
};
use crate::{
    description::Shapes,
    error::Message,
    examples::{ExampleRequest, ExampleResponse},
};

/// An example that the codec contradicts.
///
/// Its text shows names and places, and no values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExampleFailure {
    /// The name of the endpoint.
    pub endpoint: &'static str,
    /// The name of the example.
    pub example: &'static str,
    /// Which message of the example.
    pub message: Message,
    /// What is wrong, and where.
    pub problem: String,
}

/// ``login: example `a password`: request: body: `user`: read, and not written again``
impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, example, message, problem } = self;
        write!(f, "{endpoint}: example `{example}`: {message}: {problem}")
    }
}

impl Endpoints {
    /// Checks the examples of all endpoints, in a test.
    ///
    /// - A request is decoded as a server does and encoded as a client does, and a response the other way
    ///   round. The result must be the same message: the same path and query, each header of the example, and
    ///   the same JSON. An optional member of JSON, and an optional key of a query, may be added with its default.
    /// - The message without one of its required fields or members must be refused at that place, and without one
    ///   of its optional fields it must be accepted.
    /// - The message with a value of another type in one place must be refused there, unless a function of
    ///   `#[serde(deserialize_with = "..")]` reads the field.
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
    /// # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
    /// matrix_api::endpoints! {
    ///     /// Greetings.
    ///     pub const GREETINGS = [greet];
    /// }
    ///
    /// // In a test:
    /// GREETINGS.check_examples();
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if there are [failures](Self::example_failures), and lists them.
    #[track_caller]
    #[allow(clippy::panic, reason = "it is for tests")]
    pub fn check_examples(&self) {
        let failures = self.example_failures();
        if !failures.is_empty() {
            let list: String = failures.iter().map(|failure| format!("\n- {failure}")).collect();
            let s = if failures.len() == 1 { "" } else { "s" };
            panic!("{} failure{s} of examples in {}:{list}", failures.len(), self.name());
        }
    }

    /// The failures of the examples of all endpoints.
    #[must_use]
    pub fn example_failures(&self) -> Vec<ExampleFailure> {
        self.iter().flat_map(EndpointEntry::example_failures).collect()
    }
}

impl EndpointEntry {
    /// The failures of the endpoint's examples: see [`Endpoints::check_examples`].
    #[must_use]
    pub fn example_failures(&self) -> Vec<ExampleFailure> {
        let mut shapes = Shapes::new();
        let description = self.describe(&mut shapes);
        let mut failures = Vec::new();
        for example in self.examples() {
            let endpoint = self.metadata().name;
            let mut add = |message, problems: Vec<String>| {
                failures.extend(problems.into_iter().map(|problem| ExampleFailure {
                    endpoint,
                    example: example.name,
                    message,
                    problem,
                }));
            };
            if let Some(request) = &example.request {
                let problems = self.problems_of_request(request, &description, &shapes);
                add(Message::Request, problems);
            }
            if let Some(response) = &example.response {
                let problems = self.problems_of_response(response, &description, &shapes);
                add(Message::Response, problems);
            }
        }
        failures
    }

    fn problems_of_request(
        &self,
        example: &ExampleRequest,
        description: &EndpointDescription,
        shapes: &Shapes,
    ) -> Vec<String> {
        let request = match example.to_http_request() {
            Ok(request) => request,
            Err(error) => return vec![error.to_string()],
        };
        let fields = Fields { described: &description.request, shapes };
        let recoded = match self.recode_request(&request) {
            Ok(recoded) => recoded,
            Err(error) => return vec![error_text(&error)],
        };
        let mut problems =
            round_trip::of_request(&request, &recoded, fields, &description.security);
        if !problems.is_empty() {
            return problems;
        }
        for mutated in mutation::of_request(&request, self.metadata(), fields) {
            problems.extend(mutated.problem(self.recode_request(&mutated.message).map(drop)));
        }
        problems
    }

    fn problems_of_response(
        &self,
        example: &ExampleResponse,
        description: &EndpointDescription,
        shapes: &Shapes,
    ) -> Vec<String> {
        let response = match example.to_http_response() {
            Ok(response) => response,
            Err(error) => return vec![error.to_string()],
        };
        let expected = self.metadata().responses.with_status(example.status);
        let described = description.responses.iter().find(|described| {
            expected.is_some_and(|expected| described.metadata.status == expected.status)
        });
        let fields = described.map_or(&[][..], |described| &described.fields);
        let fields = Fields { described: fields, shapes };
        let recoded = match (self.recode_response(&response), expected) {
            (Ok(DecodedResponse::Success(recoded)), Some(_))
            | (Ok(DecodedResponse::Error(recoded)), None) => recoded,
            (Ok(DecodedResponse::Success(_)), None) => {
                return vec!["a client reads an error as a success".to_owned()];
            }
            (Ok(DecodedResponse::Error(_)), Some(_)) => {
                return vec!["a client reads a success as an error".to_owned()];
            }
            (Err(error), _) => return vec![error_text(&error)],
        };
        let mut stated = response.clone();
        if expected.is_none() && !example.has_content_type() {
            // An error has the media type of its format, which need not be that of JSON.
            stated.headers_mut().remove(CONTENT_TYPE);
        }
        let mut problems = round_trip::of_response(&stated, &recoded, fields);
        if expected.is_none() || !problems.is_empty() {
            return problems;
        }
        for mutated in mutation::of_response(&response, fields) {
            problems.extend(mutated.problem(self.recode_response(&mutated.message).map(drop)));
        }
        problems
    }
}

/// The text of an error without endpoint and message, which a failure names by itself.
fn error_text(error: &RecodeError) -> String {
    match error {
        RecodeError::Decode(error) => {
            format!("{}: `{}`: {}", error.part(), error.location(), error.problem())
        }
        error => error.to_string(),
    }
}
