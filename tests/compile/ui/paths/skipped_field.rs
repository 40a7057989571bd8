//! A segment cannot be skipped.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        #[serde(skip)]
        pub room_id: String,
        // instead:
        // #[serde(default)]
        // pub room_id: String,
    }
    response {}
}

fn main() {}
