//! A path cannot come after `deprecated`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            1.0 => "/r0/rooms/{room_id}/tag",
            // wrong:
            1.9 => deprecated,
            1.12 => "/v3/rooms/{room_id}/tag",
            // instead:
            // 1.12 => "/v3/rooms/{room_id}/tag",
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
