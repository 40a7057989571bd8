//! The sinks of text fields: the path, the query, and headers.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    error::EncodeProblem,
    metadata::Field,
    text::{buffer::TextBuffer, percent_encode, template::TemplateCursor},
    wire::request_target::RequestTarget,
};

/// Takes fields as text.
pub(in crate::wire) trait FieldSink {
    /// Takes one value. A list is taken as several values with the same name.
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem>;

    /// Whether a name may have several values.
    fn takes_lists(&self) -> bool;
}

/// Fills the placeholders of a path, in their order.
pub(in crate::wire) struct PathSink<'a> {
    pub(in crate::wire) uri: &'a mut TextBuffer,
    pub(in crate::wire) template: &'a mut TemplateCursor,
}

impl FieldSink for PathSink<'_> {
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem> {
        if !self.template.begin_argument(name, self.uri) {
            return Err(EncodeProblem::UnknownPlaceholder);
        }
        if matches!(value, "" | "." | "..") {
            return Err(EncodeProblem::PathArgument);
        }
        percent_encode::encode_segment(self.uri, value);
        Ok(())
    }

    fn takes_lists(&self) -> bool {
        false
    }
}

/// Writes pairs of a query. The `?` comes with the first one.
pub(in crate::wire) struct QuerySink<'a, 'b> {
    pub(in crate::wire) target: &'a mut RequestTarget<'b>,
    /// Whether a pair was written.
    pub(in crate::wire) started: &'a mut bool,
}

impl FieldSink for QuerySink<'_, '_> {
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem> {
        let uri = self.target.text();
        uri.push(if *self.started { b"&" } else { b"?" });
        *self.started = true;
        percent_encode::encode_form(uri, name);
        uri.push(b"=");
        percent_encode::encode_form(uri, value);
        Ok(())
    }

    fn takes_lists(&self) -> bool {
        true
    }
}

/// Appends headers.
pub(in crate::wire) struct HeadersSink<'a> {
    pub(in crate::wire) headers: &'a mut HeaderMap,
    /// Says which headers are secret.
    pub(in crate::wire) fields: &'static [Field],
}

impl FieldSink for HeadersSink<'_> {
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem> {
        // A recipient strips spaces at the ends of a value.
        if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
            return Err(EncodeProblem::HeaderValue);
        }
        let header_name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| EncodeProblem::HeaderName)?;
        let mut header_value =
            HeaderValue::from_str(value).map_err(|_| EncodeProblem::HeaderValue)?;
        header_value.set_sensitive(
            self.fields.iter().any(|field| field.secret && field.name.eq_ignore_ascii_case(name)),
        );
        self.headers.append(header_name, header_value);
        Ok(())
    }

    fn takes_lists(&self) -> bool {
        true
    }
}
