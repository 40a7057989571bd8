//! Two fields cannot have the same name in the body, `rename_all` included.

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
    #[serde(rename_all = "camelCase")]
    response {
        pub sort_order: u8,
        // wrong:
        #[serde(rename = "sortOrder")]
        pub sort: u8,
        // instead:
        // pub sort: u8,
    }
}

fn main() {}
