//! User-interactive authentication.

use super::{call::Client, error::Error, token_scheme::TokenScheme, transport::Transport};
use crate::{endpoint::OutgoingRequest, interactive::InteractiveRequest, platform::MaybeSync};

/// More challenges than any flow has stages.
const MAX_CHALLENGES: usize = 32;

impl<T: Transport> Client<T> {
    /// Sends a request, and sends it again with the answer to each challenge until it succeeds or
    /// fails.
    ///
    /// `answer` gets the challenge, which also says why the last answer was rejected. It returns the
    /// authentication data for one stage, to which the session of the challenge is added, or `None` to
    /// give up. The error is then the challenge, as it is after 32 challenges.
    ///
    /// `answer` is a closure that returns a future, `|challenge| async { .. }`, so that it can ask the
    /// user. If it does not wait, use [`ready`](std::future::ready). Each request is a separate call
    /// with its own retries and deadline: the time that the user takes does not count.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    // With `AsyncFnMut`, the future of a closure that captures would not be `Send`.
    pub async fn send_interactive<R, F>(
        &self,
        request: &R,
        mut answer: impl FnMut(R::Challenge) -> F,
    ) -> Result<R::Response, Error<R::Error>>
    where
        R: InteractiveRequest + OutgoingRequest<Authentication: TokenScheme> + MaybeSync,
        F: Future<Output = Option<R::Answer>>,
    {
        let mut outcome = self.send(request).await;
        for _ in 0..MAX_CHALLENGES {
            let Some(challenge) = challenge::<R>(&outcome) else { break };
            let Some(answer) = answer(challenge.clone()).await else { break };
            outcome = self.send(&request.with_answer(challenge, answer)).await;
        }
        outcome
    }
}

fn challenge<R: InteractiveRequest>(
    outcome: &Result<R::Response, Error<R::Error>>,
) -> Option<&R::Challenge> {
    outcome.as_ref().err().and_then(Error::as_endpoint).and_then(R::challenge)
}
