//! A part of a body.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

/// A part of a [`Multipart`](super::Multipart) body.
///
/// ```
/// use matrix_api::wire::multipart::Part;
///
/// let field = Part::text("title", "The beach");
/// assert_eq!(field.as_text(), Some("The beach"));
///
/// let file = Part::file("photo", "beach.png", "image/png", vec![1, 2, 3]);
/// assert_eq!(file.content.len(), 3);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name of a form's field: `name` in `Content-Disposition`.
    pub name: Option<String>,
    /// The name of the file: `filename` in `Content-Disposition`. The peer chooses it: it is not a path to write
    /// to.
    pub file_name: Option<String>,
    /// The type in `Content-Disposition`, such as `inline`. If it is `None`, a part with a name is written as what
    /// the body's subtype says.
    pub disposition: Option<String>,
    /// The media type with its parameters: `Content-Type`. A part without it is text.
    pub content_type: Option<String>,
    /// All other headers.
    pub headers: HeaderMap,
    /// The content. When it is received, it shares the memory of the whole body.
    pub content: Bytes,
}

impl Part {
    /// A part without headers.
    #[must_use]
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// A field of a form.
    #[must_use]
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::new(text.into()) }
    }

    /// A file of a form.
    #[must_use]
    pub fn file(
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        Self {
            name: Some(name.into()),
            file_name: Some(file_name.into()),
            content_type: Some(content_type.into()),
            ..Self::new(content)
        }
    }

    /// Sets the media type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets the name of the file.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the type in `Content-Disposition`: `inline` or `attachment`, for example.
    #[must_use]
    pub fn with_disposition(mut self, disposition: impl Into<String>) -> Self {
        self.disposition = Some(disposition.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// The content as text. `None` if it is not UTF-8.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        str::from_utf8(&self.content).ok()
    }
}

/// Shows the size of the content and not the content.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("disposition", &self.disposition)
            .field("content_type", &self.content_type)
            .field("headers", &self.headers)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}
