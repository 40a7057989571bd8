//! The responses of a success, and which of them a status stands for.

use std::ops::Deref;

use http::StatusCode;

use super::field::{Field, has_stream};

/// A response of a success: its status and its fields.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SuccessResponse {
    /// The status with which a server sends it.
    pub status: StatusCode,
    /// The fields, in the order of their declaration.
    pub fields: &'static [Field],
}

impl SuccessResponse {
    /// A response with a status and fields.
    #[must_use]
    pub const fn new(status: StatusCode, fields: &'static [Field]) -> Self {
        Self { status, fields }
    }

    /// Whether the body is a [stream](crate::Body).
    #[must_use]
    pub const fn is_streamed(&self) -> bool {
        has_stream(self.fields)
    }

    /// Whether a response with this status can be this one: both are 2xx, both redirect to another URI, or
    /// they are the same.
    // Its own status comes first: it is a constant to the compiler, which drops the other comparisons.
    #[inline]
    fn accepts(&self, status: StatusCode) -> bool {
        (self.status.is_success() && status.is_success())
            || (is_redirect(self.status) && is_redirect(status))
            || self.status == status
    }
}

/// The responses of a success: a slice of one or more. Most endpoints have one.
///
/// A received response is the one with its status. Otherwise it is the only one of the same class: 2xx, or
/// the statuses 301, 302, 303, 307 and 308, which redirect to another URI. So a server may answer with any 2xx
/// status where an endpoint has one 2xx response.
///
/// ```
/// use http::{Method, StatusCode};
/// use matrix_api::{Metadata, PathHistory, metadata::SuccessResponse, path_template};
///
/// static STORE: Metadata =
///     Metadata::new("store", Method::PUT, PathHistory::fixed(path_template!("/store"))).responses(&[
///         SuccessResponse::new(StatusCode::CREATED, &[]),
///         SuccessResponse::new(StatusCode::NOT_MODIFIED, &[]),
///     ]);
///
/// let statuses: Vec<_> = STORE.responses.iter().map(|response| response.status).collect();
/// assert_eq!(statuses, [201, 304]);
/// assert_eq!(STORE.responses.with_status(StatusCode::ACCEPTED).unwrap().status, 201);
/// assert!(STORE.responses.with_status(StatusCode::FOUND).is_none());
/// ```
#[derive(Clone, Debug)]
pub struct SuccessResponses {
    /// The response of an endpoint with one.
    one: SuccessResponse,
    /// The responses of an endpoint with several; otherwise empty.
    several: &'static [SuccessResponse],
}

impl SuccessResponses {
    pub(super) const fn one(response: SuccessResponse) -> Self {
        Self { one: response, several: &[] }
    }

    pub(super) const fn several(responses: &'static [SuccessResponse]) -> Self {
        Self { one: SuccessResponse::new(StatusCode::OK, &[]), several: responses }
    }

    pub(super) const fn with_only_status(mut self, status: StatusCode) -> Self {
        self.one.status = status;
        self
    }

    pub(super) const fn with_only_fields(mut self, fields: &'static [Field]) -> Self {
        self.one.fields = fields;
        self
    }

    /// The responses, in the order of their declaration.
    #[must_use]
    #[inline]
    pub const fn as_slice(&self) -> &[SuccessResponse] {
        if self.several.is_empty() { std::slice::from_ref(&self.one) } else { self.several }
    }

    /// The first response.
    #[inline]
    pub(crate) const fn default(&self) -> &SuccessResponse {
        match self.several {
            [] => &self.one,
            [first, ..] => first,
        }
    }

    /// The response that a received one with this status is.
    ///
    /// It is `None` for the status of an error, and where two responses have the status's class.
    #[must_use]
    #[inline]
    pub fn with_status(&self, status: StatusCode) -> Option<&SuccessResponse> {
        match self.several {
            [] => self.one.accepts(status).then_some(&self.one),
            several => response_with_status(several, status),
        }
    }

    /// The response that a received one with this status is, or the first one.
    pub(crate) fn with_status_or_default(&self, status: StatusCode) -> &SuccessResponse {
        self.with_status(status).unwrap_or_else(|| self.default())
    }

    /// Whether the status is that of a response, or of a response's class.
    #[inline]
    pub(crate) fn has_class_of(&self, status: StatusCode) -> bool {
        match self.several {
            [] => self.one.accepts(status),
            several => several.iter().any(|response| response.accepts(status)),
        }
    }

    /// The statuses that may be written for a response, as text.
    #[cold]
    pub(crate) fn allowed(&self, response: &SuccessResponse) -> String {
        let of_class = self.iter().filter(|other| other.accepts(response.status));
        match response.status {
            status if of_class.count() > 1 => status.as_str().to_owned(),
            status if status.is_success() => "2xx".to_owned(),
            status if is_redirect(status) => "301, 302, 303, 307 or 308".to_owned(),
            status => status.as_str().to_owned(),
        }
    }

