//! Requests that a server answers with a challenge until the user has proven who they are.

use crate::Endpoint;

/// A request that a server answers with a challenge, an error of its own kind, until the user has
/// proven who they are.
///
/// A crate of endpoints implements it for those that have it; `send_interactive` of a client (feature
/// `http-client`) then goes from challenge to challenge.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no interactive authentication",
    label = "not answered with challenges",
    note = "send it with `send`"
)]
pub trait InteractiveRequest: Endpoint {
    /// What the server asks for.
    type Challenge: Clone;
    /// What answers a challenge.
    type Answer;

    /// The challenge, if an error is one.
    fn challenge(error: &Self::Error) -> Option<&Self::Challenge>;

    /// The same request with the answer to a challenge in it.
    #[must_use]
    fn with_answer(&self, challenge: &Self::Challenge, answer: Self::Answer) -> Self;
}
