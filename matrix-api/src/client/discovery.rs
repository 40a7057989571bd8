//! Finding the homeserver of a server's users.

use std::{error, fmt, sync::Arc};

use http::{StatusCode, Uri, header::LOCATION};

use super::{
    BuildError, CallError, Client, ClientBuilder, Error, Server, Transport,
    endpoints::well_known,
    error::read,
    exchange::{Exchanger, Outgoing},
    versions::Versions,
};
use crate::{
    Endpoint as _, EndpointError as _, MatrixError, OutgoingRequest as _, SupportedVersions,
    identifiers::{InvalidIdentifier, ServerName},
};

/// How many redirects are followed: enough for every server that means well.
const MAX_REDIRECTS: usize = 5;

/// The homeserver of a server's users is not found.
///
/// The specification tells apart what the program does about it: see
/// [`asks_for_url`](Self::asks_for_url).
#[derive(Debug)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// It is no server name.
    ServerName(InvalidIdentifier),
    /// The client cannot be made.
    Build(BuildError),
    /// There is no usable answer to the question where the homeserver is: `FAIL_PROMPT`.
    #[non_exhaustive]
    WellKnown {
        /// The name of the server.
        server_name: ServerName,
        /// What became of the question.
        source: Box<Error<MatrixError>>,
    },
    /// The question was redirected too often, or to where it must not go: `FAIL_PROMPT`.
    #[non_exhaustive]
    Redirect {
        /// The name of the server.
        server_name: ServerName,
    },
    /// The server does not say where its homeserver is, and is none itself. The specification
    /// leaves it to the program what to do, which mostly is `FAIL_PROMPT`.
    #[non_exhaustive]
    NoHomeserver {
        /// The name of the server.
        server_name: ServerName,
        /// What became of the question for versions.
        source: Box<Error<MatrixError>>,
    },
    /// What the server says is no URL: `FAIL_ERROR`.
    #[non_exhaustive]
    BaseUrl {
        /// The name of the server.
        server_name: ServerName,
    },
    /// At the URL that the server says there is no homeserver: `FAIL_ERROR`.
    #[non_exhaustive]
    NotAHomeserver {
        /// The name of the server.
        server_name: ServerName,
        /// Where the homeserver should be.
        base_url: Box<str>,
        /// What became of the question for versions.
        source: Box<Error<MatrixError>>,
    },
}

impl DiscoveryError {
    /// Whether to tell the user that discovery failed and ask for the URL of the homeserver
    /// (`FAIL_PROMPT`). Otherwise the login should not go on (`FAIL_ERROR`).
    #[must_use]
    pub const fn asks_for_url(&self) -> bool {
        matches!(self, Self::WellKnown { .. } | Self::Redirect { .. } | Self::NoHomeserver { .. })
    }
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ServerName(error) => write!(
                f,
                "not a server name, such as the part behind the first colon of a user ID: {error}"
            ),
            Self::Build(error) => error.fmt(f),
            Self::WellKnown { server_name, source } => write!(
                f,
                "{server_name} does not say where its homeserver is: {source}; ask for its URL"
            ),
            Self::Redirect { server_name } => write!(
                f,
                "{server_name} redirects the question where its homeserver is too often, or to \
                 another place than an https:// URL; ask for its URL"
            ),
            Self::NoHomeserver { server_name, source } => write!(
                f,
                "{server_name} neither says where its homeserver is, nor is one: {source}; ask for \
                 its URL"
            ),
            Self::BaseUrl { server_name } => write!(
                f,
                "{server_name} says that its homeserver is at something that is no URL of one; tell \
                 its administrator"
            ),
            Self::NotAHomeserver { server_name, base_url, source } => write!(
                f,
                "{server_name} says that its homeserver is at {base_url}, but there is none: \
                 {source}; tell its administrator"
            ),
        }
    }
}

impl error::Error for DiscoveryError {
    /// What is behind the cause, which the message has in it already.
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::ServerName(error) => error.source(),
            Self::Build(error) => error.source(),
            Self::WellKnown { source, .. }
            | Self::NoHomeserver { source, .. }
            | Self::NotAHomeserver { source, .. } => source.source(),
            Self::Redirect { .. } | Self::BaseUrl { .. } => None,
        }
    }
}

/// What the server of a name says.
enum WellKnown {
    /// Nothing: `IGNORE`.
    Silent,
    BaseUrl(String),
}

