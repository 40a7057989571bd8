//! Only versions can have `deprecated` and `removed`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        history: {
            1.0 => "/rooms/{room_id}/tag",
            // wrong:
            unstable("org.example.msc1") => deprecated,
            // instead:
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
