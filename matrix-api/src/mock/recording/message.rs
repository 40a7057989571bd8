//! Messages as they are recorded.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    base64,
    bindings::fill_value,
    definitions::{Definition, MessageDefinition},
    json::parse_body,
    placeholder::{Placeholder, UNKNOWN},
};
use crate::{
    metadata::FieldPlace,
    text::{buffer::TextBuffer, percent_decode::decode_form, percent_encode::encode_form},
    wire::MediaType,
};

/// Names with their values. A repeated name has a list of values.
pub(super) type Pairs = Map<String, Value>;

/// A request.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(super) struct RecordedRequest {
    pub(super) method: String,
    /// Percent-encoded, except for placeholders.
    pub(super) path: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) query: Pairs,
    #[serde(flatten)]
    pub(super) content: Content,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(super) struct RecordedResponse {
    pub(super) status: u16,
    #[serde(flatten)]
    pub(super) content: Content,
}

/// Headers and body. At most one of the bodies is there.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(super) struct Content {
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) headers: Pairs,
    /// JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Value>,
    /// `application/x-www-form-urlencoded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) form: Option<Pairs>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<Value>,
    /// Bytes that are not text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base64: Option<Value>,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

impl RecordedRequest {
    /// A request of an endpoint.
    pub(super) fn of(
        request: &Request<Bytes>,
        definition: &Definition,
        message: MessageDefinition<'_>,
    ) -> Self {
        let is_kept = |name: &HeaderName| definition.is_credential(name);
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: pairs(request.uri().query().unwrap_or_default()),
            content: Content::of(request.headers(), request.body(), message, is_kept),
        }
    }

    /// A request of no endpoint: its method and its path.
    pub(super) fn unlisted(method: &Method, uri: &Uri) -> Self {
        Self {
            method: method.to_string(),
            path: uri.path().to_owned(),
            query: Map::new(),
            content: Content::default(),
        }
    }

    /// The HTTP request, if it can be one.
    pub(super) fn to_http(&self) -> Option<Request<Bytes>> {
        let mut uri = self.path.clone();
        if !self.query.is_empty() {
            uri = format!("{uri}?{}", encode_pairs(&self.query));
        }
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = self.method.parse().ok()?;
        *request.uri_mut() = uri.parse().ok()?;
        self.content.write(request.headers_mut());
        *request.body_mut() = self.content.bytes();
        Some(request)
    }
}

impl RecordedResponse {
    pub(super) fn of(response: &Response<Bytes>, message: MessageDefinition<'_>) -> Self {
        let is_kept = |name: &HeaderName| *name == header::RETRY_AFTER;
        Self {
            status: response.status().as_u16(),
            content: Content::of(response.headers(), response.body(), message, is_kept),
        }
    }

    /// A response to a request of no endpoint: its status.
    pub(super) fn unlisted(status: StatusCode) -> Self {
        Self { status: status.as_u16(), content: Content::default() }
    }

    /// The HTTP response, if it can be one.
    pub(super) fn to_http(&self) -> Option<Response<Bytes>> {
        let mut response = Response::new(self.content.bytes());
        *response.status_mut() = StatusCode::from_u16(self.status).ok()?;
        self.content.write(response.headers_mut());
        Some(response)
    }
}

impl Content {
    fn of(
        headers: &HeaderMap,
        body: &Bytes,
        message: MessageDefinition<'_>,
        is_kept: impl Fn(&HeaderName) -> bool,
    ) -> Self {
        let mut content = Self::default();
        let media_type = headers.get(header::CONTENT_TYPE).and_then(MediaType::of_header);
        let essence = media_type.map(|it| it.essence().to_ascii_lowercase());
        let essence = essence.as_deref().unwrap_or_default();
        let is_raw = message.only_field(FieldPlace::RawBody).is_some();
        if body.is_empty() {
        } else if essence == FORM
            && let Ok(text) = str::from_utf8(body)
        {
            content.form = Some(pairs(text));
        } else if !is_raw && let Some(json) = parse_body(body) {
            content.body = Some(json);
        } else if let Ok(text) = str::from_utf8(body) {
            content.text = Some(text.into());
        } else {
            content.base64 = Some(base64::encode(body).into());
        }
        for (name, value) in headers {
            let is_media_type = *name == header::CONTENT_TYPE
                && !body.is_empty()
                && !(content.body.is_some() && essence == JSON)
                && content.form.is_none();
            let is_field = message.field(FieldPlace::Header, name.as_str()).is_some();
            if is_media_type || is_field || is_kept(name) {
                let value = String::from_utf8_lossy(value.as_bytes());
                add_pair(&mut content.headers, name.as_str(), value);
            }
        }
        content
    }

    /// Each value of the headers and the body.
    pub(super) fn each_value(&mut self, change: &mut dyn FnMut(&mut Value)) {
        self.headers.values_mut().for_each(&mut *change);
        self.form.iter_mut().flat_map(|form| form.values_mut()).for_each(&mut *change);
        let bodies = [&mut self.body, &mut self.text, &mut self.base64];
        bodies.into_iter().flatten().for_each(change);
    }

    /// Replaces the placeholders.
    pub(super) fn fill(&mut self, value_of: &mut dyn FnMut(&Placeholder) -> String) {
        for pairs in [Some(&mut self.headers), self.form.as_mut()].into_iter().flatten() {
            pairs.retain(|_, value| value != UNKNOWN);
        }
        self.each_value(&mut |value| fill_value(value, value_of));
    }

    fn bytes(&self) -> Bytes {
        if let Some(body) = &self.body {
            return body.to_string().into();
        }
        if let Some(form) = &self.form {
            return encode_pairs(form).into();
        }
        if let Some(Value::String(text)) = &self.text {
            return text.clone().into();
        }
        if let Some(Value::String(text)) = &self.base64 {
            return base64::decode(text).unwrap_or_else(|| text.clone().into()).into();
        }
        Bytes::new()
    }

    fn write(&self, headers: &mut HeaderMap) {
        let media_type = match self {
            Self { body: Some(_), .. } => Some(JSON),
            Self { form: Some(_), .. } => Some(FORM),
            _ => None,
        };
        if let Some(media_type) = media_type
            && !self.headers.contains_key(header::CONTENT_TYPE.as_str())
        {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        for (name, value) in each_pair(&self.headers) {
            let name = HeaderName::try_from(name);
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                headers.append(name, value);
            }
        }
    }
}

/// The pairs of a query or a form.
fn pairs(text: &str) -> Pairs {
    let mut pairs = Map::new();
    let decode = |text| decode_form(text).unwrap_or(Cow::Borrowed(text));
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        add_pair(&mut pairs, &decode(name), decode(value));
    }
    pairs
}

fn add_pair(pairs: &mut Pairs, name: &str, value: Cow<'_, str>) {
    let value = Value::String(value.into_owned());
    match pairs.get_mut(name) {
        None => _ = pairs.insert(name.to_owned(), value),
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// Each name with each of its values.
fn each_pair(pairs: &Pairs) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().flat_map(|(name, value)| {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        values.iter().filter_map(move |value| Some((name.as_str(), value.as_str()?)))
    })
}

fn encode_pairs(pairs: &Pairs) -> String {
    let mut text = TextBuffer::new();
    for (index, (name, value)) in each_pair(pairs).enumerate() {
        if index > 0 {
            text.push(b"&");
        }
        encode_form(&mut text, name);
        text.push(b"=");
        encode_form(&mut text, value);
    }
    String::from_utf8_lossy(&text.take()).into_owned()
}
