//! Unstable paths come before the versions.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            // wrong:
            1.0 => "/rooms/{room_id}/tag",
            unstable("org.example.msc1") => "/msc1/rooms/{room_id}/tag",
            // instead:
            // unstable("org.example.msc1") => "/msc1/rooms/{room_id}/tag",
            // 1.0 => "/rooms/{room_id}/tag",
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
