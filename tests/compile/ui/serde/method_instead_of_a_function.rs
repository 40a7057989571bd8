//! A function is named with its path.

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
        pub room_id: String,
        // wrong:
        #[serde(skip_serializing_if = "is_empty")]
        pub tags: Vec<String>,
        // instead:
        // #[serde(skip_serializing_if = "Vec::is_empty")]
        // pub tags: Vec<String>,
    }
    response {}
}

fn main() {}
