//! A placeholder has no pattern; for the rest of a path it has two dots.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id:.*}",
        // instead:
        // path: "/rooms/{room_id..}",
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
