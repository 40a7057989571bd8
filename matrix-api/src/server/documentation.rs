//! The documentation page of an API, and its files.

mod assets;
mod zip;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

use self::assets::Asset;
use super::{api_error::ApiError, page::Page};
use crate::openapi::Document;

/// The name of the document below the path of the page.
const DOCUMENT: &str = "openapi.json";

/// The documentation of an API: a page, and the document that it shows.
#[derive(Debug)]
pub(super) struct Documentation {
    /// The path of the page, without a slash at its end.
    path: String,
    document: Bytes,
    title: String,
    content_security_policy: HeaderValue,
}

/// The URL of an API, relative to the document of a page with this path.
pub(super) fn server_url(path: &str) -> String {
    let depth = path.split('/').filter(|segment| !segment.is_empty()).count();
    match depth {
        0 => ".".to_owned(),
        depth => vec![".."; depth].join("/"),
    }
}

impl Documentation {
    pub(super) fn new(path: &str, document: &Document) -> Result<Self, ApiError> {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let is_segment = |segment: &str| {
            !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved)
        };
        let segments = path
            .strip_prefix('/')
            .filter(|segments| segments.is_empty() || segments.split('/').all(is_segment));
        let Some(segments) = segments else {
            return Err(ApiError::DocumentationPath { path: path.to_owned() });
        };
        let value = document.to_value();
        let title = value.pointer("/info/title").and_then(Value::as_str).unwrap_or_default();
        Ok(Self {
            path: if segments.is_empty() { String::new() } else { format!("/{segments}") },
            document: document.to_json().into(),
            title: title.to_owned(),
            content_security_policy: content_security_policy(&value),
        })
    }

    /// The page, its files, and a redirect to the page.
    pub(super) fn pages(&self) -> Vec<Page> {
        let document = Asset {
            name: DOCUMENT,
            media_type: HeaderValue::from_static("application/json"),
            is_gzip: false,
            bytes: self.document.clone(),
        };
        let page = Asset {
            name: "",
            media_type: HeaderValue::from_static("text/html; charset=utf-8"),
            is_gzip: false,
            bytes: self.html().into(),
        };
        let mut pages = Vec::new();
        for asset in assets::fixed().into_iter().chain([document, page]) {
            let policy = asset.name.is_empty().then(|| self.content_security_policy.clone());
            let path = format!("{}/{}", self.path, asset.name);
            let asset = CachedAsset::new(asset, policy);
            pages.push(Page::new(path, move |headers| asset.respond(headers)));
        }
        // The files of the page have relative URLs, so that it works behind a proxy that adds a prefix.
        let name = self.path.rsplit('/').next().filter(|name| !name.is_empty());
        if let Some(location) = name.and_then(|it| HeaderValue::try_from(format!("{it}/")).ok()) {
            pages.push(Page::new(self.path.clone(), move |_| redirect(location.clone())));
        }
        pages
    }

    fn html(&self) -> String {
        include_str!("documentation/page.html").replace("TITLE", &escape_html(&self.title))
    }
}

/// Allows no script and no style but those of the page, and requests to the servers of the document.
fn content_security_policy(document: &Value) -> HeaderValue {
    let servers = document.get("servers").and_then(Value::as_array).into_iter().flatten();
    let urls = servers.filter_map(|server| server.get("url")?.as_str());
    let mut policy = "default-src 'self'; connect-src 'self'".to_owned();
    for origin in urls.filter_map(origin) {
        policy.push(' ');
        policy.push_str(origin);
    }
    // The images of Swagger UI are in its styles.
    policy.push_str(
        "; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// The origin of an absolute URL.
fn origin(url: &str) -> Option<&str> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let length = host.find(['/', '?', '#']).unwrap_or(host.len());
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    let is_host = host.get(..length)?.bytes().all(is_valid) && length > 0;
    url.get(..url.len() - host.len() + length).filter(|_| is_host)
}

fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn redirect(location: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// A file with its headers.
#[derive(Clone, Debug)]
struct CachedAsset {
    bytes: Bytes,
    headers: HeaderMap,
    entity_tag: HeaderValue,
}

impl CachedAsset {
    fn new(asset: Asset, content_security_policy: Option<HeaderValue>) -> Self {
        let mut hasher = DefaultHasher::new();
        asset.bytes.hash(&mut hasher);
        let entity_tag = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish()));
        let entity_tag = entity_tag.unwrap_or(HeaderValue::from_static("\"\""));
        let mut headers = HeaderMap::from_iter([
            (header::CONTENT_TYPE, asset.media_type),
            (header::CONTENT_LENGTH, asset.bytes.len().into()),
            (header::ETAG, entity_tag.clone()),
            // A browser asks again, and gets 304 while nothing has changed.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ]);
        if asset.is_gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if let Some(policy) = content_security_policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        Self { bytes: asset.bytes, headers, entity_tag }
    }

    fn respond(&self, request: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if self.is_known(request) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            let of_content: [HeaderName; 3] =
                [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING];
            for name in of_content {
                response.headers_mut().remove(name);
            }
        } else {
            *response.body_mut() = Body::from(self.bytes.clone());
        }
        response
    }

    /// Whether a client has the file already: `If-None-Match`
    /// ([RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)).
    fn is_known(&self, request: &HeaderMap) -> bool {
        let values = request.get_all(header::IF_NONE_MATCH).iter();
        let tags =
            values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        tags.map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == "*" || tag.as_bytes() == self.entity_tag.as_bytes())
    }
}
