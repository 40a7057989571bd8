//! A history with `deprecated` needs a path.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        history: { 1.9 => deprecated },
        // instead:
        // history: { 1.0 => "/rooms/{room_id}/tag", 1.9 => deprecated },
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
