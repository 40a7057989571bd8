//! A placeholder uses the name that its field has after `rename`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id}/tag",
        // instead:
        // path: "/rooms/{roomId}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        #[serde(rename = "roomId")]
        pub room_id: String,
    }
    response {}
}

fn main() {}
