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
    settings::Settings,
    shared_session::Login,
    token_scheme::TokenScheme,
    transport::Transport,
};
use crate::{
    authentication::AuthenticationScheme,
    body::Body,
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
        let received = self.receive(request, &HeaderMap::new()).await?;
        response::decode_with_stream(&received.response, received.stream.as_ref())
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
        let Received { response, stream } = self.receive(request, &HeaderMap::new()).await?;
        let decoded = response::decode_with_stream(&response, stream.as_ref())?;
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
        let call = homeserver.exchanger.call(R::METADATA, settings, |deadline| async move {
            let supported = homeserver.versions_for(R::METADATA, deadline.clone()).await?;
            let outgoing = homeserver.encode(request, input, &supported)?;
            homeserver.exchanger.exchange_streams(outgoing, settings, deadline).await
        });
        let received = call.await?;
        response::decode_with_stream(&received.response, received.stream.as_ref())
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
        headers: &HeaderMap,
    ) -> Result<Received, CallError>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
    {
        let login = self.account.session.login().filter(|_| R::Authentication::SENDS_TOKEN);
        // Without a token that is required, the client does not even ask for versions.
        token_input::<R>(login.as_ref())?;
        let encode = |login: Option<&Login>, supported: &SupportedVersions| {
            let mut outgoing =
                self.homeserver.encode(request, token_input::<R>(login)?, supported)?;
            for (name, value) in headers {
                outgoing.request.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
            Ok(outgoing)
        };
        self.call(R::METADATA, login, &encode).await
    }

    /// The part of [`send`](Self::send) that does not depend on the type of the request.
    async fn call(
        &self,
        metadata: &'static Metadata,
        login: Option<Login>,
        encode: &Encode<'_>,
    ) -> Result<Received, CallError> {
        let call = |deadline| self.call_until(metadata, login, encode, deadline);
        self.homeserver.exchanger.call(metadata, self.settings(), call).await
    }

    async fn call_until(
        &self,
        metadata: &'static Metadata,
        mut login: Option<Login>,
        encode: &Encode<'_>,
        deadline: Deadline,
    ) -> Result<Received, CallError> {
        let Self { homeserver, account, .. } = self;
        let settings = self.settings();
        let supported = homeserver.versions_for(metadata, deadline.clone()).await?;
        if let Some(old) = login.take_if(|it| it.session.has_expired() && it.can_refresh()) {
            login = Some(account.renew(homeserver, metadata.name, &old, deadline.clone()).await?);
        }
        let outgoing = encode(login.as_ref(), &supported)?;
        let stream = outgoing.stream.clone();
        let received =
            homeserver.exchanger.exchange_streams(outgoing, settings, deadline.clone()).await?;
        match login {
            Some(login)
                if login.can_refresh()
                    && is_unknown_token(&received.response)
                    && stream.as_ref().is_none_or(Body::can_open) =>
            {
                let login =
                    account.renew(homeserver, metadata.name, &login, deadline.clone()).await?;
                let outgoing = encode(Some(&login), &supported)?;
                homeserver.exchanger.exchange_streams(outgoing, settings, deadline).await
            }
            _ => Ok(received),
        }
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
