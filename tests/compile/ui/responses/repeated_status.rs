//! Each response has a status of its own.

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
    response CREATED {}
    // wrong:
    response CREATED {}
    // instead:
    // response ACCEPTED {}
}

fn main() {}
