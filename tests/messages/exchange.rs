//! A request and its response as HTTP messages.

use matrix_api::{
    bytes::Bytes,
    http,
    metadata::{Field, FieldPlace},
};
use serde_json::Value;

/// A request and its response.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The endpoint's module in the account crate.
    pub module: &'static str,
    /// Whether the messages have all fields or only the required ones.
    pub all_fields: bool,
    /// The path and query of the request.
    pub target: &'static str,
    /// `None` for requests without a body.
    pub request_body: Option<Value>,
    /// The status of the response.
    pub status: u16,
    /// The headers of the response that are fields.
    pub response_headers: Vec<(&'static str, &'static str)>,
    /// `None` for responses without a body.
    pub response_body: Option<Value>,
}

/// An exchange with all fields.
pub(super) fn whole(module: &'static str) -> Exchange {
    exchange(module, true)
}

/// An exchange with the required fields only.
pub(super) fn minimal(module: &'static str) -> Exchange {
    exchange(module, false)
}

fn exchange(module: &'static str, all_fields: bool) -> Exchange {
    Exchange {
        module,
        all_fields,
        target: "",
        request_body: None,
        status: 200,
        response_headers: Vec::new(),
        response_body: None,
    }
}

impl Exchange {
    pub(super) fn get(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    pub(super) fn post(mut self, target: &'static str, body: Value) -> Self {
        self.request_body = Some(body);
        self.get(target)
    }

    pub(super) fn response(mut self, body: Value) -> Self {
        self.response_body = Some(body);
        self
    }

    pub(super) fn redirect(mut self, headers: &[(&'static str, &'static str)]) -> Self {
        self.status = 302;
        self.response_headers = headers.to_vec();
        self
    }

    /// The request, without credentials.
    #[must_use]
    pub fn http_request(&self) -> http::Request<Bytes> {
        let method = if self.request_body.is_some() { "POST" } else { "GET" };
        http::Request::builder()
            .method(method)
            .uri(self.target)
            .body(body(self.request_body.as_ref()))
            .expect("a request")
    }

    /// The response.
    #[must_use]
    pub fn http_response(&self) -> http::Response<Bytes> {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.response_headers {
            response = response.header(*name, *value);
        }
        response.body(body(self.response_body.as_ref())).expect("a response")
    }

    /// Whether the request has a field.
    #[must_use]
    pub fn request_has(&self, field: &Field) -> bool {
        match field.place {
            FieldPlace::Path => true,
            FieldPlace::Query => {
                let (_, query) = self.target.split_once('?').unwrap_or_default();
                query.split('&').any(|pair| pair.split('=').next() == Some(field.name))
            }
            _ => self.request_body.as_ref().is_some_and(|body| body.get(field.name).is_some()),
        }
    }

    /// Whether the response has a field.
    #[must_use]
    pub fn response_has(&self, field: &Field) -> bool {
        match field.place {
            FieldPlace::Header => self.response_headers.iter().any(|(name, _)| *name == field.name),
            _ => self.response_body.as_ref().is_some_and(|body| body.get(field.name).is_some()),
        }
    }
}

fn body(json: Option<&Value>) -> Bytes {
    json.map(Value::to_string).unwrap_or_default().into()
}
