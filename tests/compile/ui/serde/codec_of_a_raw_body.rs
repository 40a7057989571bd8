//! serde's attributes have no effect on a raw body.

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
        #[ruma_api(raw_body)]
        #[serde(with = "codec")]
        pub icon: Vec<u8>,
        // instead:
        // #[ruma_api(raw_body)]
        // pub icon: Vec<u8>,
    }
}

fn main() {}
