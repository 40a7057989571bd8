//! Static metadata of endpoints.

mod responses;

use http::{Method, StatusCode};

pub use self::responses::{SuccessResponse, SuccessResponses};
use crate::path_history::PathHistory;

/// Static metadata of an endpoint: its method, paths, authentication and fields.
///
/// [`ruma_api!`](crate::ruma_api) generates a constant for each endpoint. Routers, clients, documentation
/// and tests are built from it.
///
/// ```
/// use http::Method;
/// use matrix_api::{
///     Metadata, PathHistory,
///     metadata::{Field, FieldPlace},
///     path_template,
/// };
///
/// static WHOAMI: Metadata =
///     Metadata::new("whoami", Method::GET, PathHistory::fixed(path_template!("/account/whoami")))
///         .description("Who owns this access token.")
///         .rate_limited(true)
///         .response_fields(&[Field::new("user_id", FieldPlace::Body)]);
///
/// assert_eq!(WHOAMI.responses[0].status, 200);
/// assert_eq!(WHOAMI.authentication, "NoAuthentication");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Metadata {
    /// A name for people and logs, such as `register`.
    pub name: &'static str,
    /// A sentence that says what the endpoint does.
    pub description: &'static str,
    /// The HTTP method of a request.
    pub method: Method,
    /// Every path that the endpoint has or had.
    pub path: PathHistory,
    /// Whether servers should limit how often a client may call it.
    pub rate_limited: bool,
    /// [`AuthenticationScheme::NAME`](crate::authentication::AuthenticationScheme::NAME) of the
    /// scheme that requests use.
    pub authentication: &'static str,
    /// The fields of a request, in the order of their declaration.
    pub request_fields: &'static [Field],
    /// The responses of a success, each with its status and its fields.
    pub responses: SuccessResponses,
}

impl Metadata {
    /// Metadata without description, authentication, rate limit and fields, and with one response, whose
    /// status is `200 OK`.
    #[must_use]
    pub const fn new(name: &'static str, method: Method, path: PathHistory) -> Self {
        Self {
            name,
            description: "",
            method,
            path,
            rate_limited: false,
            authentication: "NoAuthentication",
            request_fields: &[],
            responses: SuccessResponses::one(SuccessResponse::new(StatusCode::OK, &[])),
        }
    }

    /// Sets the [description](Self#structfield.description).
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Sets whether the endpoint is [rate-limited](Self#structfield.rate_limited).
    #[must_use]
    pub const fn rate_limited(mut self, rate_limited: bool) -> Self {
        self.rate_limited = rate_limited;
        self
    }

    /// Sets the status of the endpoint's one [response](Self#structfield.responses).
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.responses = self.responses.with_only_status(status);
        self
    }

    /// Sets the [authentication scheme](Self#structfield.authentication).
    #[must_use]
    pub const fn authentication(mut self, scheme: &'static str) -> Self {
        self.authentication = scheme;
        self
    }

    /// Sets the [fields of a request](Self#structfield.request_fields).
    #[must_use]
    pub const fn request_fields(mut self, fields: &'static [Field]) -> Self {
        self.request_fields = fields;
        self
    }

    /// Sets the fields of the endpoint's one [response](Self#structfield.responses).
    #[must_use]
    pub const fn response_fields(mut self, fields: &'static [Field]) -> Self {
        self.responses = self.responses.with_only_fields(fields);
        self
    }

    /// Sets the [responses](Self#structfield.responses) of an endpoint with several.
    ///
    /// [`status`](Self::status) and [`response_fields`](Self::response_fields) have no effect beside it.
    #[must_use]
    pub const fn responses(mut self, responses: &'static [SuccessResponse]) -> Self {
        self.responses = SuccessResponses::several(responses);
        self
    }
}

/// A field of a request or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name on the wire. A [whole body](FieldPlace::WholeBody), a [raw body](FieldPlace::RawBody), a
    /// [whole query](FieldPlace::QueryAll) and a [status](FieldPlace::Status) have no name there; this is the
    /// name of the Rust field.
    pub name: &'static str,
    /// Its place in the message.
    pub place: FieldPlace,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether its value is hidden in logs and errors.
    pub secret: bool,
}

impl Field {
    /// A required field that is not a secret.
    #[must_use]
    pub const fn new(name: &'static str, place: FieldPlace) -> Self {
        Self { name, place, optional: false, secret: false }
    }

    /// Marks the field optional.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Marks the field secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// The place of a field in an HTTP message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldPlace {
    /// A segment of the path.
    Path,
    /// A parameter of the query.
    Query,
    /// The whole query.
    QueryAll,
    /// A header.
    Header,
    /// A member of the JSON object in the body.
    Body,
    /// The whole JSON body.
    WholeBody,
    /// The whole body, as bytes.
    RawBody,
    /// The status of a response.
    Status,
}
