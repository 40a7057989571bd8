//! A raw body can be absent only as an `Option`.

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
        #[ruma_api(raw_body)]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub tag: Vec<u8>,
        // instead:
        // #[ruma_api(raw_body)]
        // pub tag: Option<Vec<u8>>,
    }
    response {}
}

fn main() {}
