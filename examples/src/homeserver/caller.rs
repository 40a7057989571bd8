//! Authentication of requests by their tokens.

use std::time::SystemTime;

use bytes::Bytes;
use http::Request;
use matrix_api::{
    MatrixError,
    authentication::{AccessToken, AppserviceIdentity, AppserviceTokenOptional, BearerToken},
    server::Authenticate,
};

use super::{
    app::App,
    store::{Session, TokenState},
    tokens::TokenHash,
};

impl Authenticate<AccessToken> for App {
    type Identity = Session;

    async fn authenticate(
        &self,
        token: BearerToken,
        _: &Request<Bytes>,
    ) -> Result<Session, MatrixError> {
        let token = TokenHash::of(token.as_str());
        match self.store.session(token, SystemTime::now()).await? {
            TokenState::Valid(session) => Ok(session),
            TokenState::Expired => Err(MatrixError::expired_token()),
            TokenState::Unknown => Err(MatrixError::unknown_token()),
        }
    }
}

/// This server has no application services. The handlers reject requests of application services, and
/// tokens of other clients are ignored.
impl Authenticate<AppserviceTokenOptional> for App {
    type Identity = ();

    async fn authenticate(
        &self,
        _: Option<AppserviceIdentity>,
        _: &Request<Bytes>,
    ) -> Result<(), MatrixError> {
        Ok(())
    }
}