impl<T: Transport> ClientBuilder<T> {
    /// A client of the homeserver of a server's users. `server_name` is what follows the first
    /// colon of a user ID.
    ///
    /// The server is asked for `/.well-known/matrix/client`. If it answers 404 it is taken for the
    /// homeserver itself. In both cases the client goes on only if there is an answer to the
    /// question for versions. Redirects are followed, from `https://` to `https://`.
    ///
    /// See [Well-known URIs](https://spec.matrix.org/v1.19/client-server-api/#well-known-uris). An
    /// identity server that is named beside the homeserver is not asked anything.
    ///
    /// # Errors
    ///
    /// When the homeserver is not found, or a setting is wrong.
    pub async fn discover(
        mut self,
        server_name: impl AsRef<str>,
    ) -> Result<Client<T>, DiscoveryError> {
        let server_name =
            ServerName::try_from(server_name.as_ref()).map_err(DiscoveryError::ServerName)?;
        // Known beforehand or not, the server has to answer.
        let supported = self.supported.take();
        let itself =
            self.build(&format!("https://{server_name}")).map_err(DiscoveryError::Build)?;
        let client = match itself.exchanger.ask_well_known(&server_name).await? {
            WellKnown::Silent => match itself.supported_versions().await {
                Ok(_) => itself,
                Err(source) => {
                    let source = Box::new(source);
                    return Err(DiscoveryError::NoHomeserver { server_name, source });
                }
            },
            WellKnown::BaseUrl(base_url) => itself.found_at(&base_url, server_name).await?,
        };
        if supported.is_some() {
            client.set_supported_versions(supported);
        }
        Ok(client)
    }
}

impl<T: Transport> Client<T> {
    /// A client of the homeserver at this URL, if there is one.
    async fn found_at(
        self,
        base_url: &str,
        server_name: ServerName,
    ) -> Result<Self, DiscoveryError> {
        let Ok(base_url) = base_url.parse() else {
            return Err(DiscoveryError::BaseUrl { server_name });
        };
        let server = Server { base_url, versions: Versions::default() };
        let client = Self { server: Arc::new(server), ..self };
        match client.supported_versions().await {
            Ok(_) => Ok(client),
            Err(source) => {
                let (base_url, source) = (client.base_url().into(), Box::new(source));
                Err(DiscoveryError::NotAHomeserver { server_name, base_url, source })
            }
        }
    }
}

impl<T: Transport> Exchanger<T> {
    async fn ask_well_known(&self, server_name: &ServerName) -> Result<WellKnown, DiscoveryError> {
        let failure = |source: Error<MatrixError>| DiscoveryError::WellKnown {
            server_name: server_name.clone(),
            source: Box::new(source),
        };
        let metadata = well_known::Request::METADATA;
        let origin = format!("https://{}", server_name.host());
        let mut request = well_known::Request::new()
            .try_into_http_request(&origin, (), &SupportedVersions::unknown())
            .map_err(|error| failure(CallError::from(error).into()))?;
        for _ in 0..=MAX_REDIRECTS {
            let outgoing = Outgoing::new(metadata, &SupportedVersions::unknown(), request.clone())
                .map_err(|error| failure(error.into()))?;
            let deadline = self.deadline();
            let exchange = self.exchange(outgoing, deadline);
            let response = self
                .within(deadline, metadata.name, exchange)
                .await
                .map_err(|error| failure(error.into()))?;
            match response.status() {
                StatusCode::OK => {
                    let answer: well_known::Response = read(&response).map_err(failure)?;
                    return Ok(WellKnown::BaseUrl(answer.homeserver.base_url));
                }
                StatusCode::NOT_FOUND => return Ok(WellKnown::Silent),
                status if status.is_redirection() => {
                    let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
                    let Some(target) = location.and_then(|it| redirected(request.uri(), it)) else {
                        break;
                    };
                    *request.uri_mut() = target;
                }
                status => {
                    let error = MatrixError::from_http_response(&response);
                    return Err(failure(Error::Endpoint {
                        endpoint: metadata.name,
                        status,
                        error,
                    }));
                }
            }
        }
        Err(DiscoveryError::Redirect { server_name: server_name.clone() })
    }
}

/// Where a redirect leads: to a URL of its own, or to a path of the same server. `None` if it is
/// neither, or not `https://`.
fn redirected(from: &Uri, location: &str) -> Option<Uri> {
    let url = match location.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if location.starts_with('/') => format!("https://{}{location}", from.authority()?),
        None => location.to_owned(),
    };
    let url = url.split('#').next()?;
    let uri: Uri = url.parse().ok()?;
    (uri.scheme_str() == Some("https") && uri.authority().is_some()).then_some(uri)
}
