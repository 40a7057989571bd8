//! Messages from the values of their fields.

use matrix_api::{
    PathTemplate,
    bytes::Bytes,
    endpoints::FieldDescription,
    http::{HeaderMap, Method, Request, Response, StatusCode, header::CONTENT_TYPE},
    metadata::FieldPlace,
};
use serde_json::{Map, Value};

use super::http_form;

/// A field that is sent: what it is called, and its value.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    pub field: &'a FieldDescription,
    /// Its name, or an alias of it.
    pub name: &'a str,
    pub value: &'a Value,
}

/// The parts of a message.
#[derive(Default)]
struct Parts {
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    members: Option<Map<String, Value>>,
    body: Option<(String, Vec<u8>)>,
    status: Option<StatusCode>,
}

/// A request with fields. `None` if one of them has no text for its place.
pub fn request(
    method: &Method,
    template: PathTemplate,
    fields: &[Sent<'_>],
) -> Option<Request<Bytes>> {
    let parts = parts(fields)?;
    let mut target = path(template, fields)?;
    if !parts.query.is_empty() {
        target = format!("{target}?{}", http_form::form(&parts.query));
    }
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in &parts.headers {
        request = request.header(name, value.as_bytes());
    }
    let (media_type, body) = parts.into_body();
    let mut request = request.body(body).ok()?;
    if let (Some(media_type), false) = (media_type, request.headers().contains_key(CONTENT_TYPE)) {
        request.headers_mut().insert(CONTENT_TYPE, media_type.parse().ok()?);
    }
    Some(request)
}

/// A response with fields.
pub fn response(status: StatusCode, fields: &[Sent<'_>]) -> Option<Response<Bytes>> {
    let parts = parts(fields)?;
    let mut response = Response::builder().status(parts.status.unwrap_or(status));
    for (name, value) in &parts.headers {
        response = response.header(name, value.as_bytes());
    }
    let (media_type, body) = parts.into_body();
    let mut response = response.body(body).ok()?;
    if let (Some(media_type), false) = (media_type, response.headers().contains_key(CONTENT_TYPE)) {
        response.headers_mut().insert(CONTENT_TYPE, media_type.parse().ok()?);
    }
    Some(response)
}

/// A name that no definition has.
const STRANGER: &str = "org.example.stranger";

/// The request with a member, and with a parameter, that others add.
pub fn with_strangers(request: &Request<Bytes>) -> Vec<Request<Bytes>> {
    let mut requests = Vec::new();
    if let Some(body) = body_with_stranger(request.headers(), request.body()) {
        let mut request = request.clone();
        *request.body_mut() = body;
        requests.push(request);
    }
    let separator = if request.uri().query().is_some() { '&' } else { '?' };
    if let Ok(uri) = format!("{}{separator}{STRANGER}=a", request.uri()).parse() {
        let mut request = request.clone();
        *request.uri_mut() = uri;
        requests.push(request);
    }
    requests
}

/// The response with a member that others add.
pub fn with_stranger(response: &Response<Bytes>) -> Option<Response<Bytes>> {
    let body = body_with_stranger(response.headers(), response.body())?;
    let mut response = response.clone();
    *response.body_mut() = body;
    Some(response)
}

fn body_with_stranger(headers: &HeaderMap, body: &Bytes) -> Option<Bytes> {
    headers.get(CONTENT_TYPE).filter(|media_type| *media_type == "application/json")?;
    let mut members: Map<String, Value> = serde_json::from_slice(body).ok()?;
    members.insert(STRANGER.to_owned(), Value::from("a"));
    Some(Value::Object(members).to_string().into())
}

impl Parts {
    fn into_body(self) -> (Option<String>, Bytes) {
        match (self.body, self.members) {
            (Some((media_type, body)), _) => (Some(media_type), body.into()),
            (None, Some(members)) => {
                let body = Value::Object(members).to_string();
                (Some("application/json".to_owned()), body.into())
            }
            (None, None) => (None, Bytes::new()),
        }
    }
}

fn parts(fields: &[Sent<'_>]) -> Option<Parts> {
    let mut parts = Parts::default();
    for Sent { field, name, value } in fields {
        match field.metadata.place {
            FieldPlace::Query => {
                let texts = http_form::texts(value);
                parts.query.extend(texts.into_iter().map(|text| ((*name).to_owned(), text)));
            }
            FieldPlace::QueryAll => parts.query.extend(http_form::pairs(value)),
            FieldPlace::Header => {
                let texts = http_form::texts(value);
                parts.headers.extend(texts.into_iter().map(|text| ((*name).to_owned(), text)));
            }
            FieldPlace::Body if field.flattened => {
                let members = parts.members.get_or_insert_default();
                members.extend(value.as_object()?.clone());
            }
            FieldPlace::Body => {
                let members = parts.members.get_or_insert_default();
                members.insert((*name).to_owned(), (*value).clone());
            }
            FieldPlace::WholeBody => {
                let body = value.to_string().into_bytes();
                parts.body = Some(("application/json".to_owned(), body));
            }
            FieldPlace::Status => {
                let status = u16::try_from(value.as_u64()?).ok()?;
                parts.status = Some(StatusCode::from_u16(status).ok()?);
            }
            FieldPlace::Path => {}
            place => parts.body = Some(raw_body(place, field.media_type, value)?),
        }
    }
    Some(parts)
}

/// A body that is not one JSON value.
fn raw_body(
    place: FieldPlace,
    media_type: Option<&str>,
    value: &Value,
) -> Option<(String, Vec<u8>)> {
    let media_type = media_type.unwrap_or("application/octet-stream");
    let lines = |prefix: &str, end: &str| {
        let lines = value.as_array()?.iter().map(|item| format!("{prefix}{item}{end}"));
        Some(lines.collect::<String>())
    };
    let body = match place {
        FieldPlace::JsonLines => lines("", "\n")?,
        FieldPlace::EventStream => lines("data: ", "\n\n")?,
        _ if media_type == "application/x-www-form-urlencoded" => {
            http_form::form(&http_form::pairs(value))
        }
        _ => http_form::text(value)?,
    };
    Some((media_type.to_owned(), body.into_bytes()))
}

/// The path of a template with the values of fields.
fn path(template: PathTemplate, fields: &[Sent<'_>]) -> Option<String> {
    let mut path = String::new();
    for segment in template.as_str().split('/').skip(1) {
        let Some(placeholder) = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'))
        else {
            path.push('/');
            path.push_str(segment);
            continue;
        };
        let name = placeholder.trim_end_matches("..");
        let is_field = |sent: &&Sent<'_>| {
            sent.field.metadata.place == FieldPlace::Path && sent.field.metadata.name == name
        };
        // An absent last segment takes its slash with it.
        let Some(sent) = fields.iter().find(is_field) else { continue };
        let segments = match sent.value {
            Value::String(text) if placeholder != name => {
                text.split('/').map(str::to_owned).collect()
            }
            value => http_form::texts(value),
        };
        for segment in segments {
            path.push('/');
            path.push_str(&http_form::encode(&segment));
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    Some(path)
}
