//! A deprecation comes after the first path.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            // wrong:
            1.0 => deprecated,
            1.1 => "/rooms/{room_id}/tag",
            // instead:
            // 1.1 => "/rooms/{room_id}/tag",
            // 1.9 => deprecated,
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
