//! An endpoint and its handler: from a request whose route is known to the answer.

use std::{any::TypeId, pin::Pin, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::Response,
    routing::{MethodRouter, any},
};
use bytes::Bytes;

use super::{
    Authenticate, Handler, HandlerArguments, HandlerOutput,
    answer::{fail, refuse},
    body::{self, Limits},
};
use crate::{
    Endpoint, IncomingRequest, MatrixError, Metadata, OutgoingResponse,
    authentication::AuthenticationScheme,
};

/// The authentication scheme of the endpoint that a request is for.
pub(super) type Scheme<R> = <R as Endpoint>::Authentication;

/// What a state knows of those who send a request.
pub(super) type Identity<S, R> = <S as Authenticate<Scheme<R>>>::Identity;

/// An endpoint and what answers it, for a state `S`.
pub(super) struct ServedEndpoint<S> {
    /// That of the type of its requests.
    pub(super) id: TypeId,
    pub(super) metadata: &'static Metadata,
    handler: BoxedHandler<S>,
}

type BoxedHandler<S> = Arc<dyn Fn(Request, S, Limits) -> BoxedAnswer + Send + Sync>;
type BoxedAnswer = Pin<Box<dyn Future<Output = Response> + Send>>;

impl<S: Send + Sync + 'static> ServedEndpoint<S> {
    pub(super) fn new<H, Arguments, Via>(handler: H) -> Self
    where
        S: Authenticate<Scheme<H::Request>>,
        H: Handler<
                Arguments,
                Request: IncomingRequest<Authentication: AuthenticationScheme<Output: Send>>
                             + 'static,
                Arguments: HandlerArguments<S, Identity<S, H::Request>, Via> + Send,
                Future: Future<Output: HandlerOutput<H::Request>> + Send,
            >,
    {
        let handler = Arc::new(handler);
        Self {
            id: TypeId::of::<H::Request>(),
            metadata: H::Request::METADATA,
            handler: Arc::new(move |request, state, limits| {
                let handler = Arc::clone(&handler);
                Box::pin(async move {
                    let answer = answer(&*handler, request, &state, limits).await;
                    answer.unwrap_or_else(|refusal| refusal)
                })
            }),
        }
    }

    /// Answers requests whose bodies are within limits.
    pub(super) fn route(&self, state: S, limits: Limits) -> MethodRouter
    where
        S: Clone,
    {
        let handler = Arc::clone(&self.handler);
        any(move |request: Request| handler(request, state, limits))
    }
}

/// First who is calling, then what is said: strangers learn nothing about what would be accepted, and
/// what they send is not read unless the scheme asks for it.
async fn answer<S, H, Arguments, Via>(
    handler: &H,
    request: Request,
    state: &S,
    limits: Limits,
) -> Result<Response, Response>
where
    S: Authenticate<Scheme<H::Request>>,
    H: Handler<
            Arguments,
            Request: IncomingRequest,
            Arguments: HandlerArguments<S, Identity<S, H::Request>, Via>,
            Future: Future<Output: HandlerOutput<H::Request>>,
        >,
{
    let read = async |body| body::read(body, limits).await.map_err(refuse_as_matrix_error);
    let (parts, body) = request.into_parts();
    let (body, unread) = match Scheme::<H::Request>::READS_BODY {
        true => (read(body).await?, None),
        false => (Bytes::new(), Some(body)),
    };
    let request = http::Request::from_parts(parts, body);
    let credentials = Scheme::<H::Request>::extract(&request).map_err(refuse_as_matrix_error)?;
    let caller = state.authenticate(credentials, &request).await.map_err(refuse_as_matrix_error)?;
    let (mut parts, mut body) = request.into_parts();
    if let Some(unread) = unread {
        body = read(unread).await?;
    }
    let arguments = H::Arguments::extract(&mut parts, state, &caller).await?;
    let http_request = http::Request::from_parts(parts, body);
    let request = H::Request::try_from_http_request(&http_request);
    let request = request.map_err(refuse_as_matrix_error)?;
    // What they hold stays until the handler has ended; the body need not.
    let extensions = http_request.into_parts().0.extensions;
    let response = handler.call(arguments, request).await.into_result();
    drop(extensions);
    let response = response.map_err(|error| refuse(&error))?;
    match response.try_into_http_response() {
        Ok(response) => Ok(response.map(Body::from)),
        Err(error) => Err(fail(&error)),
    }
}

fn refuse_as_matrix_error(error: impl Into<MatrixError>) -> Response {
    refuse(&error.into())
}
