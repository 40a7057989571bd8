//! A client of a homeserver: sends the requests of endpoints, and returns their typed answers.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest-no-tls")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use matrix_api::client::{Client, Session};
//! # mod whoami { matrix_api::ruma_api! {
//! #     metadata {
//! #         description: "Ask who I am.", method: GET, name: "whoami",
//! #         path: "/_matrix/client/v3/account/whoami",
//! #         rate_limited: true, requires_authentication: true,
//! #     }
//! #     request {}
//! #     response { pub user_id: matrix_api::identifiers::UserId }
//! # } }
//!
//! let client = Client::discover("example.org").await?;
//! client.set_session(Session::new("syt_abc"));
//! let me = client.send(&whoami::Request::new()).await?;
//! println!("{}", me.user_id);
//! # Ok(())
//! # }
//! ```
//!
//! * **Versions.** Which path of an endpoint is called depends on what the server supports. The
//!   client asks once, when it first has to know, without a token.
//! * **Tokens.** A request bears the access token if its endpoint [takes one](TokenScheme). When
//!   the server refuses it with `M_UNKNOWN_TOKEN`, or it has expired, and there is a refresh
//!   token, the client gets a new one and sends the request again. Requests under way at the same
//!   time share one refresh.
//! * **Retries** are those of the [`RetryPolicy`]; a timeout for each attempt and a deadline for the
//!   whole call bound them.
//! * **Redirects** are not followed, but for that of discovery: some endpoints answer with one.
//! * **Traces.** Each request is a span of [`tracing`] at the level `DEBUG` with the endpoint's name,
//!   its method and the template of its path; in it, each attempt is an event with the status. No
//!   path, query, header or body is in them.
//!
//! The client depends on no asynchronous runtime: HTTP and time are the business of a [`Transport`].
//! The `ReqwestTransport` runs on tokio. A program that is not asynchronous wraps its calls into
//! `block_on` of a runtime.
//!
//! # Features
//!
//! * `reqwest`: the client on reqwest, with rustls for TLS.
//! * `reqwest-no-tls`: the same without TLS.
//! * `http-client`: the client without a transport.

mod builder;
mod credentials;
mod discovery;
mod endpoints;
mod error;
mod exchange;
mod interactive;
mod refresh;
#[cfg(feature = "reqwest-no-tls")]
mod reqwest_transport;
mod retry;
mod session;
mod session_store;
mod transport;
mod versions;

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{Request, Response, header::AUTHORIZATION};

#[cfg(feature = "reqwest-no-tls")]
pub use self::reqwest_transport::ReqwestTransport;
pub use self::{
    builder::{BuildError, ClientBuilder},
    credentials::TokenScheme,
    discovery::DiscoveryError,
    error::{CallError, Error},
    retry::RetryPolicy,
    session::Session,
    transport::{Transport, TransportError},
};
use self::{
    exchange::{Deadline, Exchanger, Outgoing},
    session_store::{Login, SessionStore},
    versions::Versions,
};
use crate::{
    BaseUrl, Endpoint, EndpointError, ErrorCode, MatrixError, Metadata, OutgoingRequest,
    SupportedVersions, authentication::AuthenticationScheme,
};

/// A client of one homeserver.
///
/// Clones are cheap, and share the session and all that is known of the server. See the
/// [module](self).
pub struct Client<
    #[cfg(feature = "reqwest-no-tls")] T = ReqwestTransport,
    #[cfg(not(feature = "reqwest-no-tls"))] T,
> {
    exchanger: Arc<Exchanger<T>>,
    server: Arc<Server>,
    account: Arc<Account>,
}

/// The homeserver, and what is known of it.
struct Server {
    base_url: BaseUrl,
    versions: Versions,
}

/// Whom the client speaks for.
struct Account {
    session: SessionStore,
    on_refresh: Option<OnRefresh>,
}

/// Told of the new tokens after a refresh.
type OnRefresh = Arc<dyn Fn(&Session) + Send + Sync>;

/// Writes a request for what the server supports, with the access token if it takes one.
type Encode<'a> =
    dyn Fn(Option<&str>, &SupportedVersions) -> Result<Request<Bytes>, CallError> + Sync + 'a;

#[cfg(feature = "reqwest-no-tls")]
impl Client {
    /// A client of the homeserver at a URL, such as `https://matrix.example.org`, which is not
    /// asked anything yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL, or TLS cannot be set up.
    pub fn new(base_url: &str) -> Result<Self, BuildError> {
        Self::builder().build(base_url)
    }

    /// A client of the homeserver of a server's users: see [`ClientBuilder::discover`].
    ///
    /// # Errors
    ///
    /// When the homeserver is not found, or TLS cannot be set up.
    pub async fn discover(server_name: impl AsRef<str>) -> Result<Self, DiscoveryError> {
        Self::builder().discover(server_name).await
    }

    /// All that can be set of a client. One on another transport begins with
    /// [`ClientBuilder::new`].
    #[must_use]
    pub fn builder() -> ClientBuilder<ReqwestTransport> {
        ClientBuilder::try_new(ReqwestTransport::new())
    }
}

