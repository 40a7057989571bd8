
// Calls the endpoint in all directions, so that a program compiles its code.

use matrix_api::{
    IncomingRequest, IncomingResponse, OutgoingRequest, OutgoingResponse, SupportedVersions,
    bytes::Bytes, http,
};

pub fn send(request: &Request) -> Option<http::Request<Bytes>> {
    request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown()).ok()
}

pub fn receive(request: &http::Request<Bytes>) -> Option<Request> {
    Request::try_from_http_request(request).ok()
}

pub fn respond(response: &Response) -> Option<http::Response<Bytes>> {
    response.try_into_http_response().ok()
}

pub fn read(response: &http::Response<Bytes>) -> Option<Response> {
    Response::try_from_http_response(response).ok()
}
