//! Either all paths of a history have the rest of a path, or none.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            1.0 => "/r0/rooms/{room_id..}",
            // wrong:
            1.1 => "/v3/rooms/{room_id}",
            // instead:
            // 1.1 => "/v3/rooms/{room_id..}",
        },
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