impl<T: Transport> Client<T> {
    /// Sends a request, with the access token if its endpoint takes one, and returns the answer.
    ///
    /// # Errors
    ///
    /// When there is no answer, or one that is no success, or not as the endpoint says.
    pub async fn send<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        // Ahead of the question for versions.
        input::<R>(self.session().as_ref().map(Session::token))?;
        let encode = |access_token: Option<&str>, supported: &SupportedVersions| {
            let base_url = &self.server.base_url;
            Ok(request.try_into_http_request(base_url, input::<R>(access_token)?, supported)?)
        };
        error::read(&self.call(R::METADATA, &encode).await?)
    }

    /// Sends a request with the input that its authentication scheme takes, and returns the answer.
    ///
    /// The client's own session is neither used nor refreshed.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_with<R: OutgoingRequest>(
        &self,
        request: &R,
        input: <R::Authentication as AuthenticationScheme>::Input<'_>,
    ) -> Result<R::Response, Error<R::Error>> {
        let deadline = self.exchanger.deadline();
        let call = async {
            let supported = self.versions_for(R::METADATA, deadline).await?;
            let base_url = &self.server.base_url;
            let request = request.try_into_http_request(base_url, input, &supported)?;
            self.exchange(R::METADATA, &supported, request, deadline).await
        };
        error::read(&self.exchanger.within(deadline, R::METADATA.name, call).await?)
    }

    /// The URL of the homeserver.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.server.base_url.as_str()
    }

    /// The session, with the newest tokens.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.account.session.get()
    }

    /// Goes on with another session, or without one; so do all clones.
    ///
    /// A request under way whose token the server refuses is not sent again with that of the new
    /// session, which may be that of another user.
    pub fn set_session(&self, session: impl Into<Option<Session>>) {
        self.account.session.set(session.into());
    }

    /// Another client of the same server, with a session of its own and the same settings.
    #[must_use]
    pub fn with_session(&self, session: impl Into<Option<Session>>) -> Self {
        let account = Account {
            session: SessionStore::new(session.into()),
            on_refresh: self.account.on_refresh.clone(),
        };
        Self { account: Arc::new(account), ..self.clone() }
    }

    /// The whole of a call that may need the session, but for types.
    async fn call(
        &self,
        metadata: &'static Metadata,
        encode: &Encode<'_>,
    ) -> Result<Response<Bytes>, CallError> {
        let deadline = self.exchanger.deadline();
        let call = self.call_until(metadata, encode, deadline);
        self.exchanger.within(deadline, metadata.name, call).await
    }

    async fn call_until(
        &self,
        metadata: &'static Metadata,
        encode: &Encode<'_>,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let supported = self.versions_for(metadata, deadline).await?;
        let (mut login, mut request) = self.encode(encode, &supported)?;
        if let Some(expired) = login.take_if(|it| it.session.has_expired() && it.can_refresh()) {
            let renewed = self.renew(metadata, &expired, encode, &supported, deadline).await?;
            (login, request) = (Some(renewed.0), renewed.1);
        }
        let response = self.exchange(metadata, &supported, request, deadline).await?;
        match login {
            Some(login) if login.can_refresh() && is_unknown_token(&response) => {
                let renewed = self.renew(metadata, &login, encode, &supported, deadline).await?;
                self.exchange(metadata, &supported, renewed.1, deadline).await
            }
            _ => Ok(response),
        }
    }

    /// Gets new tokens for a login, and writes the request with them. What one user has asked for is
    /// not sent for another.
    async fn renew(
        &self,
        metadata: &'static Metadata,
        login: &Login,
        encode: &Encode<'_>,
        supported: &SupportedVersions,
        deadline: Deadline,
    ) -> Result<(Login, Request<Bytes>), CallError> {
        let endpoint = metadata.name;
        self.refresh(&login.session, deadline)
            .await
            .map_err(|source| CallError::Refresh { endpoint, source })?;
        match self.encode(encode, supported)? {
            (Some(renewed), request) if renewed.number == login.number => Ok((renewed, request)),
            _ => Err(CallError::SessionReplaced { endpoint }),
        }
    }

    /// Writes a request. The login is there if the request bears its token.
    fn encode(
        &self,
        encode: &Encode<'_>,
        supported: &SupportedVersions,
    ) -> Result<(Option<Login>, Request<Bytes>), CallError> {
        let login = self.account.session.login();
        let request = encode(login.as_ref().map(|it| it.session.token()), supported)?;
        let bears_token = request.headers().contains_key(AUTHORIZATION);
        Ok((login.filter(|_| bears_token), request))
    }

    async fn exchange(
        &self,
        metadata: &'static Metadata,
        supported: &SupportedVersions,
        request: Request<Bytes>,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let outgoing = Outgoing::new(metadata, supported, request)?;
        self.exchanger.exchange(outgoing, deadline).await
    }
}

/// What the endpoint's authentication scheme takes.
fn input<R: Endpoint<Authentication: TokenScheme>>(
    access_token: Option<&str>,
) -> Result<<R::Authentication as AuthenticationScheme>::Input<'_>, CallError> {
    <R::Authentication as TokenScheme>::input(access_token)
        .ok_or(CallError::MissingToken { endpoint: R::METADATA.name })
}

fn is_unknown_token(response: &Response<Bytes>) -> bool {
    response.status() == http::StatusCode::UNAUTHORIZED
        && MatrixError::from_http_response(response).is(&ErrorCode::UnknownToken)
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            exchanger: Arc::clone(&self.exchanger),
            server: Arc::clone(&self.server),
            account: Arc::clone(&self.account),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.server.base_url)
            .field("session", &self.account.session.get())
            .finish_non_exhaustive()
    }
}
