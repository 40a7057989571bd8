//! Error responses of RFC 9457.

mod page;
#[cfg(test)]
mod tests;

use std::{error::Error, fmt, sync::Arc};

use bytes::Bytes;
use http::{Response, StatusCode, header::RETRY_AFTER};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use self::page::Page;
#[cfg(feature = "describe")]
use crate::description::{Describe, ErrorDescription, Member, Shape, Shapes};
use crate::{
    error::IntoHttpError,
    matrix_error::{EndpointError, Refusal, RetryAfter, Shown},
    wire::error_encoder::ErrorEncoder,
};

/// An error response of the format `application/problem+json`.
///
/// A block that has it as its error says `error: matrix_api::Problem`. The server's own refusals then
/// have this format, too.
///
/// Decoding never fails: the status is that of the response, members of the wrong type are ignored, and a
/// body that is not a JSON object is [kept](Self::body). For the page of a proxy, the message shows its title.
///
/// See [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457).
///
/// ```
/// use matrix_api::{EndpointError, Problem, http::StatusCode};
///
/// let problem = Problem::new(StatusCode::FORBIDDEN)
///     .with_type("https://example.com/probs/out-of-credit", "You do not have enough credit.")
///     .with_detail("Your current balance is 30, but that costs 50.")
///     .with_extension("balance", 30);
/// assert_eq!(
///     problem.to_string(),
///     "[403] You do not have enough credit.: Your current balance is 30, but that costs 50.",
/// );
///
/// let response = problem.try_into_http_response()?;
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// assert_eq!(Problem::from_http_response(&response), problem);
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The member `type`: a URI reference that identifies the type of problem. `None` means `about:blank`: the
    /// problem is what the status says.
    pub type_uri: Option<Box<str>>,
    /// A short summary of the type of problem, for people.
    pub title: Option<Box<str>>,
    /// What is wrong in this case, for people.
    pub detail: Option<Box<str>>,
    /// A URI reference that identifies this occurrence of the problem.
    pub instance: Option<Box<str>>,
    /// All other members.
    pub extensions: Map<String, Value>,
    rare: Option<Box<Rare>>,
}

/// Rarely used parts, boxed so that most problems stay small.
#[derive(Clone, Debug, Default)]
struct Rare {
    body: Option<Bytes>,
    retry_after: Option<RetryAfter>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// The members of the RFC.
const MEMBERS: [&str; 5] = ["type", "title", "status", "detail", "instance"];

impl Problem {
    /// A problem of which only the status is known.
    #[must_use]
    #[inline]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            type_uri: None,
            title: None,
            detail: None,
            instance: None,
            extensions: Map::new(),
            rare: None,
        }
    }

    /// Sets the type and its title.
    #[must_use]
    #[inline]
    pub fn with_type(mut self, uri: impl Into<Box<str>>, title: impl Into<Box<str>>) -> Self {
        self.type_uri = Some(uri.into());
        self.title = Some(title.into());
        self
    }

    /// Sets what is wrong in this case.
    #[must_use]
    #[inline]
    pub fn with_detail(mut self, detail: impl Into<Box<str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets the URI reference of this occurrence.
    #[must_use]
    #[inline]
    pub fn with_instance(mut self, uri: impl Into<Box<str>>) -> Self {
        self.instance = Some(uri.into());
        self
    }

    /// Adds a member. One of the RFC's own names has no effect.
    #[must_use]
    #[inline]
    pub fn with_extension(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let name = name.into();
        if !MEMBERS.contains(&name.as_str()) {
            self.extensions.insert(name, value.into());
        }
        self
    }

    /// Sets when the request may be retried: the header `Retry-After`.
    #[must_use]
    #[inline]
    pub fn with_retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.rare.get_or_insert_default().retry_after = Some(retry_after);
        self
    }

    /// Sets the cause: the error's [`source`](Error::source), which is never sent to the client.
    #[must_use]
    #[inline]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.rare.get_or_insert_default().cause = Some(cause.into().into());
        self
    }

    /// Whether the problem has this type.
    #[must_use]
    #[inline]
    pub fn is(&self, type_uri: &str) -> bool {
        self.type_uri.as_deref().unwrap_or("about:blank") == type_uri
    }

    /// When the request may be retried, by the header `Retry-After`.
    #[must_use]
    #[inline]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        self.rare.as_ref()?.retry_after
    }

    /// The body as received, if it is not a JSON object: the error page of a proxy, for example.
    #[must_use]
    #[inline]
    pub fn body(&self) -> Option<&Bytes> {
        self.rare.as_ref()?.body.as_ref()
    }
}

