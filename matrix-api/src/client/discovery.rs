//! Finds the homeserver of a server name.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{Response, StatusCode, Uri, header::LOCATION};

use super::{
    build_error::BuildError,
    builder::ClientBuilder,
    call::Client,
    endpoints::well_known,
    error::{CallError, Error},
    exchange::{Exchanger, Outgoing},
    homeserver::Homeserver,
    response,
    response_headers::ResponseHeaders,
    transport::{Transport, TransportError},
};
use crate::{
    base_url::BaseUrl,
    endpoint::Endpoint as _,
    identifiers::{InvalidIdentifier, ServerName},
    matrix_error::{EndpointError as _, MatrixError, Shown},
    versions::SupportedVersions,
};

const MAX_REDIRECTS: usize = 5;

/// Far more than the JSON object of any server.
const MAX_WELL_KNOWN_SIZE: usize = 64 * 1024;

/// The homeserver of a server name was not found.
///
/// The specification says what a program should do: see [`asks_for_url`](Self::asks_for_url).
#[derive(Debug)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The server name is invalid.
    ServerName(InvalidIdentifier),
    /// The client cannot be built.
    Build(BuildError),
    /// The server did not return valid discovery information: `FAIL_PROMPT`.
    #[non_exhaustive]
    WellKnown {
        /// The server name.
        server_name: ServerName,
        /// The error of the request for discovery information.
        source: Box<Error<MatrixError>>,
    },
    /// The discovery information is larger than 64 KiB: `FAIL_PROMPT`.
    #[non_exhaustive]
    TooLarge {
        /// The server name.
        server_name: ServerName,
    },
    /// There were too many redirects, or one to an invalid URL: `FAIL_PROMPT`.
    #[non_exhaustive]
    Redirect {
        /// The server name.
        server_name: ServerName,
    },
    /// The server has no discovery information and is not a homeserver itself. The specification
    /// leaves the action to the program; most use `FAIL_PROMPT`.
    #[non_exhaustive]
    NoHomeserver {
        /// The server name.
        server_name: ServerName,
        /// The error of the request for versions.
        source: Box<Error<MatrixError>>,
    },
    /// The advertised homeserver URL is invalid: `FAIL_ERROR`.
    #[non_exhaustive]
    BaseUrl {
        /// The server name.
        server_name: ServerName,
    },
    /// The advertised homeserver URL is `http://`: tokens would not be encrypted. `FAIL_ERROR`, unless
    /// [`allow_plain_http`](ClientBuilder::allow_plain_http) is set.
    #[non_exhaustive]
    PlainHttp {
        /// The server name.
        server_name: ServerName,
        /// The advertised URL.
        base_url: BaseUrl,
    },
    /// The advertised URL is not that of a homeserver: `FAIL_ERROR`.
    #[non_exhaustive]
    NotAHomeserver {
        /// The server name.
        server_name: ServerName,
        /// The advertised URL.
        base_url: Box<str>,
        /// The error of the request for versions.
        source: Box<Error<MatrixError>>,
    },
}

