//! A header is a constant of `http::header` or a string.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {
        // wrong:
        #[ruma_api(header = CONTENT_DISPOSTION)]
        pub disposition: String,
        // instead:
        // #[ruma_api(header = CONTENT_DISPOSITION)]
        // pub disposition: String,
    }
}

fn main() {}
