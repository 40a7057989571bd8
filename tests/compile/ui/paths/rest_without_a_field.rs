//! The rest of a path has a field of the same name, without the dots.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id..}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        // wrong:
        pub room_id: String,
        // instead:
        // #[ruma_api(path)]
        // pub room_id: String,
    }
    response {}
}

fn main() {}
