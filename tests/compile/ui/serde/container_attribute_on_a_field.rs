//! serde's container attributes do not work on a field.

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
        // wrong:
        #[serde(rename_all = "camelCase")]
        pub sort_order: u8,
        // instead:
        // #[serde(rename = "sortOrder")]
        // pub sort_order: u8,
    }
}

fn main() {}
