//! Which endpoints have user-interactive authentication, by their types.

use std::{any::TypeId, marker::PhantomData};

use matrix_api::{Endpoint, InteractiveRequest, endpoints::EndpointEntry};
use matrix_client_account::uiaa::UiaaResponse;

use super::{interactivity, module};

/// How an endpoint takes part in user-interactive authentication.
#[derive(Clone, Copy, Debug)]
pub struct Interactivity {
    /// The module in the account crate, such as `session::login`.
    pub module: &'static str,
    /// Whether its error type is the one with challenges.
    pub has_challenges: bool,
    /// Whether a client can send the request again with an answer to a challenge.
    pub is_interactive_request: bool,
}

impl Interactivity {
    pub(super) fn of<R: Endpoint<Error: 'static>>(is_interactive_request: bool) -> Self {
        Self {
            module: module(&EndpointEntry::without_codec::<R>()),
            has_challenges: TypeId::of::<R::Error>() == TypeId::of::<UiaaResponse>(),
            is_interactive_request,
        }
    }
}

/// Whether the error type of an endpoint is the one with challenges.
#[must_use]
pub fn has_challenges(endpoint: &EndpointEntry) -> bool {
    let module = module(endpoint);
    interactivity().iter().any(|it| it.module == module && it.has_challenges)
}

/// Says whether a type is an [`InteractiveRequest`]: its inherent method, where it exists, takes
/// precedence over the trait's.
pub(super) struct Probe<R>(pub(super) PhantomData<R>);

pub(super) trait NotInteractive {
    fn is_interactive_request(&self) -> bool {
        false
    }
}

impl<R> NotInteractive for Probe<R> {}

impl<R: InteractiveRequest> Probe<R> {
    pub(super) fn is_interactive_request(&self) -> bool {
        true
    }
}
