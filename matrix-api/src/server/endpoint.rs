//! Calls the handler of an endpoint: authentication, extractors, decoding, encoding.

use std::{any::TypeId, mem, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::Response,
    routing::{MethodRouter, any},
};
use bytes::Bytes;
use tower_service::Service as _;

use super::{
    argument::HandlerArguments,
    authenticate::Authenticate,
    body::{Limits, ReadBody, RequestBody},
    call::BoxedResponse,
    error_response::{Refuse, error_response, refuse, rejection_response, server_failure},
    handler::{Handler, HandlerOutput},
    path_service::Respond,
    stream,
};
use crate::{
    authentication::AuthenticationScheme,
    endpoint::{Endpoint, IncomingRequest, OutgoingResponse as _, decode_request, encode_response},
    endpoints::EndpointEntry,
    matrix_error::{MatrixError, Refusal, RefusalKind},
};

/// The authentication scheme of a request.
pub(super) type Scheme<R> = <R as Endpoint>::Authentication;

/// The identity of the caller of a request.
pub(super) type Identity<S, R> = <S as Authenticate<Scheme<R>>>::Identity;

/// An endpoint with its handler, for a state `S`.
pub(super) struct ServedEndpoint<S> {
    /// The type of its requests.
    pub(super) id: TypeId,
    pub(super) entry: EndpointEntry,
    /// [`AuthenticationScheme::HEADERS`].
    pub(super) credential_headers: &'static [&'static str],
    /// Adds the state.
    pub(super) bind: Bind<S>,
    /// How it refuses requests.
    pub(super) refuse: Refuse,
}

type Bind<S> = Box<dyn FnOnce(S, Limits) -> Respond + Send + Sync>;

/// Wraps an endpoint in a layer.
pub(super) type BoxedLayer = Box<dyn Fn(MethodRouter) -> MethodRouter + Send + Sync>;

impl<S> ServedEndpoint<S> {
    pub(super) fn bind(self, state: S, mut limits: Limits, layers: &[BoxedLayer]) -> Respond {
        if layers.is_empty() {
            return (self.bind)(state, limits);
        }
        // Drained around the layers, which may respond before the body is read.
        let drain_time = mem::take(&mut limits.drain_time);
        let (metadata, respond) = (self.entry.metadata(), (self.bind)(state, limits));
        let route = any(move |request: Request| respond(request));
        let route = layers.iter().fold(route, |route, layer| layer(route));
        Arc::new(move |mut request| {
            request.extensions_mut().insert(metadata);
            *request.body_mut() = RequestBody::take(&mut request, drain_time).into_body();
            let response = route.clone().call(request);
            Box::pin(async move { response.await.map_err(|never| match never {}) })
        })
    }
}

/// Binds a handler to the state.
pub(super) fn bind<S, H, Arguments, Via>(handler: H) -> Bind<S>
where
    S: Authenticate<Scheme<H::Request>> + Send + Sync + 'static,
    H: Handler<
            Arguments,
            Request: IncomingRequest<Authentication: AuthenticationScheme<Output: Send>> + 'static,
            Arguments: HandlerArguments<S, Identity<S, H::Request>, Via> + Send,
            Future: Future<Output: HandlerOutput<H::Request>> + Send,
        >,
{
    Box::new(move |state, limits| {
        let bound = Arc::new((handler, state));
        Arc::new(move |request| respond(Arc::clone(&bound), request, limits))
    })
}

/// Authenticates the caller before anything else, so that strangers do not learn which requests are
/// valid. Their bodies are not read unless the scheme needs them.
///
/// Not an async function, which would move the request once more.
fn respond<S, H, Arguments, Via>(
    bound: Arc<(H, S)>,
    mut request: Request,
    limits: Limits,
) -> BoxedResponse
where
    S: Authenticate<Scheme<H::Request>> + Send + Sync + 'static,
    H: Handler<
            Arguments,
            Request: IncomingRequest<Authentication: AuthenticationScheme<Output: Send>> + 'static,
            Arguments: HandlerArguments<S, Identity<S, H::Request>, Via> + Send,
            Future: Future<Output: HandlerOutput<H::Request>> + Send,
        >,
{
    const {
        assert!(
            !(Scheme::<H::Request>::READS_BODY && H::Request::METADATA.streams_request()),
            "the authentication scheme reads the body, which is a stream"
        );
    }
    let mut unread = Some(RequestBody::take(&mut request, limits.drain_time));
    let mut request = request.map(|_| Bytes::new());
    Box::pin(async move {
        let refuse: Refuse = refuse::<<H::Request as Endpoint>::Error>;
        let (handler, state) = &*bound;
        if Scheme::<H::Request>::READS_BODY
            && let Some(body) = unread.take()
        {
            let body = ReadBody::new(body, limits).await;
            *request.body_mut() = body.map_err(|refusal| refuse(&refusal))?;
        }
        let credentials = Scheme::<H::Request>::extract(&request)
            .map_err(|error| refuse_caller(error.into(), refuse))?;
        let caller = state.authenticate(credentials, &request).await;
        let caller = caller.map_err(|error| refuse_caller(error, refuse))?;
        let mut stream = None;
        if let Some(body) = unread {
            if const { H::Request::METADATA.streams_request() } {
                let received = stream::receive(body.into_body(), limits, H::Request::METADATA);
                stream = Some(received.map_err(|refusal| refuse(&refusal))?);
            } else {
                let body = ReadBody::new(body, limits).await;
                *request.body_mut() = body.map_err(|refusal| refuse(&refusal))?;
            }
        }
        let arguments = match H::Arguments::from_caller(&caller) {
            Some(arguments) => arguments,
            None => {
                let (mut parts, body) = request.into_parts();
                parts.extensions.insert(H::Request::METADATA);
                let arguments = H::Arguments::extract(&mut parts, state, &caller).await;
                request = http::Request::from_parts(parts, body);
                match arguments {
                    Ok(arguments) => arguments,
                    Err(rejection) => {
                        return Err(Box::pin(rejection_response(rejection, refuse)).await);
                    }
                }
            }
        };
        let decoded = decode_request::<H::Request>(&request, stream.as_ref());
        let decoded =
            decoded.map_err(|error| refuse(&Refusal::new(RefusalKind::InvalidRequest, error)))?;
        drop(stream);
        // Frees the body. The extensions live until the handler has ended.
        let extensions = mem::take(request.extensions_mut());
        drop(request);
        let response = handler.call(arguments, decoded).await.into_result();
        drop(extensions);
        Ok(encode::<H::Request>(response, refuse))
    })
}

/// The response of a handler, as HTTP.
fn encode<R: IncomingRequest>(response: Result<R::Response, R::Error>, refuse: Refuse) -> Response {
    let response = match response {
        Ok(response) => response,
        Err(error) => return error_response(&error),
    };
    let encoded = if const { R::METADATA.streams_response() } {
        let encoded = encode_response(&response).map_err(server_failure);
        encoded.and_then(|it| stream::send(it, R::METADATA).map_err(server_failure))
    } else {
        response.try_into_http_response().map(|it| it.map(Body::from)).map_err(server_failure)
    };
    encoded.unwrap_or_else(|failure| refuse(&failure))
}

fn refuse_caller(error: MatrixError, refuse: Refuse) -> Response {
    refuse(&Refusal::new(RefusalKind::Unauthenticated, error))
}
