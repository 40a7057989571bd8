//! Code that uses a block with a mistake shows no further errors.

mod set_tag {
    matrix_api::ruma_api! {
        metadata {
            description: "Set the tag of a room.",
            method: PUT,
            name: "set_tag",
            path: "rooms/{room_id}/tag",
            rate_limited: false,
            authentication: AccessTokenOptional,
        }
        #[derive(PartialEq)]
        request {
            #[ruma_api(path)]
            pub room_id: String,
            pub tag: Option<String>,
        }
        response {
            pub order: u8,
        }
    }
}

use matrix_api::{
    IncomingRequest, IncomingResponse, MatrixError, OutgoingRequest, OutgoingResponse,
    SupportedVersions,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = set_tag::Request::new("!room".to_owned()).tag("m.lowpriority".to_owned());
    let sent = request.try_into_http_request(
        "https://example.org",
        Some("token"),
        &SupportedVersions::unknown(),
    )?;
    let received = set_tag::Request::try_from_http_request(&sent)?;
    assert!(received.clone() == request, "{received:?}");
    println!("{} {:?}", received.room_id, received.tag);
    let answer = set_tag::Response::new(1).try_into_http_response()?;
    let response: Result<set_tag::Response, matrix_api::FromHttpResponseError<MatrixError>> =
        set_tag::Response::try_from_http_response(&answer);
    println!("{}", response?.order);
    Ok(())
}
