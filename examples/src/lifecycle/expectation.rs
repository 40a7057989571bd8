//! Calls with their expected outcomes.

use std::{fmt::Debug, future::ready, io};

use matrix_api::{
    ErrorCode, InteractiveRequest, OutgoingRequest,
    client::{Error, TokenScheme},
};
use matrix_client_account::uiaa::{AuthData, UiaaInfo};

use super::{Lifecycle, LifecycleError};
use crate::client::Client;

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    /// Prints the result of a call, and returns it.
    pub(super) fn print_result<T: Debug, E: Debug>(
        &self,
        result: Result<T, Error<E>>,
    ) -> io::Result<Result<T, Error<E>>> {
        match &result {
            Ok(response) => self.console().typed(response)?,
            Err(Error::Endpoint { error, .. }) => self.console().typed(error)?,
            Err(error) => self.console().typed(error)?,
        }
        Ok(result)
    }

    /// Makes a call that must succeed.
    pub(super) async fn expect_success<R>(
        &self,
        client: &Client<W>,
        request: &R,
        expected: &'static str,
    ) -> Result<R::Response, LifecycleError>
    where
        R: OutgoingRequest<Response: Debug, Authentication: TokenScheme> + Sync,
    {
        let result = self.print_result(client.send(request).await)?;
        result.map_err(|error| LifecycleError::unexpected(expected, error))
    }

    /// Makes a call that must fail with this error code.
    pub(super) async fn expect_error<R>(
        &self,
        client: &Client<W>,
        request: &R,
        code: &ErrorCode,
    ) -> Result<(), LifecycleError>
    where
        R: OutgoingRequest<Response: Debug, Authentication: TokenScheme> + Sync,
    {
        match self.print_result(client.send(request).await)? {
            Ok(_) => Err(LifecycleError::Succeeded { expected: code.to_string() }),
            Err(error) if error.is(code) => Ok(()),
            Err(error) => Err(LifecycleError::unexpected(code.as_str(), error)),
        }
    }

    /// Makes a call that requires authentication: `challenge` describes the first response, and
    /// `repeat` the step that repeats the request with `auth`.
    pub(super) async fn authenticate<R>(
        &self,
        client: &Client<W>,
        request: &R,
        auth: AuthData,
        [challenge, repeat]: [&str; 2],
    ) -> Result<R::Response, LifecycleError>
    where
        R: InteractiveRequest<Challenge = UiaaInfo, Answer = AuthData>
            + OutgoingRequest<Response: Debug, Authentication: TokenScheme>
            + Sync,
    {
        let mut auth = Some(auth);
        let result = client.send_interactive(request, |info| {
            // `None` gives up: the program tries its data once.
            let answer = auth.take().filter(|auth| {
                let is_ours = |stage: &_| Some(stage) == auth.stage().as_ref();
                info.remaining_stages(is_ours).is_some()
                    && self.print_challenge(&info, challenge, repeat).is_ok()
            });
            ready(answer)
        });
        let result = self.print_result(result.await)?;
        result.map_err(|error| LifecycleError::unexpected("a successful authentication", error))
    }

    fn print_challenge(&self, info: &UiaaInfo, challenge: &str, repeat: &str) -> io::Result<()> {
        let mut console = self.console();
        console.typed(info)?;
        console.success(challenge)?;
        console.step(repeat)
    }
}
