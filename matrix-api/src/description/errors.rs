//! What error responses look like.

use http::StatusCode;

use super::{field_types::BodyDescription, shape::Shape};

/// The error responses of an endpoint.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ErrorDescription {
    /// The body of any error response.
    pub body: BodyDescription,
    /// The statuses with a body of their own.
    pub statuses: Vec<StatusDescription>,
}

/// The error responses with a status.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatusDescription {
    /// The status.
    pub status: StatusCode,
    /// What it means, in Markdown; empty if that is unknown.
    pub documentation: String,
    /// The body.
    pub body: BodyDescription,
}

impl ErrorDescription {
    /// Error responses whose bodies have a media type and a shape.
    #[must_use]
    pub const fn new(media_type: &'static str, shape: Shape) -> Self {
        Self { body: BodyDescription::new(media_type, shape), statuses: Vec::new() }
    }

    /// Error responses of which nothing is known.
    pub const UNKNOWN: Self = Self { body: BodyDescription::UNKNOWN, statuses: Vec::new() };

    /// Adds a status whose body has a shape of its own.
    #[must_use]
    pub fn status(
        mut self,
        status: StatusCode,
        documentation: impl Into<String>,
        shape: Shape,
    ) -> Self {
        let body = BodyDescription { media_type: self.body.media_type, shape };
        let documentation = documentation.into();
        self.statuses.push(StatusDescription { status, documentation, body });
        self
    }
}
