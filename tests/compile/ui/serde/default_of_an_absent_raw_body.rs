//! A raw body that is absent is `None`.

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
        #[serde(default = "Option::default")]
        pub tag: Option<Vec<u8>>,
        // instead:
        // #[ruma_api(raw_body)]
        // pub tag: Option<Vec<u8>>,
    }
    response {}
}

fn main() {}
