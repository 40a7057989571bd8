//! All paths of a history have the same placeholders in the same order.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            // wrong:
            1.0 => "/r0/tag/{tag}/{room_id}",
            1.1 => "/v3/rooms/{room_id}/tag/{tag}",
            // instead:
            // 1.0 => "/r0/rooms/{room_id}/tag/{tag}",
            // 1.1 => "/v3/rooms/{room_id}/tag/{tag}",
        },
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        #[ruma_api(path)]
        pub tag: String,
    }
    response {}
}

fn main() {}
