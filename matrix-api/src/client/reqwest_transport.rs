//! The transport on reqwest.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod browser;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod native;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use http::{
    Request, Uri,
    uri::{Authority, Scheme},
};
use reqwest::Url;

use super::transport::TransportError;

/// A transport on [`reqwest`].
///
/// It returns redirects, because some endpoints respond with one, and because a followed one could take
/// a password or a token to another server. For other settings of reqwest, such as a proxy or a certificate
/// authority, use [`from_builder`](Self::from_builder):
///
/// ```
/// use matrix_api::client::{ClientBuilder, ReqwestTransport};
///
/// let transport = ReqwestTransport::from_builder(reqwest::Client::builder().no_proxy())?;
/// let client = ClientBuilder::new(transport).build("http://127.0.0.1:8008")?;
/// # Ok::<(), matrix_api::client::BuildError>(())
/// ```
///
/// It panics outside of a tokio runtime that has IO and a timer. `#[tokio::main]` makes such a runtime, and
/// without it:
///
/// ```no_run
/// # use matrix_api::client::Client;
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// let client = runtime.block_on(Client::discover("example.org"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # In browsers
///
/// With the target `wasm32-unknown-unknown`, requests are sent with `fetch`. The browser decides more than a program
/// does:
///
/// * It follows redirects. The client refuses the response of a followed one, so an endpoint that responds with a
///   redirect cannot be called: open its URL instead.
/// * It sends its own `User-Agent`.
/// * The server must allow requests of other origins (CORS), as homeservers do.
/// * It does not say why a request failed: a lost connection, a wrong certificate and a missing CORS header
///   are all [`Interrupted`](super::TransportError::Interrupted).
/// * A request whose body is a [stream](crate::Body) is collected before it is sent, within the client's
///   [`body_limit`](super::ClientBuilder::body_limit). Responses stream.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Whether the client may follow redirects. Its responses are checked, then.
    follows_redirects: bool,
    last_origin: Arc<RwLock<Option<Origin>>>,
}

/// The part of a URL before the path.
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl ReqwestTransport {
    /// Converts a request. Returns its URL, too, if the client may follow redirects.
    fn convert<B: Into<reqwest::Body>>(
        &self,
        request: Request<B>,
    ) -> Result<(reqwest::Request, Option<Url>), TransportError> {
        let (head, body) = request.into_parts();
        let url = self.url(&head.uri)?;
        let asked = self.follows_redirects.then(|| url.clone());
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
        {
            *request.version_mut() = head.version;
        }
        Ok((request, asked))
    }

    /// The URL of a request.
    ///
    /// Most requests go to the server of the one before. Its origin is kept, because it takes longer to parse than
    /// the rest.
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(TransportError::unsupported("its URI is not absolute"));
        };
        let last = self.last_origin.read().unwrap_or_else(PoisonError::into_inner);
        let known = last.as_ref().filter(|it| it.scheme == *scheme && it.authority == *authority);
        let known = known.map(|it| it.url.clone());
        drop(last);
        let mut url = match known {
            Some(url) => url,
            None => self.parse_origin(scheme, authority)?,
        };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }

    #[cold]
    fn parse_origin(&self, scheme: &Scheme, authority: &Authority) -> Result<Url, TransportError> {
        let url = Url::parse(&format!("{scheme}://{authority}"));
        let url = url.map_err(TransportError::unsupported)?;
        let (scheme, authority) = (scheme.clone(), authority.clone());
        let origin = Origin { scheme, authority, url: url.clone() };
        *self.last_origin.write().unwrap_or_else(PoisonError::into_inner) = Some(origin);
        Ok(url)
    }

    fn with_client(client: reqwest::Client) -> Self {
        Self { client, follows_redirects: true, last_origin: Arc::default() }
    }
}

/// Does not show the origin, which may contain credentials.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReqwestTransport").field(&self.client).finish()
    }
}

/// Checks that a response is from the place that was asked.
fn check_redirect(response: &reqwest::Response, asked: Option<&Url>) -> Result<(), TransportError> {
    match asked {
        Some(asked) if response.url() != asked => Err(TransportError::FollowedRedirect),
        _ => Ok(()),
    }
}

/// For a client that you share with other code. It must not follow redirects: if it does, the request may
/// have reached another server, and the transport refuses the response.
/// [`from_builder`](ReqwestTransport::from_builder) is safer.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self::with_client(client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_the_parsed_uri() {
        let transport = ReqwestTransport::new().unwrap();
        let mut uris = [
            "http://127.0.0.1:8008",
            "http://127.0.0.1:8008/",
            "http://127.0.0.1:8008?a=b",
            "http://127.0.0.1:8008//other.example.org/a",
            "http://127.0.0.1:8008/a/../b/./%2e%2e/c//d/.",
            "https://example.org/a?",
            "https://EXAMPLE.org:443/a?b=?c",
            "http://[::1]:80/a;b=c",
            "https://user:secret@example.org/a",
        ]
        .map(str::to_owned)
        .to_vec();
        uris.extend((0..=127).map(char::from).flat_map(|character| {
            [
                format!("https://example.org/a{character}b?c=d"),
                format!("https://example.org/a?b={character}c"),
            ]
        }));
        let mut parsed = 0;
        for uri in uris.iter().filter_map(|uri| uri.parse::<Uri>().ok()) {
            let url = transport.url(&uri).unwrap();
            assert_eq!(url, Url::parse(&uri.to_string()).unwrap());
            parsed += 1;
        }
        assert!(parsed > 150, "{parsed}");
    }

    #[test]
    fn a_uri_without_an_origin_is_unsupported() {
        let transport = ReqwestTransport::new().unwrap();
        let error = transport.url(&Uri::from_static("/a")).unwrap_err();
        assert!(matches!(error, TransportError::Unsupported(_)), "{error:?}");
    }
}
