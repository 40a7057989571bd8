use matrix_api::{IncomingResponse, OutgoingRequest, SupportedVersions, bytes::Bytes, http::Response};
use matrix_client_account::register;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = register::Request::new().username("alice".to_owned());
    let supported = SupportedVersions::unknown();
    println!("{:?}", request.try_into_http_request("https://example.org", None, &supported)?);
    let response = Response::new(Bytes::from(std::env::args().nth(1).unwrap_or_default()));
    println!("{:?}", register::Response::try_from_http_response(&response)?);
    Ok(())
}
