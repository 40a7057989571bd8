//! Handlers of endpoints.

use crate::endpoint::Endpoint;

/// An async function that handles the requests of an endpoint.
///
/// Its last argument is the endpoint's `Request`. Before it, there can be up to eight
/// [extractors](super::HandlerArgument). It returns a [`Result`](HandlerOutput).
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response { pub text: String } } }
/// use matrix_api::{MatrixError, server::Api};
///
/// async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> {
///     Ok(greet::Response::new("hello".to_owned()))
/// }
///
/// let router = Api::new().endpoint(greet).into_router(())?;
/// # Ok::<(), matrix_api::server::ApiError>(())
/// ```
///
/// `Arguments` is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler of an endpoint",
    label = "not an async function with the request of an endpoint",
    note = "write an `async fn` whose last argument is the `Request` of a `ruma_api!` module",
    note = "up to eight arguments may come before it: axum extractors and `Caller`"
)]
pub trait Handler<Arguments>: Send + Sync + 'static {
    /// The arguments before the request, as a tuple.
    type Arguments;
    /// The type of the request.
    type Request;
    /// The future that the function returns.
    type Future: Future;

    /// Calls the function.
    fn call(&self, arguments: Self::Arguments, request: Self::Request) -> Self::Future;
}

macro_rules! functions {
    ($(($($argument:ident),*))*) => {$(
        impl<F, Output, R, $($argument,)*> Handler<($($argument,)* R,)> for F
        where
            F: Fn($($argument,)* R) -> Output + Send + Sync + 'static,
            Output: Future,
        {
            type Arguments = ($($argument,)*);
            type Request = R;
            type Future = Output;

            #[allow(non_snake_case)]
            fn call(&self, ($($argument,)*): Self::Arguments, request: R) -> Output {
                self($($argument,)* request)
            }
        }
    )*};
}

functions! {
    ()
    (A1)
    (A1, A2)
    (A1, A2, A3)
    (A1, A2, A3, A4)
    (A1, A2, A3, A4, A5)
    (A1, A2, A3, A4, A5, A6)
    (A1, A2, A3, A4, A5, A6, A7)
    (A1, A2, A3, A4, A5, A6, A7, A8)
}

/// The output of a handler: a `Result` with the endpoint's response, and an error that converts into the
/// endpoint's error.
///
/// The error of most endpoints is [`MatrixError`](crate::MatrixError). To return your own error,
/// implement `From` for it.
#[diagnostic::on_unimplemented(
    message = "a handler of this endpoint cannot return `{Self}`",
    label = "not a `Result` with the endpoint's response",
    note = "return `Result<Response, E>` with the `Response` from the module of the request; `E` is the endpoint's error, \
            `MatrixError` unless the block has `error: ..`, or converts into it"
)]
pub trait HandlerOutput<R: Endpoint> {
    /// Converts into the endpoint's types.
    ///
    /// # Errors
    ///
    /// Returns the handler's error as the endpoint's error.
    fn into_result(self) -> Result<R::Response, R::Error>;
}

impl<R: Endpoint<Response = T>, T, E: Into<R::Error>> HandlerOutput<R> for Result<T, E> {
    fn into_result(self) -> Result<T, R::Error> {
        self.map_err(Into::into)
    }
}
