//! The messages, and who writes and reads them.

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
    IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse, SupportedVersions,
    authentication::AuthenticationScheme,
};

use crate::{Direction, Measure, Name, Party, fields::BASE_URL};

/// Measures every message, in every direction, for every party.
pub fn measure_all(measure: &mut impl Measure) {
    register::measure(measure);
    register_typed::measure(measure);
    whoami::measure(measure);
    path_arguments::measure(measure);
    raw_body::measure(measure);
    device_list::measure(measure);
    uiaa::measure(measure);
}

/// Measures an endpoint of this project.
fn measure_ours<R: OutgoingRequest + IncomingRequest>(
    measure: &mut impl Measure,
    case: &'static str,
    request: &R,
    response: &R::Response,
    authentication: <R::Authentication as AuthenticationScheme>::Input<'static>,
    supported: &SupportedVersions,
) where
    R::Response: IncomingResponse + OutgoingResponse,
    <R::Authentication as AuthenticationScheme>::Input<'static>: Copy,
{
    let name = |direction| Name { case, direction, party: Party::Ours };
    let encode = |request: &R| {
        request.try_into_http_request(BASE_URL, authentication, supported).expect("a request")
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
}

/// The four functions of an endpoint that was written by hand.
struct ByHand<Req, Res, Error> {
    encode_request: fn(&Req) -> Result<Request<Bytes>, Error>,
    decode_request: fn(&Request<Bytes>) -> Result<Req, Error>,
    encode_response: fn(&Res) -> Result<Response<Bytes>, Error>,
    decode_response: fn(&Response<Bytes>) -> Result<Res, Error>,
}

/// Measures an endpoint that was written by hand.
fn measure_by_hand<Req, Res, Error: std::fmt::Debug>(
    measure: &mut impl Measure,
    case: &'static str,
    request: &Req,
    response: &Res,
    endpoint: &ByHand<Req, Res, Error>,
) {
    let name = |direction| Name { case, direction, party: Party::ByHand };
    let encode = |request: &Req| (endpoint.encode_request)(request).expect("a request");
    measure.measure(name(Direction::ClientEncode), || request, encode);
    let http_request = encode(request);
    measure.measure(
        name(Direction::ServerDecode),
        || &http_request,
        |request| (endpoint.decode_request)(request).expect("a request"),
    );
    let encode = |response: &Res| (endpoint.encode_response)(response).expect("a response");
    measure.measure(name(Direction::ServerEncode), || response, encode);
    let http_response = encode(response);
    measure.measure(
        name(Direction::ClientDecode),
        || &http_response,
        |response| (endpoint.decode_response)(response).expect("a response"),
    );
}

#[cfg(feature = "peer")]
mod peer {
    //! Measures an endpoint of the peer.

    use std::borrow::Cow;

    use http::{Request, Response};
    use ruma_common::api::{
        IncomingRequest, IncomingRequestExt, IncomingResponse, IncomingResponseExt, MatrixVersion,
        Metadata, OutgoingRequest, OutgoingRequestExt, OutgoingResponse, OutgoingResponseExt,
        SupportedVersions, auth_scheme::AuthScheme, path_builder::PathBuilder,
    };

    use crate::{Direction, Measure, Name, Party, fields::BASE_URL};

    /// It takes requests by value: one that may have to be sent again is cloned.
    pub(super) fn measure_requests<R>(
        measure: &mut impl Measure,
        case: &'static str,
        request: &R,
        authentication: <R::Authentication as AuthScheme>::Input<'static>,
        arguments: &[&str],
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
        let http_request = encode(request);
        measure.measure(
            name(Direction::ServerDecode),
            || borrow_request(&http_request),
            |request| R::try_from_http_request(request, arguments).expect("a request"),
        );
    }

    pub(super) fn measure_responses<R: OutgoingResponse + IncomingResponse + Clone>(
        measure: &mut impl Measure,
        case: &'static str,
        response: &R,
    ) {
        let name = |direction| Name { case, direction, party: Party::Peer };
        let encode =
            |response: R| response.try_into_http_response::<Vec<u8>>().expect("a response");
        measure.measure(name(Direction::ServerEncode), || response.clone(), encode);
        let http_response = encode(response.clone());
        measure.measure(
            name(Direction::ClientDecode),
            || borrow_response(&http_response),
            |response| R::try_from_http_response(response).unwrap_or_else(|_| unreachable!()),
        );
    }

    fn borrow_request(request: &Request<Vec<u8>>) -> Request<&[u8]> {
        let (parts, ()) = request.clone().map(|_| ()).into_parts();
        Request::from_parts(parts, request.body().as_slice())
    }

    pub(super) fn borrow_response(response: &Response<Vec<u8>>) -> Response<&[u8]> {
        let (parts, ()) = response.clone().map(|_| ()).into_parts();
        Response::from_parts(parts, response.body().as_slice())
    }
}
