//! The messages, and the parties that encode and decode them.

pub mod device_list;
pub mod path_arguments;
pub mod raw_body;
pub mod register;
pub mod register_typed;
pub mod uiaa;
pub mod whoami;

use bytes::Bytes;
use http::{Request, Response};
use matrix_api::{
    BaseUrl, IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse,
    SupportedVersions, authentication::AuthenticationScheme,
};

use crate::{Direction, Measure, Name, Party, fields::BASE_URL};

/// Measures all messages, in all directions, for all parties.
pub fn measure_all(measure: &mut impl Measure) {
    register::measure(measure);
    register_typed::measure(measure);
    whoami::measure(measure);
    path_arguments::measure(measure);
    raw_body::measure(measure);
    device_list::measure(measure);
    uiaa::measure(measure);
}

/// The messages of a case. All parties decode the same ones.
struct Messages {
    request: Request<Bytes>,
    response: Response<Bytes>,
}

/// Measures an endpoint of this project, and returns its messages.
fn measure_ours<R: OutgoingRequest + IncomingRequest>(
    measure: &mut impl Measure,
    case: &'static str,
    request: &R,
    response: &R::Response,
    authentication: <R::Authentication as AuthenticationScheme>::Input<'static>,
    supported: &SupportedVersions,
) -> Messages
where
    R::Response: IncomingResponse + OutgoingResponse,
    <R::Authentication as AuthenticationScheme>::Input<'static>: Copy,
{
    let name = |direction| Name { case, direction, party: Party::Ours };
    let base_url: BaseUrl = BASE_URL.parse().expect("a base URL");
    let encode = |request: &R| {
        request.try_into_http_request(&base_url, authentication, supported).expect("a request")
    };
    measure.measure(name(Direction::ClientEncode), || request, encode);
    let http_request = encode(request);
    measure.measure(
        name(Direction::ServerDecode),
        || &http_request,
        |request| R::try_from_http_request(request).expect("a request"),
    );
    let encode = |response: &R::Response| response.try_into_http_response().expect("a response");
    measure.measure(name(Direction::ServerEncode), || response, encode);
    let http_response = encode(response);
    measure.measure(
        name(Direction::ClientDecode),
        || &http_response,
        |response| R::Response::try_from_http_response(response).unwrap_or_else(|_| unreachable!()),
    );
    Messages { request: http_request, response: http_response }
}

/// The four functions of an endpoint written by hand.
struct ByHand<Req, Res, Error> {
    encode_request: fn(&Req) -> Result<Request<Bytes>, Error>,
    decode_request: fn(&Request<Bytes>) -> Result<Req, Error>,
    encode_response: fn(&Res) -> Result<Response<Bytes>, Error>,
    decode_response: fn(&Response<Bytes>) -> Result<Res, Error>,
}

/// Measures an endpoint written by hand.
fn measure_by_hand<Req, Res, Error: std::fmt::Debug>(
    measure: &mut impl Measure,
    case: &'static str,
    request: &Req,
    response: &Res,
    endpoint: &ByHand<Req, Res, Error>,
    messages: &Messages,
) {
    let name = |direction| Name { case, direction, party: Party::ByHand };
    let encode = |request: &Req| (endpoint.encode_request)(request).expect("a request");
    measure.measure(name(Direction::ClientEncode), || request, encode);
    measure.measure(
        name(Direction::ServerDecode),
        || &messages.request,
        |request| (endpoint.decode_request)(request).expect("a request"),
    );
    let encode = |response: &Res| (endpoint.encode_response)(response).expect("a response");
    measure.measure(name(Direction::ServerEncode), || response, encode);
    measure.measure(
        name(Direction::ClientDecode),
        || &messages.response,
        |response| (endpoint.decode_response)(response).expect("a response"),
    );
}

#[cfg(feature = "peer")]
mod peer {
    //! Measures an endpoint of the peer.

    use std::borrow::Cow;

    use bytes::Bytes;
    use http::{Request, Response};
    use ruma_common::api::{
        IncomingRequest, IncomingRequestExt, IncomingResponse, IncomingResponseExt, MatrixVersion,
        Metadata, OutgoingRequest, OutgoingRequestExt, OutgoingResponse, OutgoingResponseExt,
        SupportedVersions, auth_scheme::AuthScheme, path_builder::PathBuilder,
    };

    use crate::{Direction, Measure, Name, Party, fields::BASE_URL};

    /// The path arguments of an endpoint without any.
    pub(super) fn no_arguments(_path: &str) -> [Cow<'_, str>; 0] {
        []
    }

    /// The peer takes requests by value, so a request that may be sent again is cloned. To decode a
    /// request it needs the arguments of the path, which `route` finds and decodes.
    pub(super) fn measure_requests<R, const ARGUMENTS: usize>(
        measure: &mut impl Measure,
        case: &'static str,
        request: &R,
        authentication: <R::Authentication as AuthScheme>::Input<'static>,
        message: &Request<Bytes>,
        route: fn(&str) -> [Cow<'_, str>; ARGUMENTS],
    ) where
        R: OutgoingRequest + IncomingRequest + Metadata,
        R::PathBuilder: for<'a> PathBuilder<Input<'a> = Cow<'a, SupportedVersions>>,
        <R::Authentication as AuthScheme>::Input<'static>: Clone,
    {
        let name = |direction| Name { case, direction, party: Party::Peer };
        let supported = SupportedVersions {
            versions: [MatrixVersion::V1_0, MatrixVersion::V1_1, MatrixVersion::V1_11].into(),
            features: Default::default(),
        };
        let encode = |request: &R| {
            request
                .clone()
                .try_into_http_request::<Vec<u8>>(
                    BASE_URL,
                    authentication.clone(),
                    Cow::Borrowed(&supported),
                )
                .expect("a request")
        };
        measure.measure(name(Direction::ClientEncode), || request, encode);
        measure.measure(
            name(Direction::ServerDecode),
            // The request is taken by value, so its path comes from the message.
            || (message.uri().path(), borrow_request(message)),
            |(path, request)| {
                let arguments = route(path);
                let arguments = arguments.each_ref().map(AsRef::as_ref);
                R::try_from_http_request(request, &arguments).expect("a request")
            },
        );
    }

    pub(super) fn measure_responses<R: OutgoingResponse + IncomingResponse + Clone>(
        measure: &mut impl Measure,
        case: &'static str,
        response: &R,
        message: &Response<Bytes>,
    ) {
        let name = |direction| Name { case, direction, party: Party::Peer };
        let encode =
            |response: R| response.try_into_http_response::<Vec<u8>>().expect("a response");
        measure.measure(name(Direction::ServerEncode), || response.clone(), encode);
        measure.measure(
            name(Direction::ClientDecode),
            || borrow_response(message),
            |response| R::try_from_http_response(response).unwrap_or_else(|_| unreachable!()),
        );
    }

    fn borrow_request(request: &Request<Bytes>) -> Request<&[u8]> {
        let (parts, ()) = request.clone().map(|_| ()).into_parts();
        Request::from_parts(parts, request.body())
    }

    pub(super) fn borrow_response(response: &Response<Bytes>) -> Response<&[u8]> {
        let (parts, ()) = response.clone().map(|_| ()).into_parts();
        Response::from_parts(parts, response.body())
    }
}
