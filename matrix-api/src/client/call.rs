//! The client, and the stages of a call: versions, encode, exchange, refresh if necessary, decode.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

#[cfg(feature = "reqwest-no-tls")]
use super::reqwest_transport::ReqwestTransport;
use super::{
    account::Account,
    attempt::Received,
    deadline::Deadline,
    endpoints::versions,
    error::{CallError, Error},
    exchange::Outgoing,
    homeserver::Homeserver,
    response,
    settings::{Settings, add_headers},
    shared_session::Login,
    token_scheme::TokenScheme,
    transport::Transport,
};
use crate::{
    authentication::AuthenticationScheme,
    endpoint::{Endpoint, OutgoingRequest},
    matrix_error::{EndpointError as _, ErrorCode, MatrixError},
    metadata::Metadata,
    platform::MaybeSync,
    versions::SupportedVersions,
};

/// A client for one homeserver.
///
/// Clones are cheap: they share the session and what is known about the server. See the
/// [module documentation](super).
pub struct Client<
    #[cfg(feature = "reqwest-no-tls")] T = ReqwestTransport,
    #[cfg(not(feature = "reqwest-no-tls"))] T,
> {
    pub(super) homeserver: Arc<Homeserver<T>>,
    pub(super) account: Arc<Account>,
    /// `None` means those of the builder.
    pub(super) settings: Option<Arc<Settings>>,
}