impl DiscoveryError {
    /// Whether to tell the user that discovery failed, and to ask for the URL of the homeserver
    /// (`FAIL_PROMPT`). Otherwise, abort the login (`FAIL_ERROR`).
    #[must_use]
    pub const fn asks_for_url(&self) -> bool {
        matches!(
            self,
            Self::WellKnown { .. }
                | Self::TooLarge { .. }
                | Self::Redirect { .. }
                | Self::NoHomeserver { .. }
        )
    }
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ServerName(error) => {
                write!(f, "{error}; write the part of a user ID after the first colon, in ASCII")
            }
            Self::Build(error) => error.fmt(f),
            Self::WellKnown { server_name, source } => write!(
                f,
                "cannot get the discovery information of {server_name}: {source}; ask the user for the \
                 homeserver URL"
            ),
            Self::TooLarge { server_name } => write!(
                f,
                "the discovery information of {server_name} exceeds {MAX_WELL_KNOWN_SIZE} bytes; ask the user \
                 for the homeserver URL"
            ),
            Self::Redirect { server_name } => write!(
                f,
                "{server_name} redirects too often, or not to an https:// URL; ask the user for the \
                 homeserver URL"
            ),
            Self::NoHomeserver { server_name, source } => write!(
                f,
                "{server_name} has no discovery information and is not a homeserver: {source}; ask the \
                 user for the homeserver URL"
            ),
            Self::BaseUrl { server_name } => write!(
                f,
                "{server_name} advertises an invalid homeserver URL; contact its administrator"
            ),
            Self::PlainHttp { server_name, base_url } => write!(
                f,
                "{server_name} advertises {}, which is not encrypted; contact its administrator, or allow \
                 it with `allow_plain_http`",
                Shown(base_url.as_str())
            ),
            Self::NotAHomeserver { server_name, base_url, source } => write!(
                f,
                "{server_name} advertises {}, which is not a homeserver: {source}; contact its \
                 administrator",
                Shown(base_url)
            ),
        }
    }
}

impl std::error::Error for DiscoveryError {
    /// Skips the cause, because the message includes it.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ServerName(error) => error.source(),
            Self::Build(error) => error.source(),
            Self::WellKnown { source, .. }
            | Self::NoHomeserver { source, .. }
            | Self::NotAHomeserver { source, .. } => source.source(),
            Self::TooLarge { .. }
            | Self::Redirect { .. }
            | Self::BaseUrl { .. }
            | Self::PlainHttp { .. } => None,
        }
    }
}

#[cfg(feature = "reqwest-no-tls")]
impl Client {
    /// Creates a client for the homeserver of a server name: see [`ClientBuilder::discover`].
    ///
    /// # Errors
    ///
    /// Fails if the homeserver is not found, or TLS cannot be set up.
    pub async fn discover(server_name: impl AsRef<str>) -> Result<Self, DiscoveryError> {
        Self::builder().discover(server_name).await
    }
}

impl<T: Transport> ClientBuilder<T> {
    /// Finds the homeserver of a server name, and builds a client for it. The server name is the part
    /// of a user ID after the first colon.
    ///
    /// The client requests `/.well-known/matrix/client` and follows redirects from `https://` to
    /// `https://`. After a 404 response, it takes the server itself for the homeserver. In both cases,
    /// the homeserver must respond to the request for versions. An advertised `http://` URL is an error
    /// unless you [allow it](Self::allow_plain_http).
    ///
    /// See [Well-known URIs](https://spec.matrix.org/v1.19/client-server-api/#well-known-uris). An
    /// advertised identity server is not contacted.
    ///
    /// # Errors
    ///
    /// Fails if the homeserver is not found, or a setting is invalid.
    pub async fn discover(
        mut self,
        server_name: impl AsRef<str>,
    ) -> Result<Client<T>, DiscoveryError> {
        let server_name =
            ServerName::try_from(server_name.as_ref()).map_err(DiscoveryError::ServerName)?;
        // The homeserver must respond, even if its versions are set.
        let supported = self.supported.take();
        let allows_plain_http = self.allows_plain_http;
        let mut client =
            self.build(&format!("https://{server_name}")).map_err(DiscoveryError::Build)?;
        let exchanger = &client.homeserver.exchanger;
        let advertised = exchanger.ask_well_known(&server_name).await?;
        if let Some(base_url) = &advertised {
            let Ok(base_url) = base_url.parse::<BaseUrl>() else {
                return Err(DiscoveryError::BaseUrl { server_name });
            };
            if !base_url.is_https() && !allows_plain_http {
                return Err(DiscoveryError::PlainHttp { server_name, base_url });
            }
            let homeserver = Homeserver::new(Arc::clone(exchanger), base_url, None);
            client.homeserver = Arc::new(homeserver);
        }
        if let Err(source) = client.supported_versions().await {
            let (base_url, source) = (client.base_url().into(), Box::new(source));
            return Err(match advertised {
                Some(_) => DiscoveryError::NotAHomeserver { server_name, base_url, source },
                None => DiscoveryError::NoHomeserver { server_name, source },
            });
        }
        if supported.is_some() {
            client.set_supported_versions(supported);
        }
        Ok(client)
    }
}

