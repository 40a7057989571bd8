//! The facts of a lock.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{description::Shape, versions::MatrixVersion};

/// The wire format of a collection of endpoints.
///
/// Its text is what a file `wire.lock` contains. Reading the text gives the same value.
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
/// # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
/// # matrix_api::endpoints! {
/// #     /// Greetings.
/// #     pub const GREETINGS = [greet];
/// # }
/// use matrix_api::lock::Lock;
///
/// let lock = Lock::of(&GREETINGS);
/// assert_eq!(lock.to_string().parse(), Ok(lock.clone()));
/// assert!(lock.to_string().contains("  response 200 body text required text\n"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// The breaking changes that may be made next.
    pub(super) permits: Vec<Permit>,
    /// Those that were made.
    pub(super) accepted: Vec<Accepted>,
    /// The endpoints, by their names.
    pub(super) endpoints: BTreeMap<String, EndpointFacts>,
    /// The shapes to which others refer, by their names.
    pub(super) types: BTreeMap<String, Shape>,
}

/// A breaking change that an author is willing to make: `accept <endpoint> <place> "<reason>"`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Permit {
    /// The line in the file, from 1. It is 0 in a lock that was not read.
    pub(super) line: Line,
    /// `*` for all endpoints.
    pub(super) endpoint: String,
    pub(super) place: String,
    pub(super) reason: String,
}

/// A number of a line, which does not count in comparisons.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line(pub(super) usize);

impl PartialEq for Line {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A breaking change that was made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Accepted {
    pub(super) endpoint: String,
    pub(super) place: String,
    pub(super) what: String,
    pub(super) reason: String,
}

/// What is on the wire of an endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EndpointFacts {
    pub(super) method: String,
    /// Every path, from old to new: unstable ones, then stable ones.
    pub(super) paths: Vec<PathFact>,
    pub(super) deprecated: Option<MatrixVersion>,
    pub(super) removed: Option<MatrixVersion>,
    pub(super) authentication: AuthenticationFacts,
    pub(super) request: MessageFacts,
    /// Each with its status.
    pub(super) responses: Vec<(u16, MessageFacts)>,
    /// The bodies of error responses; those without a status are of any other one.
    pub(super) errors: Vec<ErrorFacts>,
}

/// A path of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PathFact {
    pub(super) when: When,
    pub(super) template: String,
}

/// Which servers have a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    Always,
    Version(MatrixVersion),
    Feature(String),
}

/// How requests carry credentials.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AuthenticationFacts {
    /// The name of the scheme.
    pub(super) scheme: String,
    pub(super) is_required: bool,
    /// `authorization:Bearer`, `header:x-key` or `query:key`. A client sends the first one.
    pub(super) credentials: Vec<String>,
    /// Query parameters that may be there beside credentials.
    pub(super) parameters: Vec<String>,
}

/// A request or a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct MessageFacts {
    pub(super) refuses_unknown: bool,
    pub(super) fields: Vec<FieldFacts>,
}

/// A field of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldFacts {
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) is_required: bool,
    pub(super) shape: Shape,
    /// The media type of a raw body.
    pub(super) media_type: Option<String>,
    pub(super) is_secret: bool,
    /// Whether it is required, but an absent one is read as `null`.
    pub(super) is_null_if_absent: bool,
    /// Whether a function reads it, which may accept anything.
    pub(super) is_read_by_function: bool,
    pub(super) aliases: Vec<String>,
    pub(super) default: Option<Value>,
    /// Whether it has a default that is a secret.
    pub(super) has_hidden_default: bool,
    pub(super) since: Option<MatrixVersion>,
}

/// The place of a field. The order is that of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Path,
    Query,
    WholeQuery,
    Header,
    Body,
    Flattened,
    WholeBody,
    RawBody,
    Status,
}

/// The body of error responses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ErrorFacts {
    pub(super) status: Option<u16>,
    pub(super) media_type: Option<String>,
    pub(super) shape: Shape,
}

impl Place {
    /// All places, with their words.
    const WORDS: &[(Self, &'static str)] = &[
        (Self::Path, "path"),
        (Self::Query, "query"),
        (Self::WholeQuery, "whole-query"),
        (Self::Header, "header"),
        (Self::Body, "body"),
        (Self::Flattened, "flattened"),
        (Self::WholeBody, "whole-body"),
        (Self::RawBody, "raw-body"),
        (Self::Status, "status"),
    ];

    pub(super) fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words.find(|(place, _)| *place == self).map_or("", |(_, word)| word)
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(place, _)| *place)
    }
}

impl MessageFacts {
    pub(super) fn at(&self, place: Place) -> impl Iterator<Item = &FieldFacts> {
        self.fields.iter().filter(move |field| field.place == place)
    }
}