    /// The statuses that are expected instead of one with the class of a response, as text: `200 or 201`.
    #[cold]
    pub(crate) fn expected(&self, instead_of: StatusCode) -> String {
        let has_near = self.has_class_of(instead_of);
        let mut text = String::new();
        // The last one, which is written after the loop.
        let mut last: Option<&SuccessResponse> = None;
        for response in self {
            if has_near && !response.accepts(instead_of) {
                continue;
            }
            if let Some(last) = last.replace(response) {
                text.push_str(if text.is_empty() { "" } else { ", " });
                text.push_str(last.status.as_str());
            }
        }
        if let Some(last) = last {
            text.push_str(if text.is_empty() { "" } else { " or " });
            text.push_str(last.status.as_str());
        }
        text
    }
}

impl Deref for SuccessResponses {
    type Target = [SuccessResponse];

    #[inline]
    fn deref(&self) -> &[SuccessResponse] {
        self.as_slice()
    }
}

impl<'a> IntoIterator for &'a SuccessResponses {
    type Item = &'a SuccessResponse;
    type IntoIter = std::slice::Iter<'a, SuccessResponse>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The response with the status, or the only one of the status's class.
pub(crate) fn response_with_status(
    responses: &[SuccessResponse],
    status: StatusCode,
) -> Option<&SuccessResponse> {
    let mut of_class = responses.iter().filter(|response| response.accepts(status));
    match (responses.iter().find(|response| response.status == status), of_class.next()) {
        (Some(exact), _) => Some(exact),
        (None, only) if of_class.next().is_none() => only,
        (None, _) => None,
    }
}

/// Whether a status redirects to the URI in `Location`. They differ in what a client has to do with the
/// method of its request: [RFC 9110, section 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4).
#[inline]
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{SuccessResponse, SuccessResponses};

    fn status(code: u16) -> StatusCode {
        StatusCode::from_u16(code).unwrap()
    }

    /// The status of the response that each status stands for.
    fn found(responses: &SuccessResponses, codes: &[u16]) -> Vec<Option<u16>> {
        let find = |code: &u16| Some(responses.with_status(status(*code))?.status.as_u16());
        codes.iter().map(find).collect()
    }

    #[test]
    fn one_response_of_a_class_has_every_status_of_it() {
        static RESPONSES: [SuccessResponse; 3] = [
            SuccessResponse::new(StatusCode::CREATED, &[]),
            SuccessResponse::new(StatusCode::FOUND, &[]),
            SuccessResponse::new(StatusCode::NOT_MODIFIED, &[]),
        ];
        let responses = SuccessResponses::several(&RESPONSES);
        for code in 100..600 {
            let expected = match code {
                200..=299 => Some(201),
                301 | 302 | 303 | 307 | 308 => Some(302),
                304 => Some(304),
                _ => None,
            };
            assert_eq!(found(&responses, &[code]), [expected], "{code}");
            assert_eq!(responses.has_class_of(status(code)), expected.is_some(), "{code}");
        }
    }

    #[test]
    fn of_several_responses_of_a_class_each_has_its_own_status_only() {
        static RESPONSES: [SuccessResponse; 4] = [
            SuccessResponse::new(StatusCode::OK, &[]),
            SuccessResponse::new(StatusCode::ACCEPTED, &[]),
            SuccessResponse::new(StatusCode::TEMPORARY_REDIRECT, &[]),
            SuccessResponse::new(StatusCode::PERMANENT_REDIRECT, &[]),
        ];
        let responses = SuccessResponses::several(&RESPONSES);
        assert_eq!(
            found(&responses, &[200, 201, 202, 302, 304, 307, 308]),
            [Some(200), None, Some(202), None, None, Some(307), Some(308)]
        );
        assert!(responses.has_class_of(status(201)) && responses.has_class_of(status(302)));
        assert!(!responses.has_class_of(status(304)) && !responses.has_class_of(status(404)));
        assert_eq!(responses.expected(status(206)), "200 or 202");
        assert_eq!(responses.expected(status(301)), "307 or 308");
        assert_eq!(responses.expected(status(404)), "200, 202, 307 or 308");
    }

    #[test]
    fn there_is_always_a_response() {
        for responses in [
            SuccessResponses::several(&[]),
            SuccessResponses::one(SuccessResponse::new(StatusCode::OK, &[])),
        ] {
            assert_eq!(responses.len(), 1);
            assert_eq!(responses.default().status, 200);
            assert_eq!(found(&responses, &[204, 302]), [Some(200), None]);
        }
    }
}
