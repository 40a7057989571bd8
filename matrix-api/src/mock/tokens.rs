//! Credentials: what a server refuses.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::Request;

use super::reply::Reply;
use crate::{
    authentication::{AccessTokenOptional, AuthenticationScheme, NoAccessToken, NoAuthentication},
    endpoint::{Endpoint, IncomingRequest},
    matrix_error::{EndpointError, MatrixError, Refusal, RefusalKind},
};

/// The access tokens that a mock accepts.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    /// `None` accepts every token that has not expired.
    accepted: Option<BTreeSet<String>>,
    expired: BTreeSet<String>,
}

impl Tokens {
    pub(super) fn accept(&mut self, token: String) {
        self.expired.remove(&token);
        self.accepted.get_or_insert_default().insert(token);
    }

    pub(super) fn revoke(&mut self, token: &str) {
        self.expired.remove(token);
        self.accepted.get_or_insert_default().remove(token);
    }

    pub(super) fn expire(&mut self, token: String) {
        self.expired.insert(token);
    }

    /// Refuses a request without the credentials that its endpoint asks for.
    pub(super) fn refuse<R: IncomingRequest>(&self, request: &Request<Bytes>) -> Option<Reply<R>> {
        let error = self.check::<R>(request).err()?;
        let refusal = Refusal::new(RefusalKind::Unauthenticated, error);
        let response = match R::Error::from_refusal(&refusal) {
            Some(error) => error.try_into_http_response(),
            None => refusal.matrix_error().try_into_http_response(),
        };
        Some(match response {
            Ok(response) => Reply::http(response),
            Err(error) => Reply::invalid(format!("the refusal cannot be encoded: {error}")),
        })
    }

    fn check<R: Endpoint>(&self, request: &Request<Bytes>) -> Result<(), MatrixError> {
        R::Authentication::extract(request)?;
        if [NoAuthentication::NAME, NoAccessToken::NAME].contains(&R::Authentication::NAME) {
            return Ok(());
        }
        // Credentials of another form are those of a scheme of its own, which has read them.
        let Ok(Some(token)) = AccessTokenOptional::extract(request) else { return Ok(()) };
        if self.expired.contains(token.as_str()) {
            return Err(MatrixError::expired_token());
        }
        match &self.accepted {
            Some(accepted) if !accepted.contains(token.as_str()) => {
                Err(MatrixError::unknown_token())
            }
            _ => Ok(()),
        }
    }
}
