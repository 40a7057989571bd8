//! What a handler is given ahead of its request.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse as _, Response},
};
use http::request::Parts;

use super::answer::refusal_of_an_extractor;

/// The one who calls, as the application's [`Authenticate`](super::Authenticate) has made them out.
///
/// It stands among the arguments of a handler. Its type is the
/// [`Identity`](super::Authenticate::Identity) for the endpoint's scheme, which the compiler checks.
#[derive(Clone, Copy, Debug)]
pub struct Caller<I>(pub I);

/// An argument of a handler, ahead of the request: an axum extractor that leaves the body alone,
/// such as `State`, `Extension` or `ConnectInfo`; or the [`Caller`].
///
/// `S` is the state, `I` the caller's identity; `Via` is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    label = "neither an extractor nor the caller",
    note = "ahead of the request stand types that implement axum's `FromRequestParts<{S}>`, and \
            `Caller<{I}>`"
)]
pub trait HandlerArgument<S, I, Via>: Sized {
    /// Makes the argument.
    ///
    /// # Errors
    ///
    /// With the answer to the client.
    fn extract(
        parts: &mut Parts,
        state: &S,
        caller: &I,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

/// By axum's `FromRequestParts`.
#[derive(Debug)]
pub enum ViaParts {}

/// By the endpoint's authentication scheme.
#[derive(Debug)]
pub enum ViaCaller {}

#[diagnostic::do_not_recommend]
impl<T: FromRequestParts<S>, S: Sync, I: Sync> HandlerArgument<S, I, ViaParts> for T {
    async fn extract(parts: &mut Parts, state: &S, _: &I) -> Result<Self, Response> {
        let refusal = match T::from_request_parts(parts, state).await {
            Ok(argument) => return Ok(argument),
            Err(rejection) => rejection.into_response(),
        };
        Err(refusal_of_an_extractor(refusal).await)
    }
}

impl<S: Sync, I: Clone + Send + Sync> HandlerArgument<S, I, ViaCaller> for Caller<I> {
    async fn extract(_: &mut Parts, _: &S, caller: &I) -> Result<Self, Response> {
        Ok(Self(caller.clone()))
    }
}

/// Every [argument](HandlerArgument) of a handler, ahead of the request: a tuple of up to eight.
pub trait HandlerArguments<S, I, Via>: Sized {
    /// Makes the arguments, one after the other.
    ///
    /// # Errors
    ///
    /// With the answer to the client, of the first that cannot be made.
    fn extract(
        parts: &mut Parts,
        state: &S,
        caller: &I,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

macro_rules! tuples {
    ($(($($argument:ident $via:ident),*))*) => {$(
        impl<S, I, $($argument, $via,)*> HandlerArguments<S, I, ($($via,)*)> for ($($argument,)*)
        where
            S: Sync,
            I: Sync,
            $($argument: HandlerArgument<S, I, $via> + Send,)*
        {
            #[allow(unused_variables)]
            async fn extract(parts: &mut Parts, state: &S, caller: &I) -> Result<Self, Response> {
                Ok(($($argument::extract(parts, state, caller).await?,)*))
            }
        }
    )*};
}

tuples! {
    ()
    (A1 V1)
    (A1 V1, A2 V2)
    (A1 V1, A2 V2, A3 V3)
    (A1 V1, A2 V2, A3 V3, A4 V4)
    (A1 V1, A2 V2, A3 V3, A4 V4, A5 V5)
    (A1 V1, A2 V2, A3 V3, A4 V4, A5 V5, A6 V6)
    (A1 V1, A2 V2, A3 V3, A4 V4, A5 V5, A6 V6, A7 V7)
    (A1 V1, A2 V2, A3 V3, A4 V4, A5 V5, A6 V6, A7 V7, A8 V8)
}
