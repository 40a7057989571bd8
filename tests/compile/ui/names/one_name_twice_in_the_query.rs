//! Two fields cannot have the same name in the query.

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
        #[ruma_api(query)]
        pub order: u8,
        // wrong:
        #[ruma_api(query)]
        #[serde(rename = "order")]
        pub sort: u8,
        // instead:
        // #[ruma_api(query)]
        // #[serde(rename = "sort")]
        // pub sort: u8,
    }
    response {}
}

fn main() {}
