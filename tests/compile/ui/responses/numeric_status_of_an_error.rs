//! A response with a numeric status is a success or a redirect, too.

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
    response {}
    // wrong:
    response 404 {}
    // instead:
    // response NO_CONTENT {}
}

fn main() {}
