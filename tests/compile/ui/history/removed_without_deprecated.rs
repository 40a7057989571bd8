//! `removed` needs `deprecated` before it.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            1.0 => "/rooms/{room_id}/tag",
            // wrong:
            1.12 => removed,
            // instead:
            // 1.9 => deprecated,
            // 1.12 => removed,
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
