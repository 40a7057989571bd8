//! `rename_all` must be the same in both directions.

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
    // wrong:
    #[serde(rename_all(serialize = "camelCase"))]
    // instead:
    // #[serde(rename_all = "camelCase")]
    response {
        pub sort_order: u8,
    }
}

fn main() {}
