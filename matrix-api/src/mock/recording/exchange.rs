//! A recording: requests with their responses.

use serde::{Deserialize, Serialize};

use super::{
    definitions::{Definition, Definitions},
    json::sorted,
    message::{RecordedRequest, RecordedResponse},
};
use crate::client::TransportError;

/// A request and what came of it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(super) struct Exchange {
    /// The name of the endpoint. `None` for a request of no endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) endpoint: Option<String>,
    pub(super) request: RecordedRequest,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Response(RecordedResponse),
    /// No response arrived.
    Failure(Failure),
}

/// Why no response arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Failure {
    CannotConnect,
    ConnectionLost,
    CertificateRefused,
    RequestNotSent,
    ResponseTooLarge,
}

#[derive(Deserialize, Serialize)]
struct File {
    /// The version of the format.
    recording: u32,
    exchanges: Vec<Exchange>,
}

const VERSION: u32 = 1;

impl Exchange {
    /// The endpoint of the request.
    pub(super) fn definition<'a>(&self, definitions: &'a Definitions) -> Option<&'a Definition> {
        self.endpoint.as_ref()?;
        definitions.find(&self.request.method.parse().ok()?, &self.request.path)
    }
}

impl Failure {
    pub(super) fn of(error: &TransportError) -> Self {
        match error {
            TransportError::Connect(_) => Self::CannotConnect,
            TransportError::Certificate(_) => Self::CertificateRefused,
            TransportError::Unsupported(_)
            | TransportError::Body(_)
            | TransportError::FollowedRedirect => Self::RequestNotSent,
            TransportError::TooLarge { .. } => Self::ResponseTooLarge,
            TransportError::Interrupted(_) => Self::ConnectionLost,
        }
    }

    pub(super) fn to_error(self) -> TransportError {
        let cause = "as it was recorded";
        match self {
            Self::CannotConnect => TransportError::connect(cause),
            Self::ConnectionLost => TransportError::interrupted(cause),
            Self::CertificateRefused => TransportError::certificate(cause),
            Self::RequestNotSent => TransportError::unsupported(cause),
            Self::ResponseTooLarge => TransportError::too_large(0),
        }
    }
}

/// The text of a recording: JSON with a member a line, in the order of their names within messages.
pub(super) fn to_text(exchanges: Vec<Exchange>) -> Result<String, serde_json::Error> {
    let mut exchanges = exchanges;
    for exchange in &mut exchanges {
        let mut contents = vec![&mut exchange.request.content];
        if let Outcome::Response(response) = &mut exchange.outcome {
            contents.push(&mut response.content);
        }
        for body in contents.into_iter().filter_map(|content| content.body.as_mut()) {
            *body = sorted(body.take());
        }
    }
    let mut text = serde_json::to_string_pretty(&File { recording: VERSION, exchanges })?;
    text.push('\n');
    Ok(text)
}

/// Reads the text of a recording.
pub(super) fn from_text(text: &str) -> Result<Vec<Exchange>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if file.recording == VERSION {
        return Ok(file.exchanges);
    }
    Err(format!("the format has version {}, expected {VERSION}; record it again", file.recording))
}