impl EndpointError for Problem {
    #[inline]
    fn from_http_response(response: &Response<Bytes>) -> Self {
        let mut problem = Self::new(response.status());
        match serde_json::from_slice::<Map<String, Value>>(response.body()) {
            Ok(mut members) => {
                let mut take = |name: &str| match members.remove(name) {
                    Some(Value::String(text)) => Some(text.into_boxed_str()),
                    _ => None,
                };
                problem.type_uri = take("type").filter(|uri| &**uri != "about:blank");
                problem.title = take("title");
                problem.detail = take("detail");
                problem.instance = take("instance");
                members.remove("status");
                problem.extensions = members;
            }
            Err(_) if response.body().is_empty() => {}
            Err(_) => {
                problem.rare.get_or_insert_default().body = Some(response.body().clone());
            }
        }
        match RetryAfter::read(response.headers(), &Map::new()) {
            Some(retry_after) => problem.with_retry_after(retry_after),
            None => problem,
        }
    }

    /// Encodes the problem. A [body](Self::body) that was kept is not sent.
    #[inline]
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        let encoder = ErrorEncoder::new("problem", self.status);
        let mut response = encoder.json("application/problem+json", &Members(self))?;
        if let Some(value) = self.retry_after().and_then(RetryAfter::to_header) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        Ok(response)
    }

    /// A problem with the refusal's status and message.
    #[inline]
    fn from_refusal(refusal: &Refusal) -> Option<Self> {
        let problem = Self::new(refusal.status()).with_detail(refusal.message());
        Some(match refusal.matrix_error().retry_after() {
            Some(retry_after) => problem.with_retry_after(retry_after),
            None => problem,
        })
    }

    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> ErrorDescription {
        ErrorDescription::new("application/problem+json", <Self as Describe>::describe(shapes))
    }
}

/// The members of the RFC, section 3.1, and extensions.
#[cfg(feature = "describe")]
impl Describe for Problem {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("Problem", |_| {
            let type_uri = Member::optional("type", Shape::text("uri-reference"))
                .documented("Identifies the type of problem.");
            Shape::open_object([
                Member { default: Some("about:blank".into()), ..type_uri },
                Member::optional("title", Shape::TEXT)
                    .documented("A short summary of the type of problem, for people."),
                Member::optional("status", Shape::integer(100, 599)).documented("The HTTP status."),
                Member::optional("detail", Shape::TEXT)
                    .documented("What is wrong in this case, for people."),
                Member::optional("instance", Shape::text("uri-reference"))
                    .documented("Identifies this occurrence of the problem."),
            ])
        })
    }
}

/// The JSON object of the body.
struct Members<'a>(&'a Problem);

impl Serialize for Members<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(problem) = self;
        let title = problem.title.as_deref().or_else(|| problem.status.canonical_reason());
        let mut map = serializer.serialize_map(None)?;
        for (name, text) in [("type", problem.type_uri.as_deref()), ("title", title)] {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        map.serialize_entry("status", &problem.status.as_u16())?;
        for (name, text) in [("detail", &problem.detail), ("instance", &problem.instance)] {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        let others =
            problem.extensions.iter().filter(|(name, _)| !MEMBERS.contains(&name.as_str()));
        for (name, value) in others {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Two problems are equal if their responses are: the cause is not part of it.
impl PartialEq for Problem {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let members = |it: &Self| {
            (it.type_uri.clone(), it.title.clone(), it.detail.clone(), it.instance.clone())
        };
        self.status == other.status
            && members(self) == members(other)
            && self.extensions == other.extensions
            && self.body() == other.body()
            && self.retry_after() == other.retry_after()
    }
}

/// Shows the status, the title and the detail, or what is known of a body that is not a problem. Control
/// characters are escaped, because another server may have written them.
impl fmt::Display for Problem {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.status.as_str())?;
        let title = self.title.as_deref().or_else(|| self.status.canonical_reason());
        if let Some(title) = title {
            write!(f, " {}", Shown(title))?;
        }
        let separator = if title.is_some() { ":" } else { "" };
        match (&self.detail, self.body()) {
            (Some(detail), _) => write!(f, "{separator} {}", Shown(detail)),
            (None, Some(body)) => write!(f, "{separator} {}", Page::of(body)),
            (None, None) => Ok(()),
        }
    }
}

impl Error for Problem {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.rare.as_ref()?.cause.as_deref()?)
    }
}
