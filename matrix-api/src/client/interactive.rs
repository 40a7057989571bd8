//! Requests that are answered with challenges.

use super::{Client, Error, TokenScheme, Transport};
use crate::{InteractiveRequest, OutgoingRequest};

/// How many challenges of one request are answered: more than any flow has stages.
const MAX_ROUNDS: usize = 32;

impl<T: Transport> Client<T> {
    /// Sends a request, and again with the answer to each challenge of the server, until it
    /// succeeds or fails.
    ///
    /// `answer` is given what the server asks for, which also says why the last answer was not
    /// good enough. It returns what to send for one stage, to which the session of the challenge is
    /// added, or `None` to give up: the challenge is then the error that is returned. So it is after
    /// 32 challenges.
    ///
    /// It is a closure that returns a future, `|challenge| async { .. }`, so that it may ask a
    /// person; where it need not wait, [`ready`](std::future::ready) makes one. Each answer is a
    /// call of its own, with its own retries and deadline: how long a person takes does not count.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    // No `AsyncFnMut`: the future would not be `Send` with a closure that captures.
    pub async fn send_interactive<R, F>(
        &self,
        request: &R,
        mut answer: impl FnMut(R::Challenge) -> F,
    ) -> Result<R::Response, Error<R::Error>>
    where
        R: InteractiveRequest + OutgoingRequest<Authentication: TokenScheme> + Sync,
        F: Future<Output = Option<R::Answer>>,
    {
        let mut outcome = self.send(request).await;
        for _ in 0..MAX_ROUNDS {
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
