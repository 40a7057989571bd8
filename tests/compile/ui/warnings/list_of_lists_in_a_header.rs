//! A header field has one value or a list of values.

#![deny(deprecated)]

matrix_api::ruma_api! {
    metadata {
        description: "Ask for the tag of a room.",
        method: GET,
        name: "get_tag",
        path: "/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(header = "X-Room-Tags")]
        // wrong:
        pub tags: Vec<Vec<String>>,
        // instead:
        // pub tags: Vec<String>,
    }
    response {}
}

fn main() {}
