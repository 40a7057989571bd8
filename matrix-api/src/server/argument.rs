//! The arguments of a handler before its request.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::request::Parts;

/// A handler argument: the identity of the caller, as the application's
/// [`Authenticate`](super::Authenticate) returned it.
///
/// `I` must be the [`Identity`](super::Authenticate::Identity) for the endpoint's scheme.
#[derive(Clone, Copy, Debug)]
pub struct Caller<I>(pub I);

/// An argument of a handler before the request: an axum extractor that does not read the body, such as
/// `State`, `Extension` or `ConnectInfo`; or [`Caller`].
///
/// `S` is the state, `I` is the identity of the caller, and `Via` is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    label = "neither an extractor nor `Caller<{I}>`",
    note = "before the request, use types that implement axum's `FromRequestParts<{S}>`, or \
            `Caller<{I}>`"
)]
pub trait HandlerArgument<S, I, Via>: Sized {
    /// Whether the argument is extracted from the request, and not from the caller.
    const USES_PARTS: bool;

    /// The argument, if it is the caller.
    fn from_caller(caller: &I) -> Option<Self>;

    /// Extracts the argument.
    ///
    /// # Errors
    ///
    /// Returns the extractor's rejection. If it is plain text, the server sends it as an error of the endpoint.
    fn extract(
        parts: &mut Parts,
        state: &S,
        caller: &I,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

/// Extracted by axum's `FromRequestParts`.
#[derive(Debug)]
pub enum ViaParts {}

/// Taken from the result of authentication.
#[derive(Debug)]
pub enum ViaCaller {}

#[diagnostic::do_not_recommend]
impl<T: FromRequestParts<S>, S: Sync, I: Sync> HandlerArgument<S, I, ViaParts> for T {
    const USES_PARTS: bool = true;

    fn from_caller(_: &I) -> Option<Self> {
        None
    }

    async fn extract(parts: &mut Parts, state: &S, _: &I) -> Result<Self, Response> {
        T::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)
    }
}

impl<S: Sync, I: Clone + Send + Sync> HandlerArgument<S, I, ViaCaller> for Caller<I> {
    const USES_PARTS: bool = false;

    fn from_caller(caller: &I) -> Option<Self> {
        Some(Self(caller.clone()))
    }

    async fn extract(_: &mut Parts, _: &S, caller: &I) -> Result<Self, Response> {
        Ok(Self(caller.clone()))
    }
}

/// The [arguments](HandlerArgument) of a handler before the request: a tuple of up to eight.
pub trait HandlerArguments<S, I, Via>: Sized {
    /// The arguments, if all of them are the caller.
    fn from_caller(caller: &I) -> Option<Self>;

    /// Extracts the arguments in order.
    ///
    /// # Errors
    ///
    /// Returns the rejection of the first argument that fails.
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
            fn from_caller(caller: &I) -> Option<Self> {
                if const { false $(|| $argument::USES_PARTS)* } {
                    return None;
                }
                Some(($($argument::from_caller(caller)?,)*))
            }

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