impl<T: Transport> Exchanger<T> {
    /// Asks for the base URL of the homeserver. `None` if the server has no discovery information.
    async fn ask_well_known(
        self: &Arc<Self>,
        server_name: &ServerName,
    ) -> Result<Option<String>, DiscoveryError> {
        let failure = |source: Error<MatrixError>| DiscoveryError::WellKnown {
            server_name: server_name.clone(),
            source: Box::new(source),
        };
        let mut response = match self.get_well_known(server_name.host()).await {
            Ok(Some(response)) => response,
            Ok(None) => {
                return Err(DiscoveryError::Redirect { server_name: server_name.clone() });
            }
            // A higher `body_limit` does not help.
            Err(CallError::Transport {
                source: TransportError::TooLarge { body_limit: MAX_WELL_KNOWN_SIZE },
                ..
            }) => return Err(DiscoveryError::TooLarge { server_name: server_name.clone() }),
            Err(error) => return Err(failure(error.into())),
        };
        match response.status() {
            StatusCode::OK => {
                let response: well_known::Response =
                    response::decode(&mut response).map_err(failure)?;
                Ok(Some(response.homeserver.base_url))
            }
            StatusCode::NOT_FOUND => Ok(None),
            status => {
                let endpoint = well_known::Request::METADATA.name;
                let error = MatrixError::from_http_response(&response);
                let headers = ResponseHeaders::new(response.into_parts().0.headers);
                Err(failure(Error::Endpoint { endpoint, status, headers, error, redirect: None }))
            }
        }
    }

    /// Follows redirects, all of them within one deadline. `None` if there are too many, or one is invalid.
    async fn get_well_known(
        self: &Arc<Self>,
        host: &str,
    ) -> Result<Option<Response<Bytes>>, CallError> {
        let (request, origin) = (well_known::Request::new(), format!("https://{host}"));
        let unknown = SupportedVersions::unknown();
        let mut outgoing = Outgoing::encode(&request, &origin.as_str(), (), &unknown)?;
        outgoing.body_limit = MAX_WELL_KNOWN_SIZE;
        self.call(well_known::Request::METADATA, &self.settings, |deadline| async move {
            for _ in 0..=MAX_REDIRECTS {
                let response = self.exchange(&|| Ok(outgoing.clone()), deadline.clone()).await?;
                if !response.status().is_redirection() {
                    return Ok(Some(response));
                }
                let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
                match location.and_then(|location| redirected(outgoing.request.uri(), location)) {
                    Some(target) => *outgoing.request.uri_mut() = target,
                    None => return Ok(None),
                }
            }
            Ok(None)
        })
        .await
    }
}

/// Resolves a redirect, by [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-5.2). `None` if it does
/// not lead to another `https://` URL.
fn redirected(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().filter(|location| !location.is_empty())?;
    let (path, query) = location.split_at(location.find('?').unwrap_or(location.len()));
    let directory = from.path().rsplit_once('/')?.0;
    let url = match path.split('/').next()? {
        _ if path.starts_with("//") => format!("https:{location}"),
        scheme if scheme.contains(':') => location.to_owned(),
        _ => {
            let path = match path {
                "" => from.path().to_owned(),
                absolute if absolute.starts_with('/') => without_dots(absolute),
                relative => without_dots(&format!("{directory}/{relative}")),
            };
            format!("https://{}{path}{query}", from.authority()?)
        }
    };
    let uri: Uri = url.parse().ok()?;
    (uri.scheme_str() == Some("https") && uri.authority().is_some()).then_some(uri)
}

/// Resolves the segments `.` and `..` of an absolute path.
fn without_dots(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.trim_start_matches('/').split('/') {
        match segment {
            "." => {}
            ".." => _ = segments.pop(),
            other => segments.push(other),
        }
    }
    format!("/{}", segments.join("/"))
}
