//! A response with the status `NOT_MODIFIED` cannot have a body.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: GET,
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
    response NOT_MODIFIED {
        // wrong:
        pub tag: String,
        // instead:
        // #[ruma_api(header = ETAG)]
        // pub tag: String,
    }
}

fn main() {}
