//! Two fields cannot be serialized under the same name.

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
    }
    response {
        pub order: u8,
        // wrong:
        #[serde(rename(serialize = "order", deserialize = "sort"))]
        pub sort: u8,
        // instead:
        // pub sort: u8,
    }
}

fn main() {}
