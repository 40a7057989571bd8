//! What answers an endpoint's requests.

use crate::Endpoint;

/// An asynchronous function that answers the requests of an endpoint.
///
/// Its last argument is the endpoint's `Request`; ahead of that stand up to eight
/// [arguments](super::HandlerArgument) of other kinds. It returns [a result](HandlerOutput).
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
    message = "`{Self}` is no handler of an endpoint",
    label = "not an asynchronous function over the request of an endpoint",
    note = "a handler is an `async fn` whose last argument is the `Request` of a module that has a \
            `ruma_api!` block",
    note = "up to eight arguments may stand ahead of it: axum's extractors and the `Caller`"
)]
pub trait Handler<Arguments>: Send + Sync + 'static {
    /// What stands ahead of the request, a tuple.
    type Arguments;
    /// The request.
    type Request;
    /// What the function returns.
    type Future: Future;

    /// Calls the function.
    fn call(&self, arguments: Self::Arguments, request: Self::Request) -> Self::Future;
}

macro_rules! functions {
    ($(($($argument:ident),*))*) => {$(
        impl<F, Answer, R, $($argument,)*> Handler<($($argument,)* R,)> for F
        where
            F: Fn($($argument,)* R) -> Answer + Send + Sync + 'static,
            Answer: Future,
        {
            type Arguments = ($($argument,)*);
            type Request = R;
            type Future = Answer;

            #[allow(non_snake_case)]
            fn call(&self, ($($argument,)*): Self::Arguments, request: R) -> Answer {
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

/// What a handler returns: a `Result` of the endpoint's response, or of what the endpoint's error can
/// be made of.
///
/// The error of most endpoints is [`MatrixError`](crate::MatrixError). An application's own error is
/// as good if there is a `From` to that one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be what a handler of this endpoint returns",
    label = "not a `Result` of the endpoint's response",
    note = "return `Result<Response, MatrixError>`, with the `Response` of the module that the \
            request is from"
)]
pub trait HandlerOutput<R: Endpoint> {
    /// The endpoint's own types.
    ///
    /// # Errors
    ///
    /// That of the handler, as the endpoint's.
    fn into_result(self) -> Result<R::Response, R::Error>;
}

impl<R: Endpoint<Response = T>, T, E: Into<R::Error>> HandlerOutput<R> for Result<T, E> {
    fn into_result(self) -> Result<T, R::Error> {
        self.map_err(Into::into)
    }
}
