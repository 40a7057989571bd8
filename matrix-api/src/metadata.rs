//! Static metadata of endpoints.

mod field;
mod responses;

use http::{Method, StatusCode};

#[cfg(any(feature = "axum", feature = "http-client"))]
pub(crate) use self::field::has_items;
use self::field::has_stream;
#[cfg(feature = "lock")]
pub(crate) use self::responses::response_with_status;
pub use self::{
    field::{Field, FieldPlace},
    responses::{SuccessResponse, SuccessResponses},
};
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
    /// Its identifier in OpenAPI documents. By default it is the name.
    pub operation_id: &'static str,
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
            operation_id: name,
            description: "",
            method,
            path,
            rate_limited: false,
            authentication: "NoAuthentication",
            request_fields: &[],
            responses: SuccessResponses::one(SuccessResponse::new(StatusCode::OK, &[])),
        }
    }

    /// Whether the body of a request is a [stream](crate::Body).
    #[must_use]
    pub const fn streams_request(&self) -> bool {
        has_stream(self.request_fields)
    }

    /// Whether the body of a response is a [stream](crate::Body).
    #[must_use]
    pub const fn streams_response(&self) -> bool {
        let mut rest = self.responses.as_slice();
        while let [response, others @ ..] = rest {
            if response.is_streamed() {
                return true;
            }
            rest = others;
        }
        false
    }

    /// Sets the [identifier](Self#structfield.operation_id) in OpenAPI documents.
    #[must_use]
    pub const fn operation_id(mut self, operation_id: &'static str) -> Self {
        self.operation_id = operation_id;
        self
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
