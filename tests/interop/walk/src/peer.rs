//! A homeserver, called by this project's client; every call is recorded.

use std::{fmt, future::ready};

use matrix_api::{
    Endpoint, InteractiveRequest, MatrixError, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
    authentication::AuthenticationScheme,
    client::{BuildError, Client, ClientBuilder, Error, RetryPolicy, Session, TokenScheme},
};
use matrix_client_account::uiaa::{AuthData, UiaaInfo};

use crate::{
    check::{self, Outcome, Refusal},
    recorder::Recorder,
    walk::{Deviation, Walk},
};

/// The credentials for an endpoint.
pub(crate) type Credentials<'a, R> =
    <<R as Endpoint>::Authentication as AuthenticationScheme>::Input<'a>;

/// A request that a session can send.
pub(crate) trait Callable:
    OutgoingRequest<
        Authentication: TokenScheme,
        Error: Refusal,
        Response: OutgoingResponse + fmt::Debug,
    > + Sync
{
}

impl<R> Callable for R where
    R: OutgoingRequest<
            Authentication: TokenScheme,
            Error: Refusal,
            Response: OutgoingResponse + fmt::Debug,
        > + Sync
{
}

/// A request with user-interactive authentication.
pub(crate) trait Interactive:
    Callable + InteractiveRequest<Challenge = UiaaInfo, Answer = AuthData>
{
}

impl<R> Interactive for R where
    R: Callable + InteractiveRequest<Challenge = UiaaInfo, Answer = AuthData>
{
}

/// A homeserver and a session on it.
#[derive(Clone)]
pub(crate) struct Peer<'w> {
    pub(crate) walk: &'w Walk,
    recorder: Recorder,
    pub(crate) client: Client<Recorder>,
}

impl<'w> Peer<'w> {
    /// Without a session and without retries, so that each response is recorded.
    pub(crate) fn new(walk: &'w Walk, url: &str) -> Outcome<Self> {
        Self::build(walk, |builder| builder.retry_policy(RetryPolicy::none()).build(url))
    }

    /// Without a session; waits for rate limits.
    pub(crate) fn patient(walk: &'w Walk, url: &str) -> Outcome<Self> {
        Self::build(walk, |builder| builder.build(url))
    }

    fn build(
        walk: &'w Walk,
        build: impl FnOnce(ClientBuilder<Recorder>) -> Result<Client<Recorder>, BuildError>,
    ) -> Outcome<Self> {
        let recorder = Recorder::new()?;
        let client = build(ClientBuilder::new(recorder.clone()))?;
        Ok(Self { walk, recorder, client })
    }

    pub(crate) fn with_session(&self, session: Session) -> Self {
        Self { client: self.client.with_session(session), ..self.clone() }
    }

    /// With a token of any user, since only the token is sent.
    pub(crate) fn with_token(&self, access_token: &str) -> Self {
        let user_id = "@somebody:example.org".parse().ok();
        let session = user_id.map(|user_id| Session::new(user_id, None, access_token));
        Self { client: self.client.with_session(session), ..self.clone() }
    }

    /// Treats the server as one with only these versions.
    pub(crate) fn with_versions(&self, versions: SupportedVersions) -> Outcome<Self> {
        Self::build(self.walk, |builder| {
            builder
                .retry_policy(RetryPolicy::none())
                .supported_versions(versions)
                .session(self.client.session())
                .build(self.client.base_url())
        })
    }

    /// Sends a request with the access token of the session.
    pub(crate) async fn call<R: Callable>(
        &self,
        request: &R,
    ) -> Result<R::Response, Error<R::Error>> {
        let answer = self.client.send(request).await;
        self.note::<R>(&answer);
        answer
    }

    /// Sends a request with credentials of another kind.
    pub(crate) async fn call_with<R: Callable>(
        &self,
        request: &R,
        credentials: Credentials<'_, R>,
    ) -> Result<R::Response, Error<R::Error>> {
        let answer = self.client.send_with(request, credentials).await;
        self.note::<R>(&answer);
        answer
    }

    /// Sends a request through all stages of user-interactive authentication.
    pub(crate) async fn call_interactively<R: Interactive>(
        &self,
        request: &R,
        mut prove: impl FnMut(&UiaaInfo) -> Option<AuthData>,
    ) -> Result<R::Response, Error<R::Error>> {
        let prove = |info| ready(prove(&info));
        let answer = self.client.send_interactive(request, prove).await;
        self.note::<R>(&answer);
        answer
    }

    fn note<R: Callable>(&self, answer: &Result<R::Response, Error<R::Error>>) {
        let endpoint = R::METADATA.name;
        match answer {
            Ok(answer) => {
                self.walk.note_success(endpoint, self.recorder.lost_members(answer));
            }
            Err(error) => {
                if let Some(refusal) = error.as_endpoint().and_then(Refusal::matrix_error) {
                    self.walk.note_refusal(endpoint, check::code(refusal));
                }
            }
        }
    }

    /// Sends a request that must fail with this status and code.
    pub(crate) async fn refused<R: Callable>(
        &self,
        request: &R,
        code: &str,
    ) -> Outcome<MatrixError> {
        check::is_refusal(self.call(request).await, code)
    }

    /// Sends a request that must fail with this status and code, which deviate from the specification.
    pub(crate) async fn deviates<R: Callable>(
        &self,
        request: &R,
        when: &'static str,
        synapse: &'static str,
        specification: &'static str,
    ) -> Outcome<MatrixError> {
        let refusal = self.refused(request, synapse).await?;
        self.deviation::<R>(when, synapse, specification);
        Ok(refusal)
    }

    /// Records a deviation from the specification.
    pub(crate) fn deviation<R: Endpoint>(
        &self,
        when: &'static str,
        synapse: &'static str,
        specification: &'static str,
    ) {
        let endpoint = R::METADATA.name;
        self.walk.note_deviation(Deviation { endpoint, when, synapse, specification });
    }

    /// Sends a request that must be challenged.
    pub(crate) async fn challenged<R: Interactive>(&self, request: &R) -> Outcome<UiaaInfo> {
        match self.call(request).await.map_err(Error::into_endpoint) {
            Err(Ok(error)) => match R::challenge(&error) {
                Some(info) => Ok(info.clone()),
                None => Err(format!("expected a demand for authentication, got {error:?}").into()),
            },
            Err(Err(error)) => Err(error.into()),
            Ok(answer) => {
                Err(format!("expected a demand for authentication, got {answer:?}").into())
            }
        }
    }
}
