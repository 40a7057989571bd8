//! Only the last segment of a path can be absent.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        #[serde(default)]
        pub room_id: String,
        // instead:
        // pub room_id: String,
    }
    response {}
}

fn main() {}
