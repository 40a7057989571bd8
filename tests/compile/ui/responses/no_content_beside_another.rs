//! One of several responses with the status `NO_CONTENT` cannot have a body.

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
        pub tag: String,
    }
    response NO_CONTENT {
        // wrong:
        pub order: u8,
        // instead:
        // #[ruma_api(header = "x-order")]
        // pub order: u8,
    }
}

fn main() {}
