//! Only a stable path can be deprecated.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            unstable("org.example.msc1") => "/msc1/rooms/{room_id}/tag",
            // wrong:
            1.9 => deprecated,
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
