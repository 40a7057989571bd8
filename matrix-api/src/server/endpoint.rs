//! Calls the handler of an endpoint: authentication, extractors, decoding, encoding.

use std::{any::TypeId, pin::Pin, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::Response,
    routing::{MethodRouter, any},
};
use bytes::Bytes;

use super::{
    argument::HandlerArguments,
    authenticate::Authenticate,
    body::{self, Limits},
    error_response::{Refuse, error_response, refuse, rejection_response, server_failure},
    handler::{Handler, HandlerOutput},
    stream,
};
use crate::{
    authentication::AuthenticationScheme,
    endpoint::{Endpoint, IncomingRequest, OutgoingResponse as _, decode_request, encode_response},
    endpoints::EndpointEntry,
    matrix_error::{Refusal, RefusalKind},
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
    pub(super) handler: BoxedHandler<S>,
    /// How it refuses requests.
    pub(super) refuse: Refuse,
}

pub(super) type BoxedHandler<S> = Arc<dyn Fn(Request, S, Limits) -> BoxedResponse + Send + Sync>;
type BoxedResponse = Pin<Box<dyn Future<Output = Response> + Send>>;

impl<S: Clone + Send + Sync + 'static> ServedEndpoint<S> {
    /// Accepts every method: the router has checked it.
    pub(super) fn route(&self, state: S, limits: Limits) -> MethodRouter {
        let handler = Arc::clone(&self.handler);
        any(move |request: Request| handler(request, state, limits))
    }
}

/// Authenticates the caller before anything else, so that strangers do not learn which requests are
/// valid. Their bodies are not read unless the scheme needs them.
pub(super) async fn respond<S, H, Arguments, Via>(
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
    const {
        assert!(
            !(Scheme::<H::Request>::READS_BODY && H::Request::METADATA.streams_request()),
            "the authentication scheme reads the body, which is a stream"
        );
    }
    let refuse: Refuse = refuse::<<H::Request as Endpoint>::Error>;
    let read = async |body| body::read(body, limits).await.map_err(|refusal| refuse(&refusal));
    let unauthenticated = |error| refuse(&Refusal::new(RefusalKind::Unauthenticated, error));
    let (parts, body) = request.into_parts();
    let (body, unread) = match Scheme::<H::Request>::READS_BODY {
        true => (read(body).await?, None),
        false => (Bytes::new(), Some(body)),
    };
    let request = http::Request::from_parts(parts, body);
    let credentials = Scheme::<H::Request>::extract(&request);
    let credentials = credentials.map_err(|error| unauthenticated(error.into()))?;
    let caller = state.authenticate(credentials, &request).await.map_err(unauthenticated)?;
    let (mut parts, mut body) = request.into_parts();
    let mut stream = None;
    if let Some(unread) = unread {
        match const { H::Request::METADATA.streams_request() } {
            true => {
                let received = stream::receive(unread, limits, H::Request::METADATA);
                stream = Some(received.map_err(|refusal| refuse(&refusal))?);
            }
            false => body = read(unread).await?,
        }
    }
    let arguments = match H::Arguments::extract(&mut parts, state, &caller).await {
        Ok(arguments) => arguments,
        Err(rejection) => return Err(rejection_response(rejection, refuse).await),
    };
    let http_request = http::Request::from_parts(parts, body);
    let request = decode_request::<H::Request>(&http_request, stream.as_ref());
    let request =
        request.map_err(|error| refuse(&Refusal::new(RefusalKind::InvalidRequest, error)))?;
    drop(stream);
    // Frees the body. The extensions live until the handler has ended.
    let extensions = http_request.into_parts().0.extensions;
    let response = handler.call(arguments, request).await.into_result();
    drop(extensions);
    let response = response.map_err(|error| error_response(&error))?;
    if const { H::Request::METADATA.streams_response() } {
        let response = encode_response(&response);
        let response = response.map_err(|error| refuse(&server_failure(error)))?;
        let response = stream::send(response, H::Request::METADATA);
        return response.map_err(|error| refuse(&server_failure(error)));
    }
    match response.try_into_http_response() {
        Ok(response) => Ok(response.map(Body::from)),
        Err(error) => Err(refuse(&server_failure(error))),
    }
}
