//! A path field has the same name in both directions.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{roomId}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        // wrong:
        #[serde(rename(serialize = "roomId"))]
        pub room_id: String,
        // instead:
        // #[serde(rename = "roomId")]
        // pub room_id: String,
    }
    response {}
}

fn main() {}
