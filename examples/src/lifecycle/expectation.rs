//! Calls, and what the answer of each has to be.

use std::{fmt::Debug, future::ready, io};

use matrix_api::{
    ErrorCode, InteractiveRequest, OutgoingRequest,
    client::{Error, TokenScheme},
};
use matrix_client_account::uiaa::{AuthData, UiaaInfo};

use super::{Lifecycle, LifecycleError};
use crate::client::Client;

impl<W: io::Write + Send> Lifecycle<W> {
    /// Shows what a call came to as a value, and passes it on.
    pub(super) fn show<T: Debug, E: Debug>(
        &self,
        answer: Result<T, Error<E>>,
    ) -> io::Result<Result<T, Error<E>>> {
        match &answer {
            Ok(response) => self.console().typed(response)?,
            Err(Error::Endpoint { error, .. }) => self.console().typed(error)?,
            Err(error) => self.console().typed(error)?,
        }
        Ok(answer)
    }

    /// The call succeeds.
    pub(super) async fn succeed<R>(
        &self,
        client: &Client<W>,
        request: &R,
        expected: &'static str,
    ) -> Result<R::Response, LifecycleError>
    where
        R: OutgoingRequest<Response: Debug, Authentication: TokenScheme> + Sync,
    {
        let answer = self.show(client.send(request).await)?;
        answer.map_err(|error| LifecycleError::unexpected(expected, error))
    }

    /// The call is refused with this code.
    pub(super) async fn be_refused<R>(
        &self,
        client: &Client<W>,
        request: &R,
        code: &ErrorCode,
    ) -> Result<(), LifecycleError>
    where
        R: OutgoingRequest<Response: Debug, Authentication: TokenScheme> + Sync,
    {
        match self.show(client.send(request).await)? {
            Ok(_) => Err(LifecycleError::Succeeded { expected: code.to_string() }),
            Err(error) if error.is(code) => Ok(()),
            Err(error) => Err(LifecycleError::unexpected(code.as_str(), error)),
        }
    }

    /// The server asks for proof, which `asked` says, and takes this one, in the step `again`.
    pub(super) async fn prove<R>(
        &self,
        client: &Client<W>,
        request: &R,
        proof: AuthData,
        [asked, again]: [&str; 2],
    ) -> Result<R::Response, LifecycleError>
    where
        R: InteractiveRequest<Challenge = UiaaInfo, Answer = AuthData>
            + OutgoingRequest<Response: Debug, Authentication: TokenScheme>
            + Sync,
    {
        let mut proof = Some(proof);
        let answer = client.send_interactive(request, |challenge| {
            // Asked once more, there is nothing better to say.
            let answer = proof.take().filter(|proof| {
                let asks_for_it = |stage: &_| Some(stage) == proof.stage().as_ref();
                challenge.remaining_stages(asks_for_it).is_some()
                    && self.show_challenge(&challenge, asked, again).is_ok()
            });
            ready(answer)
        });
        let answer = self.show(answer.await)?;
        answer.map_err(|error| LifecycleError::unexpected("that the proof is enough", error))
    }

    fn show_challenge(&self, challenge: &UiaaInfo, asked: &str, again: &str) -> io::Result<()> {
        let mut console = self.console();
        console.typed(challenge)?;
        console.success(asked)?;
        console.step(again)
    }
}
