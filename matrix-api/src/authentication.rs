//! How a request says on whose behalf it is sent.

use bytes::Bytes;
use http::Request;

/// How a request says on whose behalf it is sent: what a client must supply, and what a server is
/// given.
///
/// A crate of endpoints may add schemes of its own. They are given the whole request, so that a
/// scheme may sign its method, URI and body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no authentication scheme",
    label = "not an authentication scheme",
    note = "use a type of `matrix_api::authentication`, or implement `AuthenticationScheme` for it"
)]
pub trait AuthenticationScheme {
    /// The scheme's name, for documentation and [`Metadata`](crate::Metadata).
    const NAME: &'static str;
    /// What a client must supply.
    type Input<'a>;
    /// What a server is given.
    type Output;

    /// Writes the credentials into a request that is complete but for them.
    ///
    /// # Errors
    ///
    /// When the credentials cannot be written into an HTTP message.
    fn add_to_request(
        request: &mut Request<Bytes>,
        input: Self::Input<'_>,
    ) -> Result<(), AuthenticationError>;

    /// Reads the credentials of a request. Whether they are valid is for the server to judge.
    ///
    /// # Errors
    ///
    /// When the request has none, or not as the scheme demands.
    fn extract(request: &Request<Bytes>) -> Result<Self::Output, AuthenticationError>;
}

/// Credentials are missing or malformed.
///
/// No message holds any part of a credential.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The request has no access token.
    #[error("the request has no access token: send it as `Authorization: Bearer <token>`")]
    MissingToken,
}

/// Requests are anonymous.
#[derive(Clone, Copy, Debug)]
pub enum NoAuthentication {}

impl AuthenticationScheme for NoAuthentication {
    const NAME: &'static str = "NoAuthentication";
    type Input<'a> = ();
    type Output = ();

    fn add_to_request(_: &mut Request<Bytes>, (): ()) -> Result<(), AuthenticationError> {
        Ok(())
    }

    fn extract(_: &Request<Bytes>) -> Result<(), AuthenticationError> {
        Ok(())
    }
}
