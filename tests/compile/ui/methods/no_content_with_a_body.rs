//! A response with the status `NO_CONTENT` cannot have a body.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
        // wrong:
        status: NO_CONTENT,
        // instead:
        // status: OK,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {
        pub tag: String,
    }
}

fn main() {}
