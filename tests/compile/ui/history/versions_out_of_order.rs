//! Versions are listed in ascending order.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            // wrong:
            1.1 => "/v3/rooms/{room_id}/tag",
            1.0 => "/r0/rooms/{room_id}/tag",
            // instead:
            // 1.0 => "/r0/rooms/{room_id}/tag",
            // 1.1 => "/v3/rooms/{room_id}/tag",
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