/// Encodes a request for a server's versions, with the access token of a login if its scheme uses it.
type Encode<'a> =
    dyn_maybe_sync!(Fn(Option<&Login>, &SupportedVersions) -> Result<Outgoing, CallError> + 'a);

impl<T: Transport> Client<T> {
    /// Sends a request and returns its response. Sends the access token if the endpoint's scheme uses
    /// it.
    ///
    /// # Errors
    ///
    /// Fails without a response, with an error response, or if the response cannot be decoded.
    pub async fn send<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
    {
        let mut received = self.receive(request, None).await?;
        response::decode_with_stream(&mut received.response, received.stream.as_ref())
    }

    /// Sends a request, and returns its response with the status and the headers. An [`Error`] has them, too.
    ///
    /// ```no_run
    /// # #[cfg(feature = "reqwest-no-tls")]
    /// # async fn example(client: matrix_api::client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// # mod whoami { matrix_api::ruma_api! { metadata { description: "Ask who I am.", method: GET, name: "whoami",
    /// #     path: "/whoami", rate_limited: true, requires_authentication: true, }
    /// #     request {} response { pub user_id: String } } }
    /// match client.send_http(&whoami::Request::new()).await {
    ///     Ok(response) => println!("{}, at {:?}", response.body().user_id, response.headers().get("date")),
    ///     Err(error) => {
    ///         let id = error.headers().and_then(|headers| headers.get("x-request-id"));
    ///         println!("{error}; tell your administrator this request: {id:?}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub async fn send_http<R>(&self, request: &R) -> Result<Response<R::Response>, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
    {
        let Received { mut response, stream } = self.receive(request, None).await?;
        let decoded = response::decode_with_stream(&mut response, stream.as_ref())?;
        Ok(response.map(|_| decoded))
    }

    /// Sends a request with the input of its authentication scheme, and returns its response.
    ///
    /// It does not use or refresh the session of the client.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub async fn send_with<R: OutgoingRequest>(
        &self,
        request: &R,
        input: <R::Authentication as AuthenticationScheme>::Input<'_>,
    ) -> Result<R::Response, Error<R::Error>> {
        let (homeserver, settings) = (&self.homeserver, self.settings());
        let deadline = homeserver.exchanger.deadline(R::METADATA, settings);
        let supported = homeserver.versions_until(R::METADATA, &deadline).await?;
        let outgoing = homeserver.encode(request, input, &supported)?;
        let encode = || Ok(outgoing.clone());
        let mut received =
            homeserver.exchanger.exchange_streams(&encode, settings, &deadline).await?;
        response::decode_with_stream(&mut received.response, received.stream.as_ref())
    }

    /// The base URL of the homeserver.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.homeserver.base_url.as_str()
    }

    /// The versions of the specification and the unstable features that the server supports. Asks the
    /// server unless they are known. Concurrent calls share one request.
    ///
    /// # Errors
    ///
    /// Fails if the server cannot be asked. The next call asks again.
    pub async fn supported_versions(&self) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        let call = |deadline| async move { Ok(self.homeserver.versions(deadline).await) };
        self.homeserver.exchanger.call(versions::Request::METADATA, self.settings(), call).await?
    }

    /// Sets the versions and features that the server supports. With `None` the client asks again,
    /// for example because the server was updated.
    pub fn set_supported_versions(&self, supported: impl Into<Option<SupportedVersions>>) {
        self.homeserver.set_versions(supported.into());
    }

    pub(super) fn settings(&self) -> &Settings {
        self.settings.as_deref().unwrap_or(&self.homeserver.exchanger.settings)
    }

    /// Sends a request with these headers beside its own, which are kept.
    pub(super) async fn receive<R>(
        &self,
        request: &R,
        headers: Option<&HeaderMap>,
    ) -> Result<Received, CallError>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
    {
        let login = self.account.session.login().filter(|_| R::Authentication::SENDS_TOKEN);
        // Without a token that is required, the client does not even ask for versions.
        token_input::<R>(login.as_deref())?;
        let encode = |login: Option<&Login>, supported: &SupportedVersions| {
            let input = token_input::<R>(login)?;
            let mut outgoing = self.homeserver.encode(request, input, supported)?;
            if let Some(headers) = headers {
                add_headers(outgoing.request.headers_mut(), headers);
            }
            Ok(outgoing)
        };
        self.call(R::METADATA, login, &encode).await
    }

    /// The part of [`send`](Self::send) that does not depend on the type of the request.
    async fn call(
        &self,
        metadata: &'static Metadata,
        mut login: Option<Arc<Login>>,
        encode: &Encode<'_>,
    ) -> Result<Received, CallError> {
        let (homeserver, settings) = (&self.homeserver, self.settings());
        let exchanger = &homeserver.exchanger;
        let deadline = exchanger.deadline(metadata, settings);
        let supported = homeserver.versions_until(metadata, &deadline).await?;
        if let Some(old) = login.take_if(|it| it.session.has_expired() && it.can_refresh()) {
            login = Some(self.renew(metadata.name, &old, &deadline).await?);
        }
        let mut is_renewed = false;
        loop {
            let encode = || encode(login.as_deref(), &supported);
            let received = exchanger.exchange_streams(&encode, settings, &deadline).await?;
            match &login {
                Some(old)
                    if old.can_refresh()
                        && !is_renewed
                        && is_unknown_token(&received.response)
                        && encode()?.stream.is_none_or(|stream| stream.can_open()) =>
                {
                    login = Some(self.renew(metadata.name, old, &deadline).await?);
                    is_renewed = true;
                }
                _ => return Ok(received),
            }
        }
    }

    async fn renew(
        &self,
        endpoint: &'static str,
        login: &Login,
        deadline: &Deadline,
    ) -> Result<Arc<Login>, CallError> {
        let renewed = self.account.renew(&self.homeserver, endpoint, login, deadline.clone());
        // On the heap, because most calls do not refresh.
        Box::pin(self.homeserver.exchanger.until(deadline, endpoint, renewed)).await
    }
}

/// The input of a request's authentication scheme.
fn token_input<R: Endpoint<Authentication: TokenScheme>>(
    login: Option<&Login>,
) -> Result<<R::Authentication as AuthenticationScheme>::Input<'_>, CallError> {
    R::Authentication::input(login.map(|login| login.session.access_token.as_str()))
        .ok_or(CallError::MissingToken { endpoint: R::METADATA.name })
}

fn is_unknown_token(response: &Response<Bytes>) -> bool {
    response.status() == StatusCode::UNAUTHORIZED
        && MatrixError::from_http_response(response).is(&ErrorCode::UnknownToken)
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            homeserver: Arc::clone(&self.homeserver),
            account: Arc::clone(&self.account),
            settings: self.settings.clone(),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.homeserver.base_url)
            .field("session", &self.account.session.get())
            .finish_non_exhaustive()
    }
}
