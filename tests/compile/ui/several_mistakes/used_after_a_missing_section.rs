//! Code that uses a block without a section shows no further errors.

mod set_tag {
    matrix_api::ruma_api! {
        metadata {
            description: "Set a tag.",
            method: PUT,
            name: "set_tag",
            path: "/tag",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            pub tag: String,
        }
    }
}

use matrix_api::{OutgoingRequest, SupportedVersions};

fn main() {
    let request = set_tag::Request::new("m.lowpriority".to_owned());
    let _ = request.try_into_http_request("https://example.org", (), &SupportedVersions::unknown());
    println!("{:?}", set_tag::Response::new());
}
