//! A request and its response as HTTP messages.

use matrix_api::{
    bytes::Bytes,
    http,
    metadata::{Field, FieldPlace},
};
use matrix_api_tests::account::{AnyEndpoint, DecodedResponse};
use serde_json::{Value, json};

/// A request and its response.
#[derive(Clone)]
pub(crate) struct Exchange {
    /// The endpoint's module.
    pub(crate) module: &'static str,
    /// Whether the messages have all fields or only the required ones.
    pub(crate) all_fields: bool,
    /// The path and query of the request.
    target: &'static str,
    /// `None` for requests without a body.
    request_body: Option<Value>,
    status: u16,
    response_headers: Vec<(&'static str, &'static str)>,
    /// `None` for responses without a body.
    response_body: Option<Value>,
}

/// An exchange with all fields.
pub(crate) fn whole(module: &'static str) -> Exchange {
    exchange(module, true)
}

/// An exchange with the required fields only.
pub(crate) fn minimal(module: &'static str) -> Exchange {
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
    pub(crate) fn get(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    pub(crate) fn post(mut self, target: &'static str, body: Value) -> Self {
        self.request_body = Some(body);
        self.get(target)
    }

    pub(crate) fn response(mut self, body: Value) -> Self {
        self.response_body = Some(body);
        self
    }

    pub(crate) fn redirect(mut self, headers: &[(&'static str, &'static str)]) -> Self {
        self.status = 302;
        self.response_headers = headers.to_vec();
        self
    }

    /// Decodes and encodes both messages.
    pub(crate) fn check(&self, endpoint: &AnyEndpoint) {
        let method = if self.request_body.is_some() { "POST" } else { "GET" };
        let request = http::Request::builder()
            .method(method)
            .uri(self.target)
            .body(body(self.request_body.as_ref()))
            .expect("a request");
        let path = request.uri().path();
        let mut templates = endpoint.metadata.path.templates().map(|template| template.as_str());
        let template = templates.find(|template| fits(template, path)).expect("a path");
        let supported = endpoint.server_with(template);
        let written = (endpoint.recode_request)(&request, &supported)
            .unwrap_or_else(|failure| panic!("{}: {failure:?}", self.module));
        assert_eq!(written.method(), method);
        assert_eq!(written.uri().path_and_query(), request.uri().path_and_query());
        assert_eq!(json_of(written.body()), self.request_body, "{}", self.module);

        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.response_headers {
            response = response.header(*name, *value);
        }
        let response = response.body(body(self.response_body.as_ref())).expect("a response");
        let written = match (endpoint.recode_response)(&response) {
            DecodedResponse::Success(written) => written,
            other => panic!("{}: {other:?}", self.module),
        };
        assert_eq!(written.status(), self.status);
        assert_eq!(json_of(written.body()), self.response_body, "{}", self.module);
        for name in response.headers().keys() {
            let values = |message: &http::Response<Bytes>| -> Vec<_> {
                message.headers().get_all(name).iter().cloned().collect()
            };
            assert_eq!(values(&written), values(&response), "{}: {name}", self.module);
        }
    }

    pub(crate) fn request_has(&self, field: &Field) -> bool {
        match field.place {
            FieldPlace::Path => true,
            FieldPlace::Query => {
                let (_, query) = self.target.split_once('?').unwrap_or_default();
                query.split('&').any(|pair| pair.split('=').next() == Some(field.name))
            }
            _ => self.request_body.as_ref().is_some_and(|body| body.get(field.name).is_some()),
        }
    }

    pub(crate) fn response_has(&self, field: &Field) -> bool {
        match field.place {
            FieldPlace::Header => self.response_headers.iter().any(|(name, _)| *name == field.name),
            _ => self.response_body.as_ref().is_some_and(|body| body.get(field.name).is_some()),
        }
    }
}

fn body(json: Option<&Value>) -> Bytes {
    json.map(Value::to_string).unwrap_or_default().into()
}

fn json_of(body: &Bytes) -> Option<Value> {
    (!body.is_empty()).then(|| serde_json::from_slice(body).unwrap_or_else(|_| json!("no JSON")))
}

fn fits(template: &str, path: &str) -> bool {
    template.split('/').count() == path.split('/').count()
        && template
            .split('/')
            .zip(path.split('/'))
            .all(|(expected, found)| expected == found || expected.starts_with('{'))
}
