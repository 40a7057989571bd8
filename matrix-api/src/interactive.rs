//! Requests with user-interactive authentication.

use crate::endpoint::Endpoint;

/// A request with user-interactive authentication: the server responds with a challenge until the user
/// has proven their identity.
///
/// An endpoint crate implements it for the requests of such endpoints. `Client::send_interactive` (feature
/// `http-client`) then answers one challenge after the other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support user-interactive authentication",
    label = "does not implement `InteractiveRequest`",
    note = "send it with `send`"
)]
pub trait InteractiveRequest: Endpoint {
    /// What the server asks for.
    type Challenge: Clone;
    /// The answer to a challenge.
    type Answer;

    /// Returns the challenge if the error is one.
    fn challenge(error: &Self::Error) -> Option<&Self::Challenge>;

    /// Returns the same request with the answer to a challenge.
    #[must_use]
    fn with_answer(&self, challenge: &Self::Challenge, answer: Self::Answer) -> Self;
}
