//! A query field is renamed by `#[serde(rename = "..")]`.

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
        #[ruma_api(query = "m.order")]
        pub order: u8,
        // instead:
        // #[ruma_api(query)]
        // #[serde(rename = "m.order")]
        // pub order: u8,
    }
    response {}
}

fn main() {}
