use std::borrow::Cow;

use ruma_client_api::account::register::v3::{Request, Response};
use ruma_common::api::{
    IncomingResponseExt, MatrixVersion, OutgoingRequestExt, SupportedVersions,
    auth_scheme::SendAccessToken,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut request = Request::new();
    request.username = Some("alice".to_owned());
    let supported =
        SupportedVersions { versions: [MatrixVersion::V1_1].into(), features: Default::default() };
    let request = request.try_into_http_request::<Vec<u8>>(
        "https://example.org",
        SendAccessToken::None,
        Cow::Owned(supported),
    )?;
    println!("{request:?}");
    let body = std::env::args().nth(1).unwrap_or_default();
    let response = http::Response::new(body.as_bytes());
    println!("{:?}", Response::try_from_http_response(response)?);
    Ok(())
}
