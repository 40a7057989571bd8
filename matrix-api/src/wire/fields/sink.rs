//! The sinks of text fields: the path, the query, and headers.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::header_list;
use crate::{
    error::EncodeProblem,
    metadata::Field,
    text::{buffer::TextBuffer, percent_encode, template::TemplateCursor},
    wire::request_target::RequestTarget,
};

/// Takes fields as text.
pub(in crate::wire) trait FieldSink {
    /// Takes the value of a field.
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem>;

    /// Takes an element of a list, which is the value of a field.
    fn put_element(&mut self, name: &str, value: &str, is_first: bool)
    -> Result<(), EncodeProblem>;

    /// Whether a field may have a list as its value.
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
            return self.put_rest(name, value);
        }
        if matches!(value, "" | "." | "..") {
            return Err(EncodeProblem::PathArgument);
        }
        percent_encode::encode_segment(self.uri, value);
        Ok(())
    }

    #[cold]
    fn put_element(
        &mut self,
        name: &str,
        value: &str,
        is_first: bool,
    ) -> Result<(), EncodeProblem> {
        if !is_first {
            self.uri.push(b"/");
        } else if !self.template.begin_rest(name, self.uri) {
            return Err(EncodeProblem::UnknownPlaceholder);
        }
        self.put_segment(value)
    }

    fn takes_lists(&self) -> bool {
        self.template.next().is_some_and(|next| next.rest_name().is_some())
    }
}

impl PathSink<'_> {
    /// Takes a text whose slashes separate segments.
    #[cold]
    fn put_rest(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem> {
        let mut segments = value.split('/');
        segments.try_fold(true, |is_first, segment| {
            self.put_element(name, segment, is_first).map(|()| false)
        })?;
        Ok(())
    }

    fn put_segment(&mut self, segment: &str) -> Result<(), EncodeProblem> {
        if matches!(segment, "" | "." | "..") {
            return Err(EncodeProblem::PathSegment);
        }
        percent_encode::encode_segment(self.uri, segment);
        Ok(())
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

    fn put_element(&mut self, name: &str, value: &str, _: bool) -> Result<(), EncodeProblem> {
        self.put(name, value)
    }

    fn takes_lists(&self) -> bool {
        true
    }
}

/// Writes pairs of a body of the format `application/x-www-form-urlencoded`.
pub(in crate::wire) struct FormSink<'a> {
    pub(in crate::wire) text: &'a mut TextBuffer,
}

impl FieldSink for FormSink<'_> {
    fn put(&mut self, name: &str, value: &str) -> Result<(), EncodeProblem> {
        if self.text.len() > 0 {
            self.text.push(b"&");
        }
        percent_encode::encode_form(self.text, name);
        self.text.push(b"=");
        percent_encode::encode_form(self.text, value);
        Ok(())
    }

    fn put_element(&mut self, name: &str, value: &str, _: bool) -> Result<(), EncodeProblem> {
        self.put(name, value)
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
        if matches!(value.as_bytes(), [b' ' | b'\t', ..] | [.., b' ' | b'\t']) {
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

    fn put_element(&mut self, name: &str, value: &str, _: bool) -> Result<(), EncodeProblem> {
        if !header_list::is_element(name, value) {
            return Err(EncodeProblem::HeaderElement);
        }
        self.put(name, value)
    }

    fn takes_lists(&self) -> bool {
        true
    }
}
