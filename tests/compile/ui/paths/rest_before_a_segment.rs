//! The rest of a path is its last segment.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id..}/tag",
        // instead:
        // path: "/rooms/tag/{room_id..}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
